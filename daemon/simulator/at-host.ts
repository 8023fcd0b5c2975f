import type { AtHost } from './at-port.js';
import { execute } from './commands/table.js';
import type { Modem } from './modem.js';

/** What both AT ports of a modem share. */
export function hostOf(modem: Modem): AtHost {
  const { pace, profile, random, settings } = modem;
  return {
    pace,
    lineEnd: profile.lineEnd,
    style: () => ({
      cmee: settings.number('+CMEE'),
      verbose: settings.get('V') === '1',
      quiet: settings.get('Q') === '1',
    }),
    answerDelayMs: () => random.within(profile.answerDelayMs),
    answerGapMs: () => random.within(profile.answerGapMs),
    execute: (call, port) => execute(modem, call, port),
  };
}
