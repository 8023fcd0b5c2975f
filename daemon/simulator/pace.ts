import { type Cancel, time } from '../base/time.js';

/** The modem's own time between power-on and power-off: divided by the scale, and ended all at once. Voice is not
 *  paced by it, because sound at another speed is another sound. */
export class Pace {
  readonly #timers = new Set<Cancel>();
  #power = new AbortController();

  /** `scale` 20 makes the modem's boot, ringing and answering 20 times as fast as a real one's. */
  constructor(readonly scale: number) {}

  after(ms: number, run: () => void): Cancel {
    const cancel = time.after(ms / this.scale, () => {
      this.#timers.delete(end);
      run();
    });
    const end = () => {
      this.#timers.delete(end);
      cancel();
    };
    this.#timers.add(end);
    return end;
  }

  /** Rejects with code 'aborted' when the power goes. */
  sleep(ms: number): Promise<void> {
    return time.sleep(ms / this.scale, this.#power.signal);
  }

  /** False when the power goes, or the signal says so, before the time is up. */
  passes(ms: number, signal?: AbortSignal): Promise<boolean> {
    const signals = signal === undefined ? [this.#power.signal] : [this.#power.signal, signal];
    return time.sleep(ms / this.scale, AbortSignal.any(signals)).then(
      () => true,
      () => false,
    );
  }

  /** Nothing that was under way happens any more; what is started from now on does. */
  powerOff(): void {
    this.#power.abort();
    this.#power = new AbortController();
    for (const end of Array.from(this.#timers)) end();
  }
}
