import { type ChildProcess, spawn } from 'node:child_process';
import lpcm16, { type Recording } from 'node-record-lpcm16';
import { settleWithin, withDeadline } from '../base/abort.js';
import { SecretaryError, messageOf } from '../base/errors.js';
import { FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ } from '../base/pcm.js';
import { time } from '../base/time.js';
import { FrameWriter, closeNow, openPipe, unreadBytes } from './descriptor.js';
import { SOUND_CARD } from './media.js';
import type { PcmPort } from './pcm-port.js';

/** A card speaks within one period of arecord, an eighth of a second; a device that is not there ends it sooner. */
const OPEN_WITHIN_MS = 3000;
const CLOSE_WITHIN_MS = 500;
/** The card's own queue and ours: together a third of a second, so that a wedged card is noticed within one and a half. */
const CARD_BUFFER_MICROS = 80_000;
const CARD_PERIOD_MICROS = 20_000;
const PIPE_BYTES = 4096;
/** Two seconds of sound; of more than that only the newest counts. */
const MAX_ARRIVED_BYTES = 2 * SAMPLE_RATE_HZ * 2;
const NOTHING = Buffer.alloc(0);

/**
 * Opens a sound card by the names ALSA knows it by, such as "alsa:plughw:CARD=Device,plughw:CARD=Device". Rejects
 * 'port-gone' or 'busy' with what ALSA said. Capture is node-record-lpcm16's; playback is aplay, not `speaker`: that one
 * aborts its process where there is no default device, and sends in blocks of 128 ms into a queue that nobody can bound,
 * while what a caller breaks into must end at once. The price of the package: arecord hands over sound each 125 ms.
 */
export async function openAlsaPcm(port: string): Promise<PcmPort> {
  const [capture = '', playback = ''] = port.slice(SOUND_CARD.length).split(',');
  const pcm = new AlsaPcm(startCapture(capture), startPlayback(playback));
  try {
    await withDeadline(pcm.opened(), OPEN_WITHIN_MS, 'sound card');
    return pcm;
  } catch (error) {
    await pcm.close();
    const code = /busy/i.test(messageOf(error)) ? 'busy' : 'port-gone';
    throw new SecretaryError(code, `sound card: ${messageOf(error)}`, { retryable: true, cause: error });
  }
}

/** The package's own defaults are sox and WAV. */
const startCapture = (device: string): Recording =>
  lpcm16.record({ recorder: 'arecord', audioType: 'raw', device, sampleRate: SAMPLE_RATE_HZ, channels: 1 });

interface Playback {
  readonly process: ChildProcess;
  readonly fd: number;
}

function startPlayback(device: string): Playback {
  const { childEnd, ourEnd } = openPipe(PIPE_BYTES);
  const format = ['-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(SAMPLE_RATE_HZ)];
  const queue = [`--buffer-time=${CARD_BUFFER_MICROS}`, `--period-time=${CARD_PERIOD_MICROS}`];
  const child = spawn('aplay', ['-q', '-D', device, ...format, ...queue], { stdio: [childEnd, 'ignore', 'pipe'] });
  closeNow(childEnd);
  return { process: child, fd: ourEnd };
}

class AlsaPcm implements PcmPort {
  readonly #capture: Recording;
  readonly #playback: Playback;
  readonly #writer: FrameWriter;
  #arrived: Buffer[] = [];
  #arrivedBytes = 0;
  #heard = false;
  /** Why the card can be used no more. */
  #lost: string | null = null;

  constructor(capture: Recording, playback: Playback) {
    this.#capture = capture;
    this.#playback = playback;
    this.#writer = new FrameWriter(playback.fd);
    this.#watch(capture.process);
    this.#watch(playback.process);
    // In the same tick as the recording: what comes before a listener is lost, and every end of it is an 'error'.
    capture.stream().on('data', (bytes: Buffer) => this.#take(bytes));
    capture.stream().on('error', () => undefined);
  }

  /** Resolves when sound has come and a frame of silence been taken: neither program says more than its errors. */
  async opened(): Promise<void> {
    this.#writer.write(new Uint8Array(FRAME_BYTES));
    while (!this.#heard || unreadBytes(this.#playback.fd) !== 0) {
      if (this.#lost !== null) throw new SecretaryError('port-gone', this.#lost);
      await time.sleep(FRAME_MS);
    }
  }

  read(): Buffer | 'gone' {
    if (this.#arrived.length === 0) return this.#lost === null ? NOTHING : 'gone';
    const bytes = Buffer.concat(this.#arrived);
    this.#arrived = [];
    this.#arrivedBytes = 0;
    return bytes;
  }

  write(frame: Uint8Array): 'sent' | 'full' | 'gone' {
    return this.#lost === null ? this.#writer.write(frame) : 'gone';
  }

  /** What the card has got is still played: aplay ends with its input. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#playback.process.once('exit', resolve));
    this.#capture.stop();
    closeNow(this.#playback.fd);
    if (this.#playback.process.exitCode !== null) return;
    if (!(await settleWithin(ended, CLOSE_WITHIN_MS))) this.#playback.process.kill('SIGKILL');
  }

  #take(bytes: Buffer): void {
    this.#heard = true;
    this.#arrived.push(bytes);
    this.#arrivedBytes += bytes.length;
    while (this.#arrivedBytes > MAX_ARRIVED_BYTES) this.#arrivedBytes -= this.#arrived.shift()?.length ?? 0;
  }

  /** arecord and aplay end only when the card is gone, was never there, or is held by another program. */
  #watch(child: ChildProcess): void {
    let said = '';
    child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    child.once('error', (error) => (this.#lost ??= error.message));
    child.once('close', () => (this.#lost ??= `it ended ${said.trim().split('\n').at(-1)}`.trim()));
  }
}
