import type { Random } from '../../daemon/simulator/random.js';
import { FAULTS } from '../../daemon/simulator/faults/table.js';
import { ALL_WELL, MOODS, type Mood, type Moods } from './fickle-engines.js';

export interface Strike {
  readonly atMs: number;
  readonly fault: string;
}

/** All that will happen around one call, drawn before it begins; times count from the first ring. */
export interface Plan {
  readonly number: string | null;
  /** Nothing is wrong with it: it must be answered, and both must hear each other. */
  readonly good: boolean;
  /** What the caller says, each when the assistant is silent. */
  readonly lines: readonly string[];
  /** The caller loses patience. */
  readonly hangsUpAtMs: number;
  readonly strikes: readonly Strike[];
  readonly moods: Moods;
  readonly moodsAtMs: number;
  readonly keys: readonly { readonly atMs: number; readonly key: string }[];
  /** Questions that only their own answer fits. */
  readonly probesAtMs: readonly number[];
  /** Somebody writes to the box. */
  readonly textsAtMs: readonly number[];
  /** The box is told to write to somebody. */
  readonly sendsAtMs: readonly number[];
  readonly secondCallerAtMs: number | null;
  readonly ownerEndsAtMs: number | null;
  readonly diskFails: { readonly atMs: number; readonly forMs: number } | null;
  /** Pause before the next caller. */
  readonly gapMs: number;
}

const LINES = [
  'when are you open',
  'how long does a repair take',
  'where are you',
  'do you sell electric scooters',
  'can i leave a message',
  'john smith',
  'my bicycle has a broken chain',
  'yes',
  'no',
  'thank you',
];
const GOODBYE = 'thank you goodbye';

/** The whole table but for the second caller, who comes from the plan with a number of his own. */
const STRIKES = Object.keys(FAULTS).filter((name) => name !== 'second-caller');

const PATIENCE_MS = [5000, 60_000] as const;
const LIKELY_MS = [0, 12_000] as const;

export function goodPlan(random: Random, number: string): Plan {
  return {
    number,
    good: true,
    lines: [LINES[random.below(3)] ?? '', GOODBYE],
    hangsUpAtMs: 80_000,
    strikes: [],
    moods: ALL_WELL,
    moodsAtMs: 0,
    probesAtMs: [random.within(LIKELY_MS)],
    keys: [],
    textsAtMs: [],
    sendsAtMs: [],
    secondCallerAtMs: null,
    ownerEndsAtMs: null,
    diskFails: null,
    gapMs: random.within([1000, 8000]),
  };
}

export function troubledPlan(random: Random, number: string): Plan {
  const some = <T>(probability: number, make: () => T): T | null => (random.chance(probability) ? make() : null);
  const atMs = () => random.within(LIKELY_MS);
  const mood = (): Mood => MOODS[random.chance(0.5) ? 0 : random.below(MOODS.length)] ?? 'well';
  const times = (most: number) => Array.from({ length: random.below(most + 1) });
  return {
    number: random.chance(0.1) ? null : number,
    good: false,
    lines: [...times(4).map(() => LINES[random.below(LINES.length)] ?? ''), GOODBYE],
    hangsUpAtMs: random.within(random.chance(0.5) ? LIKELY_MS : PATIENCE_MS),
    strikes: times(3).map(() => ({ atMs: atMs(), fault: STRIKES[random.below(STRIKES.length)] ?? '' })),
    moods: { stt: mood(), tts: mood(), llm: mood() },
    moodsAtMs: random.chance(0.5) ? 0 : atMs(),
    probesAtMs: times(4).map(atMs),
    keys: random.chance(0.1)
      ? times(8).map(() => ({ atMs: atMs(), key: '0123456789*#'[random.below(12)] ?? '#' }))
      : [],
    textsAtMs: random.chance(0.2) ? times(3).map(atMs) : [],
    sendsAtMs: random.chance(0.1) ? times(2).map(atMs) : [],
    secondCallerAtMs: some(0.08, atMs),
    ownerEndsAtMs: some(0.04, atMs),
    diskFails: some(0.06, () => ({ atMs: atMs() - 2000, forMs: random.within([200, 15_000]) })),
    gapMs: random.within([0, 10_000]),
  };
}
