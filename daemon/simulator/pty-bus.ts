import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PolledPty, StreamPty } from './pty.js';
import type { Bus, Wires } from './wire.js';

const PORTS = ['at', 'at2', 'pcm'] as const;

/** Pseudo-terminals, and in a directory the links that lead to them, as udev would make them. */
export class PtyBus implements Bus {
  #wires: Wires | null = null;

  constructor(private readonly dir: string) {}

  /** Numbers that the host still holds open are not free: the ports come back with others. */
  appear(): Wires {
    const ptys = { at: new StreamPty(), at2: new StreamPty(), pcm: new PolledPty() };
    mkdirSync(this.dir, { recursive: true });
    for (const name of PORTS) {
      // A simulator that was killed leaves its links behind.
      rmSync(join(this.dir, name), { force: true });
      symlinkSync(ptys[name].path, join(this.dir, name));
    }
    this.#wires = ptys;
    return ptys;
  }

  vanish(): void {
    for (const name of PORTS) {
      rmSync(join(this.dir, name), { force: true });
      this.#wires?.[name].close();
    }
    this.#wires = null;
  }
}
