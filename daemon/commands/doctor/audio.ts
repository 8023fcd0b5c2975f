import { type AudioTestTexts, audioTestTexts } from '../../audio-test-texts.js';
import type { AudioVerdict, Direction } from '../../audio-verdict.js';
import { messageOf } from '../../base/errors.js';
import { askControl } from '../running-daemon.js';
import { type Finding, finding, type Level, type Patient } from './finding.js';

const LEVELS: Readonly<Record<Direction, Level>> = { works: 'fine', unproven: 'warn', dead: 'bad' };

/** The running daemon calls that number ('owner': the owner's), or is called when it is null; somebody at the other side does
 *  what it says. */
export async function checkAudio({ bootstrap, texts }: Patient, dial: string | null): Promise<readonly Finding[]> {
  process.stderr.write(`${dial === null ? texts.callMe : texts.callingYou}\n`);
  try {
    const verdict = await askControl(bootstrap.controlSocket, { op: 'audio-test', dial });
    return explain(verdict as AudioVerdict, audioTestTexts[bootstrap.language]);
  } catch (error) {
    return [finding('audio', 'bad', texts.audioFailed(messageOf(error)))];
  }
}

function explain({ toCaller, fromCaller, reasons }: AudioVerdict, texts: AudioTestTexts): readonly Finding[] {
  return [
    finding('audio-out', LEVELS[toCaller], texts.toCaller[toCaller]),
    finding('audio-in', LEVELS[fromCaller], texts.fromCaller[fromCaller]),
    ...reasons.map((reason) => finding('audio', 'warn', texts.reasons[reason])),
  ];
}
