import { type Call, addressType } from './call-machine.js';
import type { Pace } from './pace.js';
import type { Profile } from './profile.js';
import type { Random } from './random.js';
import type { Rtc } from './rtc.js';
import type { Settings } from './settings.js';
import type { UrcRouter } from './urc.js';

/** What the calls need of the modem around them. */
export interface Surroundings {
  readonly profile: Profile;
  readonly random: Random;
  readonly pace: Pace;
  readonly settings: Settings;
  readonly urc: UrcRouter;
  readonly rtc: Rtc;
}

/** The unsolicited lines of a call's life (sim7600.md §3): what is said, not when. */
export function clipLine(call: Call, { profile }: Pick<Surroundings, 'profile'>): string {
  // Validity 1: the caller's number is withheld (MAN 6.12).
  const validity = call.number === null ? 1 : 0;
  return `+CLIP: "${call.number ?? ''}",${addressType(call.number)},,,${profile.calls.clipName},${validity}`;
}

export const waitingLine = (call: Call): string => `+CCWA: "${call.number ?? ''}",${addressType(call.number)},1`;

/** AT+CLCC=1: the state of a call as it changes. */
export function reportLines(call: Call, { profile, settings }: Surroundings): string[] {
  const told = settings.get('+CLCC') === '1' && profile.calls.reportedStates.includes(call.state);
  return told ? [call.clccLine()] : [];
}

/** A call that was up is over. */
export function endLines(call: Call, modem: Surroundings): string[] {
  const { calls } = modem.profile;
  const duration = calls.endHasTime ? `: ${call.durationText()}` : '';
  const end = [`VOICE CALL: END${duration}`];
  const lines = { clcc: reportLines(call, modem), end, 'no-carrier': ['NO CARRIER'] };
  return calls.endBurst.flatMap((part) => lines[part]);
}

/** `MISSED_CALL: 11:01AM 07712345678`; the number is absent when withheld (§3.2). */
export function missedLines(call: Call, modem: Surroundings): string[] {
  const { profile, rtc, random } = modem;
  const lines = reportLines(call, modem);
  if (profile.calls.missedCallLine) lines.push(`MISSED_CALL: ${rtc.twelveHourText()} ${call.number ?? ''}`.trimEnd());
  return random.chance(0.5) ? [...lines, 'NO CARRIER'] : lines;
}

/** Which lines follow a local reject, and in which order, is not known: any of them may be missing (§3.3, §9 question 1). */
export function rejectLines(call: Call, modem: Surroundings): string[] {
  const lines = [...missedLines(call, modem), 'VOICE CALL: END: 000000'];
  return modem.random.shuffled(lines).filter(() => modem.random.chance(0.5));
}

/** A call we made came to nothing: "BUSY", "NO ANSWER", or NO CARRIER for everything (§3.4). */
export function failureWord(
  call: Call,
  { profile }: Pick<Surroundings, 'profile'>,
): 'BUSY' | 'NO ANSWER' | 'NO CARRIER' {
  if (!profile.calls.namesFailures) return 'NO CARRIER';
  if (call.endReason === 'busy') return 'BUSY';
  return call.endReason === 'no-answer' ? 'NO ANSWER' : 'NO CARRIER';
}

/** With AT+COLP=1 the word is the result of the command itself. */
export function failureLines(call: Call, modem: Surroundings): string[] {
  const lines = reportLines(call, modem);
  return modem.settings.get('+COLP') === '1' ? lines : [...lines, failureWord(call, modem)];
}
