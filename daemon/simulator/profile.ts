import type { CallState } from './call-machine.js';
import type { VoiceHistory } from './voice-condition.js';

/** A range of milliseconds from which a delay is drawn. */
export type Delay = readonly [number, number];

export interface CallHabits {
  readonly ringEveryMs: Delay;
  /** +CLIP follows RING (§2.5). */
  readonly clipAfterMs: Delay;
  /** The name field of +CLIP: empty quotes, or nothing at all (§2.5). */
  readonly clipName: '""' | '';
  /** ATA to the open speech path (§3.1). */
  readonly answerAfterMs: Delay;
  /** 'B': VOICE CALL: BEGIN before OK; 'A': after it; 'none': never for an incoming call (§3.1, §3.4). */
  readonly begin: 'A' | 'B' | 'none';
  /** An outgoing call says BEGIN when it rings over there, before anybody answered (§3.4). */
  readonly lyingBegin: boolean;
  /** States that AT+CLCC=1 tells of: each of them was missing in one log or another (the brackets of §3). */
  readonly reportedStates: readonly CallState[];
  /** Lines at the end of a call, in order (§3.1). */
  readonly endBurst: readonly ('clcc' | 'end' | 'no-carrier')[];
  readonly endHasTime: boolean;
  /** CHUP: OK before or after the end burst (§3.4). */
  readonly hangUpOkFirst: boolean;
  readonly missedCallLine: boolean;
  /** "BUSY" and "NO ANSWER", or NO CARRIER for everything (§3.4). */
  readonly namesFailures: boolean;
  /** The network offers a second caller (§3.5). */
  readonly callWaiting: boolean;
  /** The network gives up on a call that nobody answers. */
  readonly noReplyMs: number;
}

/** How one kind of modem behaves, as data. What a field means is in sim7600.md at the section beside it. */
export interface Profile {
  readonly explain: string;
  readonly identity: {
    readonly model: string;
    readonly revision: string;
    readonly firmware: string;
    readonly subversion: string;
  };
  /** Around every line that the modem says: some firmware doubles the CR (§5 quirk 2). */
  readonly lineEnd: '\r\n' | '\r\r\n';
  /** How often an unsolicited line comes. */
  readonly lineRepeats: 1 | 2;
  /** Between the last letter of a command and its answer. */
  readonly answerDelayMs: Delay;
  /** Between the lines of one answer: wide enough for an unsolicited line to cut in (§5 quirk 1). */
  readonly answerGapMs: Delay;
  readonly boot: {
    /** What comes before all framing when the power comes: a UART says RDY, after noise (§2.10). */
    readonly greeting: string;
    /** Lines of a boot with a card that is ready, in no fixed order. */
    readonly lines: readonly string[];
  };
  /** Area and cell of +CREG and its kin stand in quotes, as 3GPP 27.007 has it; the manual has none (§2.3). */
  readonly quotesCell: boolean;
  readonly calls: CallHabits;
  readonly voice: VoiceHistory & {
    /** 16 kHz on the PCM port unless AT+CPCMBANDWIDTH says 8 (§4.10). */
    readonly widebandByDefault: boolean;
    /** Whether CPCMREG is still 1 after the call (§9 question 4). */
    readonly staysRegistered: boolean;
    /** The far end's silence: digital zero or ±2 LSB. */
    readonly comfortNoise: boolean;
    /** Share of pulses that USB delivers together with the next one (§4.2). */
    readonly coalescing: number;
  };
  /** Lines that come at any time and mean nothing to a telephone (§2.10). */
  readonly chatter: readonly string[];
  readonly chatterEveryMs: Delay;
  /** Chance that the supply breaks down when the transmitter starts (§5 quirk 12). */
  readonly brownOutChance: number;
  /** AT+DDET is unknown to some builds (§5 quirk 25). */
  readonly knowsDdet: boolean;
}
