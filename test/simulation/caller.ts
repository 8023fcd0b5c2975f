import { FRAME_MS, msToSamples } from '../../daemon/base/pcm.js';
import type { FarEnd, Heard } from '../../daemon/simulator/far-end.js';
import type { FickleEngines } from './fickle-engines.js';

const LOUD = 500;
const MS_PER_WORD = 80;
/** The assistant has been silent for so long: it is the caller's turn. */
const PAUSE_MS = 300;
const LOUDNESS = 4000;

/** A person at the other end, who waits for the assistant to fall silent and then says the next line. */
export class SimulatedCaller {
  /** Frames in which the assistant was heard. */
  heardFrames = 0;
  readonly #lines: string[];
  readonly #deafen: () => void;
  #heardSinceSpoke = false;
  #quietMs = 0;

  constructor(
    private readonly farEnd: FarEnd,
    private readonly engines: FickleEngines,
    lines: readonly string[],
  ) {
    this.#lines = [...lines];
    this.#deafen = farEnd.heard.subscribe('caller', (heard) => this.#hear(heard));
  }

  leave(): void {
    this.#deafen();
  }

  #hear({ samples }: Heard): void {
    if (Math.abs(samples[0] ?? 0) > LOUD) {
      this.heardFrames++;
      this.#heardSinceSpoke = true;
      this.#quietMs = 0;
      return;
    }
    this.#quietMs += FRAME_MS;
    if (!this.#heardSinceSpoke || this.#quietMs < PAUSE_MS) return;
    const line = this.#lines.shift();
    if (line === undefined) return;
    this.#heardSinceSpoke = false;
    this.engines.onLips = line;
    this.farEnd.speak(new Int16Array(msToSamples(line.split(' ').length * MS_PER_WORD)).fill(LOUDNESS));
  }
}
