import { readFileSync } from 'node:fs';
import { FRAME_BYTES, FRAME_MS } from '../../daemon/base/pcm.js';
import { time } from '../../daemon/base/time.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import { assetPath } from '../../daemon/engines/asset.js';
import { bytesOf, PcmPty } from '../fakes/pcm-pty.js';

/** A modem in a process of its own, so that its work is not counted as the daemon's: talks, clicks once a second, and
 *  plays a frame every 20 ms. Tells its port first, and on any message how often it had no frame to play. */
const modem = new PcmPty();
const words = channelOf(parseWav(readFileSync(assetPath('daemon', 'engines', 'stt', 'hello.wav'))), 0).samples;
const line = new Int16Array(8000 * 120);
for (let at = 0; at < line.length; at += 8000) {
  line.set(words.subarray(0, 6000), at + 1000);
  line[at] = 30_000;
}

let queuedBytes = 0;
let underruns = 0;
let nextMs = time.monotonicMs();
time.every(FRAME_MS / 2, () => {
  queuedBytes += modem.take().length;
  for (; nextMs <= time.monotonicMs(); nextMs += FRAME_MS) {
    if (queuedBytes >= FRAME_BYTES) queuedBytes -= FRAME_BYTES;
    else underruns++;
  }
});
void modem.speak(bytesOf(line));
process.send?.(modem.path);
process.on('message', () => process.send?.(underruns));
process.on('disconnect', () => process.exit());
