import { time } from '../../base/time.js';
import type { OpenPort, Port } from '../port.js';
import type { CaptureEntry } from './entry.js';
import { Veil } from './veil.js';
import { VeiledStream } from './veiled-stream.js';

export interface CapturePaths {
  readonly at: string;
  readonly at2: string | null;
  readonly pcm: string;
}

type TextPort = 'at' | 'at2';

/** Writes down every byte of a modem's AT ports with its time, and of its voice port how much came and how loud. */
export class Capture {
  readonly #veil = new Veil();
  readonly #startMs = time.monotonicMs();
  readonly #streams: VeiledStream[] = [];
  readonly #ports: Port[] = [];
  #typed: VeiledStream | null = null;
  #at: Port | null = null;

  constructor(
    private readonly open: OpenPort,
    private readonly sink: (entry: CaptureEntry) => void,
  ) {}

  /** Rejects 'port-gone' when one of them cannot be had, which the daemon's ports cannot while it runs. */
  async start({ at, at2, pcm }: CapturePaths): Promise<void> {
    this.#typed = this.#stream('at', 'host');
    this.#at = await this.#openText('at', at);
    if (at2 !== null) await this.#openText('at2', at2);
    this.#ports.push(await this.open(pcm, { data: (chunk) => this.#voice(chunk), gone: this.#gone('pcm') }));
  }

  /** A command for the first AT port. */
  send(command: string): void {
    this.#typed?.push({ ms: this.#now(), text: `${command}\r` });
    this.#at?.write(`${command}\r`);
  }

  async stop(): Promise<void> {
    for (const port of this.#ports) await port.close();
    for (const stream of this.#streams) stream.flush();
  }

  async #openText(port: TextPort, path: string): Promise<Port> {
    const stream = this.#stream(port, 'modem');
    const data = (chunk: Uint8Array) => stream.push({ ms: this.#now(), text: Buffer.from(chunk).toString('latin1') });
    const opened = await this.open(path, { data, gone: this.#gone(port) });
    this.#ports.push(opened);
    return opened;
  }

  #stream(port: TextPort, from: 'modem' | 'host'): VeiledStream {
    const stream = new VeiledStream(this.#veil, ({ ms, text }) => this.sink({ ms, port, from, text }));
    this.#streams.push(stream);
    return stream;
  }

  #voice(chunk: Uint8Array): void {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let peak = 0;
    for (let at = 0; at + 1 < chunk.byteLength; at += 2) peak = Math.max(peak, Math.abs(view.getInt16(at, true)));
    this.sink({ ms: this.#now(), port: 'pcm', bytes: chunk.byteLength, peak });
  }

  #gone(port: string): (reason: string) => void {
    return (reason) => this.sink({ ms: this.#now(), note: `${port} is gone: ${reason}` });
  }

  /** A tenth of a millisecond is more than the system keeps to. */
  #now(): number {
    return Math.round((time.monotonicMs() - this.#startMs) * 10) / 10;
  }
}
