import { installClock } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { Device } from '../../daemon/simulator/device.js';
import type { Modem } from '../../daemon/simulator/modem.js';
import type { Profile } from '../../daemon/simulator/profile.js';
import type { Bus, Wires } from '../../daemon/simulator/wire.js';

/** A modem on a bus without a kernel in virtual time, and both its keyboards. */
export class Stage {
  readonly device: Device;
  readonly #clock = new VirtualClock();
  readonly #restore: () => void;
  #wires = wires();

  constructor(profile: Profile, seed: number) {
    this.#restore = installClock(this.#clock);
    const bus: Bus = { appear: () => (this.#wires = wires()), release: () => undefined, vanish: () => undefined };
    this.device = new Device({ profile, seed, scale: 1 }, bus);
    this.device.start();
  }

  get modem(): Modem {
    return this.device.modem;
  }

  /** All that has crossed the main AT port. */
  get transcript(): string {
    return this.device.transcripts.at.text();
  }

  passes(ms: number): Promise<void> {
    return this.#clock.advance(ms);
  }

  /** What is typed into the second port leaves no trace on the first one. */
  type(text: string, port: 'at' | 'at2' = 'at'): void {
    this.#wires[port].received.publish(Buffer.from(`${text}\r`));
  }

  leave(): void {
    this.device.stop();
    this.#restore();
  }
}

const wires = (): Wires => ({
  at: { received: new Topic<Buffer>('typed'), write: () => undefined, close: () => undefined },
  at2: { received: new Topic<Buffer>('typed beside'), write: () => undefined, close: () => undefined },
  pcm: { read: () => Buffer.alloc(0), write: (bytes: Buffer) => bytes.length, close: () => undefined },
});
