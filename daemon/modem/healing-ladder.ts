/** What can be tried; reopening the port and leaving a prompt are the driver's own, at every loss. */
export type Step =
  /** AT+CFUN=0 and 1: the radio forgets the network; does not cure voice. */
  | 'radio'
  /** AT+CRESET. */
  | 'restart'
  | RootStep
  | 'advice';

/** What the daemon may not do itself: the verbs of systemd/secretary-power. */
export type RootStep =
  /** The USB device is taken off the bus and put back; it keeps its power. */
  'replug' | PowerOff;

/** The modem starts from nothing: the last thing to try. */
export type PowerOff =
  /** The hub takes the power from the modem's port. */
  | 'port-power'
  /** The key of a HAT is pressed, until it is off and again. */
  | 'power-key';

/** 'no-ports': the device is there, its AT or voice port is not (sim7600.md §5 row 14). 'gone': no modem that can be used
 *  is on the bus, though its owner has told of a key that switches it on. */
export type Trouble = 'no-ports' | 'no-answer' | 'no-network' | 'gone';

/** Why a step is taken; the last two are precautions after a call. */
export type Reason = Trouble | 'no-voice' | 'voice-retries';

export interface Rung {
  readonly afterMs: number;
  readonly step: Step;
}

/** Each step after so long without success, the next one only if the trouble goes on (sim7600.md §5, reset ladder).
 *  A network that does not answer is rarely the modem's fault, so there healing is slow. */
export const ladderOf = (powerOff: PowerOff): Readonly<Record<Trouble, readonly Rung[]>> => ({
  'no-ports': [
    { afterMs: 20_000, step: 'replug' },
    { afterMs: 180_000, step: powerOff },
    { afterMs: 360_000, step: 'advice' },
  ],
  'no-answer': [
    { afterMs: 60_000, step: 'restart' },
    { afterMs: 180_000, step: 'replug' },
    { afterMs: 360_000, step: powerOff },
    { afterMs: 540_000, step: 'advice' },
  ],
  'no-network': [
    { afterMs: 300_000, step: 'radio' },
    { afterMs: 900_000, step: 'restart' },
    { afterMs: 1_800_000, step: 'advice' },
  ],
  // A HAT whose key is ours stays off after a power cut, and after a warning of heat or low voltage.
  gone: [
    { afterMs: 60_000, step: 'power-key' },
    { afterMs: 300_000, step: 'power-key' },
    { afterMs: 540_000, step: 'advice' },
  ],
});

/** For so long after root's hand has been at the modem what is seen of it means nothing: it is away, or boots. A key is
 *  pressed for up to 23 s, and the modem needs 20 to 40 s more (sim7600.md §1.4, §3.6). */
export const SETTLING_MS: Readonly<Record<RootStep, number>> = {
  replug: 30_000,
  'port-power': 90_000,
  'power-key': 120_000,
};
