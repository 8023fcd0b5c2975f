import { join } from 'node:path';
import { waitOrAbort } from '../../base/abort.js';
import { hidden, logger } from '../../base/log.js';
import { FRAME_MS, type Pcm } from '../../base/pcm.js';
import type { EngineStatus } from '../engine.js';
import { Supervisor } from '../supervisor.js';
import type { Expected, Stt, SttResult, SttStream } from './stt.js';
import type { VoskEvent, VoskWire } from './vosk-wire.js';

const log = logger('engines/stt');

/** Frames a message: Vosk decodes in steps of 200 ms, so waiting for the fifth frame delays nothing. */
const BATCH_FRAMES = 5;
const BATCH_MS = BATCH_FRAMES * FRAME_MS;

export interface VoskOptions {
  readonly modelDir: string;
  readonly modelId: string;
  /** The real libvosk.so. */
  readonly library: string;
  readonly language: string;
  readonly threads: number;
}

/** Vosk in its own process. */
export class VoskStt implements Stt {
  readonly engine: Supervisor<VoskWire>;
  readonly #streams = new Map<number, VoskStream>();
  #nextStream = 1;

  constructor(options: VoskOptions) {
    const { modelDir, library, language } = options;
    this.engine = new Supervisor<VoskWire>({
      kind: 'stt',
      name: 'vosk',
      modelId: options.modelId,
      file: new URL('./vosk-child.js', import.meta.url),
      options: { modelDir, library, language },
      files: [
        library,
        join(modelDir, 'am', 'final.mdl'),
        join(modelDir, 'conf', 'model.conf'),
        join(modelDir, 'graph'),
      ],
      pulseMs: 1500,
      heapMb: 64,
      // OpenBLAS inside libvosk would start a thread per core.
      env: { OPENBLAS_NUM_THREADS: String(options.threads) },
    });
    this.engine.events.subscribe('vosk', (event) => this.#overhear(event));
    this.engine.statusChanges.subscribe('vosk', (status) => this.#reopen(status));
  }

  open(): SttStream {
    const id = this.#nextStream++;
    const stream = new VoskStream(this.engine, id, () => this.#streams.delete(id));
    this.#streams.set(id, stream);
    stream.attach();
    return stream;
  }

  unknownWords(words: readonly string[]): Promise<readonly string[]> {
    return this.engine.request('unknownWords', { words });
  }

  #overhear(event: VoskEvent): void {
    if (event.type === 'partial') this.#streams.get(event.stream)?.onPartial(event.text);
    else
      log.warn('phrases with words the model does not know', {
        count: event.phrases.length,
        phrases: hidden(event.phrases),
      });
  }

  #reopen({ state }: EngineStatus): void {
    if (state === 'ready') for (const stream of this.#streams.values()) stream.attach();
  }
}

class VoskStream implements SttStream {
  onPartial: (text: string) => void = () => undefined;
  #expected: Expected = { phrases: [], rows: [] };
  #batch: Pcm[] = [];
  #writtenMs = 0;

  constructor(
    private readonly engine: Supervisor<VoskWire>,
    private readonly id: number,
    private readonly forget: () => void,
  ) {}

  /** Makes this stream known to the engine that lives now; what an earlier one had not yet answered is lost. */
  attach(): void {
    if (!this.engine.tell('open', { stream: this.id, offsetMs: this.#writtenMs })) return;
    this.engine.tell('expect', { stream: this.id, expected: this.#expected });
  }

  write(frame: Pcm): void {
    this.#batch.push(frame);
    const ms = this.#batch.reduce((sum, { samples, sampleRateHz }) => sum + (samples.length * 1000) / sampleRateHz, 0);
    if (ms >= BATCH_MS) this.#flush();
  }

  expect(expected: Expected): void {
    this.#expected = expected;
    this.engine.tell('expect', { stream: this.id, expected });
  }

  finalise(signal: AbortSignal): Promise<SttResult> {
    this.#flush();
    return waitOrAbort(this.engine.request('finalise', { stream: this.id }), signal, 'recognition');
  }

  doubt(): void {
    this.engine.renew('heard no words in speech');
  }

  close(): void {
    this.forget();
    this.#batch = [];
    this.engine.tell('close', { stream: this.id });
  }

  #flush(): void {
    const first = this.#batch[0];
    if (first === undefined) return;
    const samples = new Int16Array(this.#batch.reduce((sum, frame) => sum + frame.samples.length, 0));
    let at = 0;
    for (const frame of this.#batch) {
      samples.set(frame.samples, at);
      at += frame.samples.length;
    }
    this.#batch = [];
    this.#writtenMs += (samples.length * 1000) / first.sampleRateHz;
    this.engine.tell('audio', { stream: this.id, samples, sampleRateHz: first.sampleRateHz });
  }
}
