/** Recognisers, and owners, write "check-up", "check up" or "checkup": what was heard is parted and joined as the phrases
 *  have it. */
export class Compounds {
  readonly #known = new Set<string>();
  /** Two words that stand side by side in a phrase, by what they are when written as one. */
  readonly #parts = new Map<string, readonly string[]>();

  /** Words that mean nothing by themselves are part of no compound. */
  constructor(private readonly fillers: ReadonlySet<string>) {}

  /** The words of a phrase, in their order. */
  learn(words: readonly string[]): void {
    words.forEach((word, i) => {
      this.#known.add(word);
      const next = words[i + 1];
      if (next !== undefined && !this.fillers.has(word) && !this.fillers.has(next))
        this.#parts.set(word + next, [word, next]);
    });
  }

  /** The same for words that were heard. */
  settle(heard: readonly string[]): readonly string[] {
    const parted = heard.flatMap((word) => (this.#known.has(word) ? [word] : (this.#parts.get(word) ?? [word])));
    const settled: string[] = [];
    for (let i = 0; i < parted.length; i++) {
      const [word = '', next = ''] = [parted[i], parted[i + 1]];
      const isOne = this.#isOne(word, next);
      settled.push(isOne ? word + next : word);
      if (isOne) i++;
    }
    return settled;
  }

  /** Where a phrase has both of them, they are what they are. */
  #isOne(word: string, next: string): boolean {
    const both = this.#known.has(word) && this.#known.has(next);
    return next !== '' && !both && this.#known.has(word + next);
  }
}
