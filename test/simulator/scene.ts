import type { CallHabits, Profile } from '../../daemon/simulator/profile.js';
import { PROFILES } from '../../daemon/simulator/profiles.js';
import { framedIn, saidIn, shapeOf } from './shapes.js';
import { Stage } from './stage.js';

const STEP_MS = 20;
/** For a line that is still to come: a boot has half a minute between two of them. */
const PATIENCE_MS = 40_000;
/** For a command and its answer. */
const TYPING_MS = 500;

/** What somebody does who is not the modem. */
export type Act = (stage: Stage) => unknown;

/** Before a line of the transcript that begins with the word, whoever it is from ('> ATA'), this is done. */
export type Cue = readonly [string, Act];

/** What made the modem of a transcript say what it said: its firmware, what had happened before the first line, and
 *  what happens meanwhile. */
export interface Scene {
  readonly profile: Profile;
  readonly before: Act;
  readonly cues: readonly Cue[];
}

const { good } = PROFILES;

export const modem = (calls: Partial<CallHabits>, habits: Partial<Profile> = {}): Profile => ({
  ...good,
  ...habits,
  calls: { ...good.calls, ...calls },
});

/** Typed before, or beside into the second port. */
export const typed =
  (commands: readonly string[], port: 'at' | 'at2' = 'at') =>
  async (stage: Stage): Promise<void> => {
    for (const command of commands) {
      stage.type(command, port);
      await stage.passes(TYPING_MS);
    }
  };

export const rings =
  (from: string | null) =>
  (stage: Stage): void => {
    if (stage.modem.exchange.calls.length === 0) stage.modem.exchange.dialIn(from);
  };

export const callerHangsUp = ({ modem: { exchange } }: Stage): void => {
  const [call] = exchange.calls;
  if (call !== undefined) exchange.release(call, 'caller-hung-up');
};

export const strikes =
  (fault: string) =>
  (stage: Stage): void =>
    stage.device.strike(fault);

/** The transcript played again: what was typed is typed, what people and networks did is done when the line is due that
 *  it led to. Returns what this modem says, as long as that goes the same way. */
export async function play(text: string, { profile, before, cues }: Scene, seed: number): Promise<string[]> {
  const stage = new Stage(profile, seed);
  try {
    await before(stage);
    const behind = stage.transcript.length;
    const said = () => stage.transcript.slice(behind);
    let heard = 0;
    for (const line of stepsOf(text)) {
      await cues.find(([start]) => line.startsWith(start))?.[1](stage);
      if (line.startsWith('> ')) {
        stage.type(line.slice(2));
        // So that it runs when somebody does what he did then.
        await stage.passes(STEP_MS);
      } else if (shapeOf((await nth(++heard, said, stage)) ?? '') !== shapeOf(line)) break;
    }
    await stage.passes(TYPING_MS);
    return framedIn(said());
  } finally {
    stage.leave();
  }
}

/** Commands behind their marks, and single lines of the modem. */
const stepsOf = (text: string): string[] =>
  text.split('\n').flatMap((line) => (line.startsWith('> ') ? [line.replace('\\r', '')] : saidIn(line)));

async function nth(count: number, said: () => string, stage: Stage): Promise<string | undefined> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += STEP_MS) {
    const lines = saidIn(said());
    if (lines.length >= count) break;
    await stage.passes(STEP_MS);
  }
  return saidIn(said())[count - 1];
}
