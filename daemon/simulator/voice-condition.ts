import type { Random } from './random.js';

/** What is wrong with the voice path, in a call or from a moment in it (sim7600.md §4.11–4.13, §8.3). */
export interface VoiceCondition {
  /** CPCMREG=1 is refused until the call has been up for so long … */
  readonly acceptAfterMs: number;
  /** … and then so many times more. */
  readonly refusals: number;
  /** Then so many times OK is said and nothing opened (§4.5). */
  readonly emptyPromises: number;
  /** Share of frames that are lost each way. */
  readonly lossShare: number;
  /** The OUT endpoint takes so many bytes in a call, then no more. */
  readonly uplinkLimitBytes: number;
  /** 'deaf': bytes are taken and nobody hears them. */
  readonly uplink: 'flows' | 'deaf';
  /** 'silent': digital silence comes; 'stopped': nothing comes. */
  readonly downlink: 'flows' | 'silent' | 'stopped';
  /** The line runs at 16 kHz: 32 000 B/s each way (§4.10). */
  readonly wideband: boolean;
}

export const HEALTHY: VoiceCondition = {
  acceptAfterMs: 0,
  refusals: 0,
  emptyPromises: 0,
  lossShare: 0,
  uplinkLimitBytes: Number.POSITIVE_INFINITY,
  uplink: 'flows',
  downlink: 'flows',
  wideband: false,
};

/** How a kind of modem starts its calls. */
export interface VoiceHistory {
  /** Every call. */
  readonly always: Partial<VoiceCondition>;
  /** Every call until the modem is restarted (§4.14). */
  readonly untilRestart: Partial<VoiceCondition>;
  /** One of them in each call after the first since power-on: the cross-call degradation (§4.11). */
  readonly laterCalls: readonly Partial<VoiceCondition>[];
}

/** Where in its history the modem is: calls from 1 since it was switched on, and how often it was restarted. */
export interface Lifetime {
  readonly call: number;
  readonly restarts: number;
}

/** The condition in which a call starts. */
export function conditionOf(history: VoiceHistory, { call, restarts }: Lifetime, random: Random): VoiceCondition {
  const ailment = call > 1 ? history.laterCalls[random.below(history.laterCalls.length)] : undefined;
  return { ...HEALTHY, ...history.always, ...(restarts === 0 ? history.untilRestart : {}), ...ailment };
}
