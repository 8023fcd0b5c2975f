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
  /** A fault by name (see `faults`), now. */
  | { readonly op: 'fault'; readonly name: string }
  | { readonly op: 'faults' }
  /** All bytes that crossed the AT port so far: '<' from the modem, '>' to it, as in `modem replay`. */
  | { readonly op: 'transcript' };

export type SimulatorEvent =
  | { readonly event: 'ringing' }
  | { readonly event: 'answered' }
  | { readonly event: 'ended'; readonly reason: string }
  /** 20 ms of what the caller hears (base64, 8 kHz s16le); `atMs` on the simulator's monotonic clock. */
  | { readonly event: 'audio'; readonly pcm: string; readonly atMs: number }
  /** The queue of 'speak' has been sent to its end. */
  | { readonly event: 'spoken'; readonly atMs: number };

export type SimulatorAnswer =
  | { readonly id: number; readonly ok: true; readonly result?: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string };

/** What the simulator prints on standard output, one JSON line, when it can be used. */
export interface SimulatorReady {
  readonly ready: true;
  /** Directory with the ports: `at`, `pcm` (symbolic links to pseudo-terminals) and the socket `control`. */
  readonly dir: string;
  readonly atPort: string;
  readonly pcmPort: string;
  readonly control: string;
}
