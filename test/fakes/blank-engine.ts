import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EngineKind } from '../../daemon/engines/engine.js';
import type { FromChild } from '../../daemon/engines/protocol.js';

// Loaded into every process of a box by NODE_OPTIONS=--import: while a file of an engine's kind lies in $BLANKS, all that the
// real engine finds leaves its process as nothing. The daemon cannot know.

const KINDS: Readonly<Record<string, EngineKind>> = {
  'vosk-child.js': 'stt',
  'llama-child.js': 'llm',
  'piper-child.js': 'tts',
};

const kind = KINDS[basename(process.argv[1] ?? '')];
const send = process.send?.bind(process) as ((message: FromChild) => boolean) | undefined;
if (kind !== undefined && send !== undefined) {
  const file = join(process.env['BLANKS'] ?? '', kind);
  process.send = (message: FromChild) => send(existsSync(file) ? blank(message, readFileSync(file, 'utf8')) : message);
}

function blank(message: FromChild, how: string): FromChild {
  if (message.type === 'piece') return { ...message, payload: '' };
  if (message.type === 'event') return { ...message, payload: { ...(message.payload as object), text: '' } };
  return message.type === 'answer' ? { ...message, payload: nothing(message.payload, how) } : message;
}

/** A voice is mute in two ways: without a sample, or with samples that are all zero. */
function nothing(payload: unknown, how: string): unknown {
  if (payload instanceof Int16Array) return new Int16Array(how === 'zeros' ? payload.length : 0);
  const { text } = (payload ?? {}) as { readonly text?: string };
  return text === undefined ? payload : { ...(payload as object), text: '', words: [], phrase: null };
}
