import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystemRoots } from '../../daemon/modem/discovery.js';

export interface FakeInterface {
  /** bInterfaceNumber. */
  readonly number: number;
  /** 'ttyUSB2'; absent for an interface without a node (rmnet, or not bound yet). */
  readonly tty?: string;
  /** What the node leads to, for one that can be opened. */
  readonly node?: string;
}

/** Folders that look like the kernel's: /sys/bus/usb/devices, /dev and /proc, gone with the test. */
export class UsbTree implements SystemRoots {
  readonly root = mkdtempSync(join(tmpdir(), 'usb-tree-'));
  readonly sys = join(this.root, 'sys');
  readonly dev = join(this.root, 'dev');
  readonly proc = join(this.root, 'proc');
  #devices = 0;

  constructor(t: { teardown(undo: () => unknown): unknown }) {
    for (const folder of [join(this.sys, 'bus/usb/devices'), this.dev, this.proc])
      mkdirSync(folder, { recursive: true });
    t.teardown(() => rmSync(this.root, { recursive: true, force: true }));
  }

  /** A device at that place, such as '1-1.2', with its interfaces and their nodes. */
  plug(usbPath: string, ids: string, interfaces: readonly FakeInterface[]): this {
    const [vendor = '', product = ''] = ids.split(':');
    const folder = this.#folder(usbPath);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'idVendor'), `${vendor}\n`);
    writeFileSync(join(folder, 'idProduct'), `${product}\n`);
    writeFileSync(join(folder, 'authorized'), '1\n');
    writeFileSync(join(folder, 'devnum'), `${++this.#devices}\n`);
    for (const each of interfaces) this.plugInterface(usbPath, each);
    return this;
  }

  /** An interface that comes late. */
  plugInterface(usbPath: string, { number, tty, node }: FakeInterface): void {
    const folder = this.#folder(`${usbPath}:1.${number}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'bInterfaceNumber'), `${number.toString(16).padStart(2, '0')}\n`);
    if (tty === undefined) return;
    mkdirSync(join(folder, tty));
    if (node === undefined) writeFileSync(join(this.dev, tty), '');
    else symlinkSync(node, join(this.dev, tty));
  }

  unplug(usbPath: string): void {
    rmSync(this.#folder(usbPath), { recursive: true });
  }

  #folder(name: string): string {
    return join(this.sys, 'bus/usb/devices', name);
  }
}

/** if00 to if04 with nodes from that number on, and if05 without (sim7600.md §1.1). */
export const standardInterfaces = (firstTty = 0): FakeInterface[] => [
  ...[0, 1, 2, 3, 4].map((number) => ({ number, tty: `ttyUSB${firstTty + number}` })),
  { number: 5 },
];
