import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '../base/pcm.js';
import { installClock } from '../base/time.js';
import { VirtualClock } from '../base/virtual-clock.js';
import { CallVoice } from './call-voice.js';
import { noHealth } from './thread-protocol.js';
import type { Vad } from './vad.js';

/** What V8 has not compiled after so long it would hardly ever. */
const REHEARSED_MS = 60_000;

/**
 * A minute's call with nobody, in a fraction of a second. V8 compiles what has run often enough, and fifty times a second
 * that took half a minute: the first callers after a start cost a third more than all others.
 */
export async function rehearse(vad: Vad): Promise<void> {
  const clock = new VirtualClock();
  const restore = installClock(clock);
  try {
    const hum = Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => 3000 * Math.sin(i / 5));
    const frame = Buffer.from(hum.buffer);
    const voice = new CallVoice({
      port: { read: () => frame, write: () => 'sent', close: () => Promise.resolve() },
      vad,
      recorder: null,
      counters: noHealth(),
      onEvents: () => undefined,
    });
    voice.start();
    voice.play('rehearsal', new Int16Array((REHEARSED_MS / 1000) * SAMPLE_RATE_HZ).fill(999));
    await clock.advance(REHEARSED_MS);
    await voice.stop();
  } finally {
    restore();
  }
}
