import type { Language } from '../base/language.js';

/** The first clause is spoken as early as it can stand alone; later ones are whole sentences, which sound better. */
const FIRST_WORDS_AT_PAUSE = 3;
const FIRST_WORDS_AT_CONJUNCTION = 4;
/** A sentence longer than this is cut at a comma, or at a space, so that the voice never waits for a model that dribbles. */
const LONGEST_CLAUSE = 240;

const CONJUNCTIONS: Readonly<Record<Language, string>> = {
  en: 'and|but|because|so|or|which|while|if',
  ru: 'и|но|а|потому|поэтому|или|который|которая|которые|если|чтобы',
};
const ABBREVIATIONS: Readonly<Record<Language, string>> = {
  en: 'mr|mrs|ms|dr|st|no|approx|e\\.g|i\\.e|etc|vs|ltd|rd|ave',
  ru: 'г|ул|д|т\\. ?е|т\\. ?к|т\\. ?д|т\\. ?п|руб|коп|кв|стр|корп|тел|пр|пер|мин|ч|р',
};

interface Cuts {
  readonly conjunction: RegExp;
  readonly abbreviation: RegExp;
}

function cutsOf(language: Language): Cuts {
  return {
    conjunction: new RegExp(` (?=(?:${CONJUNCTIONS[language]}) )`, 'giu'),
    abbreviation: new RegExp(`(?<!\\p{L})(?:${ABBREVIATIONS[language]}|\\p{Lu})\\.$`, 'iu'),
  };
}

/** Cuts the text of a model, as it comes, into what can be spoken. Pieces may be cut anywhere, even inside a word. */
export class ClauseSplitter {
  readonly #cuts: Cuts;
  #held = '';
  #first = true;

  constructor(language: Language) {
    this.#cuts = cutsOf(language);
  }

  /** The clauses that are complete now. */
  push(piece: string): string[] {
    this.#held += piece;
    const out: string[] = [];
    for (let end = this.#end(); end > 0; end = this.#end()) {
      const clause = this.#held.slice(0, end).trim();
      this.#held = this.#held.slice(end).trimStart();
      if (clause === '') continue;
      this.#first = false;
      out.push(clause);
    }
    return out;
  }

  /** What is left when no more text comes; the next push begins an answer anew. */
  flush(): string[] {
    const rest = this.#held.trim();
    this.#held = '';
    this.#first = true;
    return rest === '' ? [] : [rest];
  }

  /** Where the held text can be cut now, or 0: wait. */
  #end(): number {
    const window = this.#held.slice(0, LONGEST_CLAUSE);
    const ends = [this.#sentenceEnd(window)];
    if (this.#first) ends.push(pauseEnd(window), this.#conjunctionStart(window));
    const found = ends.filter((end) => end > 0);
    if (found.length > 0) return Math.min(...found);
    if (this.#held.length <= LONGEST_CLAUSE) return 0;
    const comma = window.lastIndexOf(', ') + 1;
    const space = window.lastIndexOf(' ');
    return comma > 0 ? comma : space > 0 ? space : LONGEST_CLAUSE;
  }

  /** A stop counts once the next character is there: "10." may go on as "10.50", and "p.m." only ends before a capital. */
  #sentenceEnd(text: string): number {
    for (const { 0: mark, index } of text.matchAll(/[.!?…]{1,3}["»)]?(?=\s)|\n/gu)) {
      const end = index + mark.length;
      const before = text.slice(0, end);
      if (mark !== '.' || this.#ends(before, text.slice(end))) return end;
    }
    return 0;
  }

  #ends(before: string, after: string): boolean {
    if (/\b[ap]\.m\.$/i.test(before)) return /^\s+\p{Lu}/u.test(after);
    return !this.#cuts.abbreviation.test(before) && !/^\d{1,2}\.$/.test(before);
  }

  #conjunctionStart(text: string): number {
    for (const { index } of text.matchAll(this.#cuts.conjunction))
      if (wordCount(text.slice(0, index)) >= FIRST_WORDS_AT_CONJUNCTION) return index;
    return 0;
  }
}

function pauseEnd(text: string): number {
  for (const { 0: mark, index } of text.matchAll(/[,;:](?=\s)|\s[-–—](?=\s)/gu))
    if (wordCount(text.slice(0, index)) >= FIRST_WORDS_AT_PAUSE) return index + mark.length;
  return 0;
}

const wordCount = (text: string): number => text.match(/[\p{L}\d][\p{L}\d.:'-]*/gu)?.length ?? 0;
