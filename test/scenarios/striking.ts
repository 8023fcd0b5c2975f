import { en } from '../../daemon/dialog/texts/en.js';
import type { EngineKind } from '../../daemon/engines/engine.js';
import type { CallRecord } from '../../daemon/store/record.js';
import { type Box, heardTurns, rendered } from './box.js';
import { longestSilenceMs, silenceAfterMs } from './silence.js';

export const QUESTION = 'Who won the football game yesterday?';
export const MESSAGE = 'Can I leave a message? My name is Anna Miller and my bicycle has a broken chain.';

export const SIGNALS = ['SIGKILL', 'SIGSTOP'] as const;

/** What is struck when the caller's turn comes, what he says, and what he waits to hear. The second is in no row, so the
 *  language model is asked; the answer to the third holds the caller's own words, so it cannot have been rendered before. */
export const STRUCK: readonly (readonly [EngineKind, string, RegExp])[] = [
  ['stt', 'Where are you?', /\w/],
  ['llm', QUESTION, /find out/],
  ['tts', MESSAGE, /call you back|Press one/],
];

/** What a box must have rendered before its voice can be struck, as one has that ran for an hour. */
export async function prepare(): Promise<void> {
  const { stayOnLine, speakingTrouble, keysHelp, onThisNumber, isThatRight } = en;
  await rendered([stayOnLine, speakingTrouble, keysHelp, onThisNumber, isThatRight]);
}

export interface Struck {
  readonly record: CallRecord;
  /** From the end of the caller's words to the first sound of the assistant. */
  readonly silenceMs: number;
  /** The longest stretch without a sound from there to the end. */
  readonly longestMs: number;
}

/** A call in which that engine is struck as the caller begins to speak. */
export async function strike(
  box: Box,
  [kind, text, answer]: (typeof STRUCK)[number],
  signal: (typeof SIGNALS)[number],
): Promise<Struck> {
  await box.enginesReady();
  const greeted = async () => {
    const { engines } = await box.enginesReady();
    process.kill(engines.find((engine) => engine.kind === kind)?.pid ?? 0, signal);
  };
  const record = await box.ask(text, answer, { greeted });
  const heardEndMs = heardTurns(record).at(-1)?.heardEndMs ?? 0;
  return {
    record,
    silenceMs: silenceAfterMs(record, heardEndMs),
    longestMs: longestSilenceMs(record, heardEndMs),
  };
}
