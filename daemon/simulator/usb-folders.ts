import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Product = '9001' | '9011';

/** The first interface with a serial port: in 9011 RNDIS takes the two before it (sim7600.md §1.2). */
const FIRST_INTERFACE: Readonly<Record<Product, number>> = { '9001': 0, '9011': 2 };
/** In this order in both products. */
const FUNCTIONS = ['diag', 'nmea', 'at', 'at2', 'pcm'] as const;
export type PortFunction = (typeof FUNCTIONS)[number];

const VENDOR = '1e0e';
const PLACE = '1-1';
/** Of a device that is still held open the numbers are not free. */
const NUMBERINGS = [0, 5, 7] as const;

/** What the kernel would show of the modem, in folders that stand for /sys and /dev: the device with its ids, one folder
 *  an interface, and in it the name of its node. */
export class UsbFolders {
  readonly sys: string;
  readonly dev: string;
  #plugs = 0;

  constructor(
    root: string,
    private readonly product: Product,
  ) {
    this.sys = join(root, 'sys');
    this.dev = join(root, 'dev');
  }

  /** `ports` leads from a function to what its node is; a function that is not named has an interface and no node. */
  plug(ports: Readonly<Partial<Record<PortFunction, string>>>): void {
    this.unplug();
    const device = this.#folder(PLACE);
    mkdirSync(device, { recursive: true });
    mkdirSync(this.dev, { recursive: true });
    writeFileSync(join(device, 'idVendor'), `${VENDOR}\n`);
    writeFileSync(join(device, 'idProduct'), `${this.product}\n`);
    writeFileSync(join(device, 'devnum'), `${this.#plugs + 2}\n`);
    let tty = NUMBERINGS[this.#plugs++ % NUMBERINGS.length] ?? 0;
    for (const [at, name] of FUNCTIONS.entries()) {
      const target = ports[name];
      const node = target === undefined ? null : `ttyUSB${tty++}`;
      this.#interface(FIRST_INTERFACE[this.product] + at, node);
      if (node !== null && target !== undefined) symlinkSync(target, join(this.dev, node));
    }
  }

  unplug(): void {
    rmSync(this.sys, { recursive: true, force: true });
    rmSync(this.dev, { recursive: true, force: true });
  }

  #interface(number: number, node: string | null): void {
    const folder = this.#folder(`${PLACE}:1.${number}`);
    mkdirSync(node === null ? folder : join(folder, node), { recursive: true });
    writeFileSync(join(folder, 'bInterfaceNumber'), `${number.toString(16).padStart(2, '0')}\n`);
  }

  #folder(name: string): string {
    return join(this.sys, 'bus/usb/devices', name);
  }
}
