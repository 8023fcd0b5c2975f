/** One measure of docs/bench.md: a file in measures/ exports one. */
export interface Measure {
  readonly name: string;
  readonly about: string;
  /** As it is printed: '≤700ms'. */
  readonly goal: string;
  /** Takes so long that a run of all measures leaves it out. */
  readonly onlyNamed?: true;
  /** Rejects with a reason when it cannot be measured: that fails the run, a missed goal does not. */
  measure(): Promise<Figure | Skipped>;
}

export interface Figure {
  readonly figure: number;
  /** '' for a ratio. */
  readonly unit: string;
  readonly ok: boolean;
  readonly n: number;
  /** Whatever the figure was made of; only the JSON file shows it. */
  readonly samples: readonly unknown[];
  /** What stands beside the figure, such as a peer's: printed behind it. */
  readonly beside?: Readonly<Record<string, number | string>>;
}

/** This machine lacks something that is no fault of the project. */
export interface Skipped {
  readonly skipped: string;
}

/** Calls `make` at the first use and keeps the promise, a failed one too: measures share what is dear to make. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
