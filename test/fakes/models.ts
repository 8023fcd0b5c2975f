import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const directory = process.env['SECRETARY_MODELS'] ?? join(homedir(), '.cache/secretary/models');

export const sileroPath = join(directory, 'silero-vad/silero_vad.onnx');
/** For tap's `skip`: why there is nothing to test with, or false. */
export const sileroMissing = existsSync(sileroPath) ? false : 'the Silero model is not on this machine';
