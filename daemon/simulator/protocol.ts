/** The simulator's control socket: one JSON object a line each way. A request's `id` comes back with its answer. */
export type SimulatorRequest =
  | { readonly op: 'status' }
  /** A caller dials the SIM's number; null withholds the number. Answered with error 'busy' when the line is taken. */
  | { readonly op: 'dial'; readonly from: string | null }
  | { readonly op: 'hang-up' }
  /** A key pressed by the caller: reported as +RXDTMF and audible in-band. */
  | { readonly op: 'key'; readonly key: string }
  /** From now on this client gets 'audio' and the call's events. */
  | { readonly op: 'listen' }
  /** Caller's voice, 8 kHz s16le, any length: queued and sent at the pace of the line. */
  | { readonly op: 'speak'; readonly pcm: string }
  | { readonly op: 'stop-speaking' }
  /** The caller says back whatever he hears, until the call is over. */
  | { readonly op: 'echo' }
  /** A fault by name (see `faults`), now. */
  | { readonly op: 'fault'; readonly name: string }
  | { readonly op: 'faults' }
  /** How the next calls that the modem makes go; `afterMs` from the ring over there. */
  | { readonly op: 'callee'; readonly behaviour: CalleeBehaviour; readonly afterMs?: number }
  /** Somebody writes to the SIM: a number or a name of up to 11 letters; a long text comes in parts. */
  | { readonly op: 'sms'; readonly from: string; readonly text: string }
  /** One SMS-DELIVER as it is, right or wrong, the service centre's address in front. */
  | { readonly op: 'sms-pdu'; readonly pdu: string }
  /** The SIM card: taken out, put in, or asking for its PIN (1234; PUK 12345678). */
  | { readonly op: 'sim'; readonly to: 'removed' | 'inserted' | 'locked' }
  /** All bytes that crossed the AT port so far: '<' from the modem, '>' to it, as in `modem replay`. */
  | { readonly op: 'transcript' };

/** What happens at the other end when the modem calls. */
export type CalleeBehaviour = 'answers' | 'busy' | 'no-answer' | 'unobtainable' | 'rejects';

export type SimulatorEvent =
  | { readonly event: 'ringing' }
  /** The modem calls somebody. */
  | { readonly event: 'dialled'; readonly number: string | null }
  | { readonly event: 'answered' }
  | { readonly event: 'ended'; readonly reason: string }
  /** A key that the modem sent (AT+VTS). */
  | { readonly event: 'key'; readonly key: string }
  /** A message that the modem sent and the network took. */
  | { readonly event: 'sms'; readonly pdu: string; readonly mr: number }
  /** 20 ms of what the caller hears (base64, 8 kHz s16le); `atMs` on the simulator's monotonic clock. */
  | { readonly event: 'audio'; readonly pcm: string; readonly atMs: number }
  /** The queue of 'speak' has been sent to its end. */
  | { readonly event: 'spoken'; readonly atMs: number };

/** What the simulator prints on standard output, one JSON line, when it can be used. */
export interface SimulatorReady {
  readonly ready: true;
  /** Directory with the ports: `at`, `pcm` (symbolic links to pseudo-terminals) and the socket `control`. */
  readonly dir: string;
  readonly atPort: string;
  readonly pcmPort: string;
  readonly control: string;
}
