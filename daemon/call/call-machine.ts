import type { Table } from '../base/machine.js';

/**
 * One call from ring to freed line.
 * ringing: RING seen, number known or given up · screening: who is it, may it be answered · answering: ATA sent, voice
 * path being opened · connected: both sides can hear · ending: hang-up under way · wrapping-up: the line is free, the
 * record is being completed · done: all is on record.
 */
export type CallState = 'ringing' | 'screening' | 'answering' | 'connected' | 'ending' | 'wrapping-up' | 'done';

export type CallEvent =
  | 'known'
  | 'accept'
  | 'reject'
  | 'voice-open'
  /** The assistant, the owner or a limit ends the call. */
  | 'hang-up'
  /** The network says that the call is no more. */
  | 'gone'
  | 'line-free'
  | 'recorded';

export const callTable = {
  ringing: { known: 'screening', gone: 'wrapping-up', 'hang-up': 'ending' },
  screening: { accept: 'answering', reject: 'ending', gone: 'wrapping-up', 'hang-up': 'ending' },
  answering: { 'voice-open': 'connected', gone: 'wrapping-up', 'hang-up': 'ending' },
  connected: { gone: 'wrapping-up', 'hang-up': 'ending' },
  ending: { 'line-free': 'wrapping-up', gone: 'wrapping-up' },
  'wrapping-up': { recorded: 'done' },
  done: {},
} as const satisfies Table<CallState, CallEvent>;
