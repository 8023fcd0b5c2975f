import { time } from '../../daemon/base/time.js';
import { WorkerMedia } from '../../daemon/audio/worker-media.js';
import { PcmPty, bytesOf } from './pcm-pty.js';

/** A process that records a call to the path it is given, both sides never silent, until it is killed. */
const path = process.argv[2] ?? '';
const modem = new PcmPty();
const media = new WorkerMedia({ vadModelPath: null });
const session = await media.open({ port: modem.path, recordingPath: path });
session.play('endless', new Int16Array(8000 * 60).fill(1234));
void modem.speak(bytesOf(new Int16Array(8000 * 60).fill(4321)));
time.every(10, () => modem.take());
// The parent learns how long it has been recording.
time.every(50, () => process.stdout.write(`${session.nowSample()}\n`));
