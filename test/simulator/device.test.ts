import t from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { Device } from '../../daemon/simulator/device.js';
import { PROFILES, type ProfileName } from '../../daemon/simulator/profiles.js';
import type { Bus, Wires } from '../../daemon/simulator/wire.js';

/** A bus without a kernel: what the modem writes is read at once, what is typed arrives at once. */
class MemoryBus implements Bus {
  readonly typed = new Topic<Buffer>('typed');
  voiceBytes = 0;
  appearances = 0;

  appear(): Wires {
    this.appearances++;
    const at = { received: this.typed, write: () => undefined, close: () => undefined };
    const at2 = { ...at, received: new Topic<Buffer>('nobody types') };
    const write = (bytes: Buffer) => {
      this.voiceBytes += bytes.length;
      return bytes.length;
    };
    return { at, at2, pcm: { read: () => Buffer.alloc(0), write, close: () => undefined } };
  }

  release(): void {}

  vanish(): void {
    this.voiceBytes = 0;
  }
}

async function runDay(seed: number, profile: ProfileName = 'good') {
  const clock = new VirtualClock();
  const restore = installClock(clock);
  const bus = new MemoryBus();
  const device = new Device({ profile: PROFILES[profile], seed, scale: 1 }, bus);
  const type = (text: string) => bus.typed.publish(Buffer.from(`${text}\r`));
  device.start();
  type('ATE0;+CLIP=1;+CLCC=1');
  await clock.advance(1000);
  for (let call = 0; call < 5; call++) {
    device.modem.exchange.dialIn('+447700900123');
    await clock.advance(7000);
    type('ATA');
    await clock.advance(3000);
    type('AT+CPCMREG=1');
    await clock.advance(6000);
    type('AT+CHUP');
    await clock.advance(5000);
  }
  const { voiceBytes } = bus;
  device.strike('unplug');
  await clock.advance(120_000);
  const inService = device.modem.network.inService;
  device.stop();
  restore();
  return { transcript: device.transcripts.at.text(), voiceBytes, inService, appearances: bus.appearances };
}

t.test('in virtual time the same seed gives the same day, to the byte and the millisecond', async (t) => {
  const [first, again, other] = [await runDay(7), await runDay(7), await runDay(8)];
  t.equal(first.transcript, again.transcript);
  t.not(first.transcript, other.transcript);
  t.match(first.transcript, /VOICE CALL: END: 00000\d/);
});

t.test('five calls of six seconds carry half a minute of voice, and an unplug ends in service again', async (t) => {
  const day = await runDay(3);
  // From CPCMREG=1, a few milliseconds after it was typed, to CHUP.
  t.ok(Math.abs(day.voiceBytes - 5 * 6 * 16_000) < 5 * 640, `${day.voiceBytes} bytes`);
  t.equal(day.appearances, 2);
  t.ok(day.inService);
});
