import { CallVoice } from '../../daemon/audio/call-voice.js';
import { noHealth } from '../../daemon/audio/thread-protocol.js';
import { EnergyVad } from '../../daemon/audio/vad.js';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { bytesOf } from './pcm-pty.js';

/** Prints by how many bytes memory grew in the last 50 minutes of an hour's call, in virtual time. Needs --expose-gc. */
const clock = new VirtualClock();
installClock(clock);
const frame = bytesOf(Int16Array.from({ length: 160 }, (_, i) => Math.round(3000 * Math.sin(i / 5))));
const voice = new CallVoice({
  port: { read: () => frame, write: () => 'sent', close: () => Promise.resolve() },
  vad: new EnergyVad(),
  recorder: null,
  counters: noHealth(),
  onEvents: () => undefined,
});
const clip = new Int16Array(8000 * 20).fill(999);

async function talk(minutes: number): Promise<number> {
  for (let minute = 0; minute < minutes; minute++) {
    voice.play(`c${minute}`, clip);
    await clock.advance(60_000);
  }
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

voice.start();
const before = await talk(10);
console.log((await talk(50)) - before);
