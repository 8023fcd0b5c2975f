import type { SamplePosition } from '../audio/media.js';
import { samplesToMs } from '../base/pcm.js';
import type { TurnPath, TurnRecord, TurnTiming } from '../store/record.js';
import type { Exchange } from './prompt.js';
import { notSaid, type Said } from './saying.js';

/** Moments of one turn, on the recording's time line; null while they have not come. */
export interface TurnMarks {
  heardStart: SamplePosition | null;
  heardEnd: SamplePosition | null;
  turnEnded: SamplePosition | null;
  textFinal: SamplePosition | null;
  firstClause: SamplePosition | null;
  firstSound: SamplePosition | null;
}

export const noMarks = (): TurnMarks => ({
  heardStart: null,
  heardEnd: null,
  turnEnded: null,
  textFinal: null,
  firstClause: null,
  firstSound: null,
});

export interface TurnFacts {
  readonly heard: string | null;
  readonly path: TurnPath;
  readonly evidence: readonly string[];
  readonly marks: Readonly<TurnMarks>;
  readonly said: Said;
}

/** The turns of one conversation, as they happened, and as both sides really heard them. */
export class TurnLog {
  readonly history: Exchange[] = [];
  readonly #onTurn: (index: number, record: TurnRecord) => void;
  #count = 0;

  constructor(onTurn: (index: number, record: TurnRecord) => void) {
    this.#onTurn = onTurn;
  }

  /** The caller's words are final, the answer is on its way: told now, so that a crash does not lose them. */
  announce({ heard, marks }: Pick<TurnFacts, 'heard' | 'marks'>): void {
    if (heard === null) return;
    const record = turnRecord({ heard, path: 'phrase', evidence: [], marks, said: notSaid });
    this.#onTurn(this.#count, { ...record, said: null, spoken: null });
  }

  add(facts: TurnFacts): void {
    this.history.push({ heard: facts.heard, spoken: facts.said.substance });
    this.#onTurn(this.#count++, turnRecord(facts));
  }
}

const ms = (sample: SamplePosition | null): number | null => (sample === null ? null : samplesToMs(sample));

export function turnRecord({ heard, path, evidence, marks, said }: TurnFacts): TurnRecord {
  return {
    heard,
    heardStartMs: ms(marks.heardStart),
    heardEndMs: ms(marks.heardEnd),
    said: said.said,
    spoken: said.spoken,
    saidStartMs: ms(said.startSample),
    saidEndMs: ms(said.endSample),
    interrupted: said.cut,
    path,
    evidence: [...new Set(evidence)],
    timing: timingOf(marks, said.startSample),
  };
}

/**
 * Stages one behind the other, so that they add up to the dead air (G23). Work that was done while another stage was
 * still waiting costs the caller nothing and counts as 0.
 */
export function timingOf(marks: Readonly<TurnMarks>, startSample: SamplePosition | null): TurnTiming {
  if (marks.heardEnd === null || startSample === null) {
    return { endpointMs: 0, sttMs: 0, llmMs: 0, ttsMs: 0, playMs: 0, deadAirMs: 0 };
  }
  let reached = marks.heardEnd;
  const stage = (mark: SamplePosition | null): number => {
    const until = Math.min(Math.max(mark ?? reached, reached), startSample);
    const lasted = until - reached;
    reached = until;
    return samplesToMs(lasted);
  };
  const endpointMs = stage(marks.turnEnded);
  const sttMs = stage(marks.textFinal);
  const llmMs = stage(marks.firstClause);
  const ttsMs = stage(marks.firstSound);
  const playMs = stage(startSample);
  return { endpointMs, sttMs, llmMs, ttsMs, playMs, deadAirMs: samplesToMs(startSample - marks.heardEnd) };
}
