import type { AtPort } from './at-port.js';

/** Which port an unsolicited line goes to: AT+CATR (MAN 4.11). */
const CATR = { all: 0, uart: 1, modemPort: 2, atPort: 3 } as const;

/** Sends unsolicited lines: by default to both AT ports at once, as the modem does (sim7600.md §2.10). */
export class UrcRouter {
  #at: AtPort | null = null;
  #at2: AtPort | null = null;

  constructor(
    private readonly destination: () => number,
    private readonly repeats: number,
  ) {}

  plug(at: AtPort, at2: AtPort): void {
    this.#at = at;
    this.#at2 = at2;
  }

  unplug(): void {
    this.#at = null;
    this.#at2 = null;
  }

  emit(line: string): void {
    const to = this.destination();
    for (let time = 0; time < this.repeats; time++) {
      if (to === CATR.all || to === CATR.atPort) this.#at?.unsolicited(line);
      if (to === CATR.all || to === CATR.modemPort) this.#at2?.unsolicited(line);
    }
  }
}
