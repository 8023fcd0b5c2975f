import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PolledPty, StreamPty } from './pty.js';
import { type Product, UsbFolders } from './usb-folders.js';
import type { Appearance, Bus, Wires } from './wire.js';

/** The ports that are of use have links of their own, as udev would make them. */
const LINKS = ['at', 'at2', 'pcm'] as const;

/** Five pseudo-terminals, in a directory the links that lead to three of them, and beside those the folders that the
 *  kernel would show (`sys`, `dev`). */
export class PtyBus implements Bus {
  readonly #folders: UsbFolders;
  #ptys: { readonly [name in (typeof LINKS)[number]]: StreamPty | PolledPty } | null = null;
  /** Nobody answers on the diagnostic and the satellite port, but whoever opens them finds them. */
  #mute: readonly StreamPty[] = [];
  #unlock = () => {};

  constructor(
    private readonly dir: string,
    product: Product,
  ) {
    this.#folders = new UsbFolders(dir, product);
  }

  /** Numbers that the host still holds open are not free: the ports come back with others. */
  appear({ withoutAt, locked }: Appearance): Wires {
    const ptys = { at: new StreamPty(), at2: new StreamPty(), pcm: new PolledPty() };
    const [diag, nmea] = (this.#mute = [new StreamPty(), new StreamPty()]).map(({ path }) => path);
    if (locked) this.#unlock = ptys.at.lock();
    mkdirSync(this.dir, { recursive: true });
    for (const name of LINKS) {
      // A simulator that was killed leaves its links behind.
      rmSync(join(this.dir, name), { force: true });
      if (name !== 'at' || !withoutAt) symlinkSync(ptys[name].path, join(this.dir, name));
    }
    const at = withoutAt ? {} : { at: ptys.at.path };
    this.#folders.plug({ diag: diag ?? '', nmea: nmea ?? '', ...at, at2: ptys.at2.path, pcm: ptys.pcm.path });
    this.#ptys = ptys;
    return ptys;
  }

  release(): void {
    this.#unlock();
    this.#unlock = () => {};
  }

  vanish(): void {
    this.release();
    this.#folders.unplug();
    for (const name of LINKS) {
      rmSync(join(this.dir, name), { force: true });
      this.#ptys?.[name].close();
    }
    for (const pty of this.#mute) pty.close();
    this.#mute = [];
    this.#ptys = null;
  }
}
