import { time } from '../../daemon/base/time.js';
import { PcmPty, bytesOf } from '../fakes/pcm-pty.js';
import { spoken } from '../fakes/speech.js';

/** A modem in a process of its own, so that its work is not counted as the daemon's: talks, clicks once a second, listens. */
const modem = new PcmPty();
const words = spoken('Hello, are you open on Sunday? How much is a puncture repair?');
const line = new Int16Array(8000 * 120);
for (let at = 0; at < line.length; at += 8000) {
  line.set(words.subarray(0, 6000), at + 1000);
  line[at] = 30_000;
}
time.every(10, () => modem.take());
void modem.speak(bytesOf(line));
process.stdout.write(`${modem.path}\n`);
