import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { AtPort, type AtHost } from './at-port.js';
import { PolledPty, StreamPty } from './pty.js';
import type { Transcript } from './transcript.js';

/** Names of the links in the simulator's directory, as udev would make them. */
export const PORT_NAMES = ['at', 'at2', 'pcm'] as const;

/** One appearance of the modem on the bus: three pseudo-terminals, and links that lead to them. */
export class Ports {
  readonly at: AtPort;
  readonly at2: AtPort;
  readonly pcm = new PolledPty();
  readonly #wires = { at: new StreamPty(), at2: new StreamPty() };

  constructor(
    private readonly dir: string,
    host: AtHost,
    transcripts: { readonly at: Transcript; readonly at2: Transcript },
  ) {
    this.at = new AtPort(this.#wires.at, host, transcripts.at);
    this.at2 = new AtPort(this.#wires.at2, host, transcripts.at2);
  }

  link(): void {
    mkdirSync(this.dir, { recursive: true });
    const wires = { ...this.#wires, pcm: this.pcm };
    for (const name of PORT_NAMES) {
      // A simulator that was killed leaves its links behind.
      rmSync(join(this.dir, name), { force: true });
      symlinkSync(wires[name].path, join(this.dir, name));
    }
  }

  /** Until now what is typed is not read: the modem boots. */
  listen(): void {
    this.at.start();
    this.at2.start();
  }

  /** Pulls the plug. */
  close(): void {
    for (const name of PORT_NAMES) rmSync(join(this.dir, name), { force: true });
    for (const wire of [this.#wires.at, this.#wires.at2, this.pcm]) wire.close();
  }
}
