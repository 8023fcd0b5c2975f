/** What happened to the modem that its owner may want to look back on: the rows of its history. */
export type HealthKind =
  /** The voice path of a call came up; `attempts` above one predict bad sound (sim7600.md §4.5). */
  | 'voice-path'
  /** A call got no voice, or lost it; `how` says which. */
  | 'voice-failed'
  | 'network-lost'
  | 'network-back'
  | 'modem-lost'
  /** Healing did something, `step` says what and `reason` why: healing-words.ts has words for both. */
  | 'healing'
  /** Healing can do no more for that `reason`: only a person can. */
  | 'advice'
  /** The modem warns of its supply or its heat, in its own words. */
  | 'power'
  /** The network's time and ours are apart by `offsetMs`, and nothing keeps ours right. */
  | 'clock-off'
  /** Our clock was set: dates before and after it do not compare. */
  | 'clock-set';

export interface HealthNotice {
  readonly kind: HealthKind;
  /** Never a number, a name or a text of somebody. */
  readonly detail: Readonly<Record<string, string | number | null>>;
}
