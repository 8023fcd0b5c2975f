/** A range of milliseconds from which a delay is drawn. */
export type Delay = readonly [number, number];

/** How one kind of modem behaves, as data. What a field means is in sim7600.md at the section beside it. */
export interface Profile {
  readonly explain: string;
  readonly identity: {
    readonly model: string;
    readonly revision: string;
    readonly firmware: string;
    readonly subversion: string;
  };
  /** Framing of unsolicited lines: some firmware doubles the CR (§5 quirk 2). */
  readonly lineEnd: '\r\n' | '\r\r\n';
  /** Between the last letter of a command and its answer. */
  readonly answerDelayMs: Delay;
  /** Between the lines of one answer: wide enough for an unsolicited line to cut in (§5 quirk 1). */
  readonly answerGapMs: Delay;
  readonly calls: {
    readonly ringEveryMs: Delay;
    /** +CLIP follows RING (§2.5). */
    readonly clipAfterMs: Delay;
    /** ATA to the open speech path (§3.1). */
    readonly answerAfterMs: Delay;
    /** 'B': VOICE CALL: BEGIN before OK; 'A': after it; 'none': never sent (§3.1, §3.4). */
    readonly begin: 'A' | 'B' | 'none';
    /** Lines at the end of a call, in order (§3.1). */
    readonly endBurst: readonly ('clcc' | 'end' | 'no-carrier')[];
    readonly endHasTime: boolean;
    /** CHUP: OK before or after the end burst (§3.4). */
    readonly hangUpOkFirst: boolean;
    readonly missedCallLine: boolean;
    /** The network offers a second caller (§3.5). */
    readonly callWaiting: boolean;
    /** The network gives up on a call that nobody answers. */
    readonly noReplyMs: number;
  };
  readonly voice: {
    /** CPCMREG=1 is refused for so long after the call is up (§4.3). */
    readonly acceptAfterMs: number;
    /** Whether CPCMREG is still 1 after the call (§9 question 4). */
    readonly staysRegistered: boolean;
    /** The far end's silence: digital zero or ±2 LSB. */
    readonly comfortNoise: boolean;
    /** Share of pulses that USB delivers together with the next one (§4.2). */
    readonly coalescing: number;
  };
  /** AT+DDET is unknown to some builds (§5 quirk 25). */
  readonly knowsDdet: boolean;
}

const good: Profile = {
  explain: 'Behaves as LE20B03 was seen to: prompt voice path, BEGIN before OK, every line that the manual promises.',
  identity: {
    model: 'SIMCOM_SIM7600G-H',
    revision: 'SIM7600G_V2.0.2',
    firmware: 'LE20B03SIM7600M22',
    subversion: 'B03V01',
  },
  lineEnd: '\r\n',
  answerDelayMs: [1, 4],
  answerGapMs: [0, 0],
  calls: {
    ringEveryMs: [5000, 6000],
    clipAfterMs: [10, 300],
    answerAfterMs: [200, 500],
    begin: 'B',
    endBurst: ['clcc', 'end', 'no-carrier'],
    endHasTime: true,
    hangUpOkFirst: true,
    missedCallLine: true,
    callWaiting: false,
    noReplyMs: 90_000,
  },
  voice: { acceptAfterMs: 0, staysRegistered: false, comfortNoise: false, coalescing: 0.1 },
  knowsDdet: true,
};

export const PROFILES = { good } as const satisfies Record<string, Profile>;
export type ProfileName = keyof typeof PROFILES;

export const isProfileName = (name: string): name is ProfileName => Object.hasOwn(PROFILES, name);
