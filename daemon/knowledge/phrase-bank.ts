import { monthOf, weekdayOf } from '../base/calendar-words.js';
import { type Language, wordsOf } from '../base/language.js';
import { numeralAt } from '../base/number-words.js';
import { Compounds } from './compounds.js';
import { type Sounding, similarity, soundKey, stemOf } from './stem.js';

/** What the matcher has to know of a language. */
export interface MatchWords {
  /** Carry no meaning of their own. */
  readonly fillers: ReadonlySet<string>;
  /** Words that a recogniser's slip must not turn into one another: open and closed, today and tomorrow. */
  readonly exact: ReadonlySet<string>;
  /** Word → the one it stands for. */
  readonly synonyms: ReadonlyMap<string, string>;
}

/** Words closer than this may be one word, misheard; among short words everything is close. */
const MISHEARD = 0.6;
const MISHEARD_SHORT = 0.75;
const SHORT_STEM = 4;
/** Share of the weight of both sides that must have met. */
const ENOUGH = 0.78;
/** Lead over the best phrase with another answer. */
const MARGIN = 0.06;
/** Share of a phrase's weight that must have been heard for it to be about the same thing. */
const RELATED = 0.6;
const MOST_WORDS = 40;

interface Token extends Sounding {
  readonly exact: boolean;
  /** Of what the phrase is about. */
  readonly subject?: true;
}

/** What a word heard may be: stems of the bank, and how alike they are. */
type Near = ReadonlyMap<string, number>;

interface Partner {
  readonly token: Token;
  readonly alike: number;
}

interface Entry<T> {
  readonly tokens: readonly Token[];
  readonly target: T;
}

export interface Match<T> {
  readonly target: T;
  readonly score: number;
}

/** Questions whose answers are known, found again in what was heard. Every word heard must be explained by the
 *  question: "do you sell electric bikes" is not "do you sell bikes". */
export class PhraseBank<T> {
  readonly #words: MatchWords;
  readonly #language: Language;
  readonly #compounds: Compounds;
  readonly #exact = new Map<string, T>();
  readonly #entries: Entry<T>[] = [];
  readonly #targetsOf = new Map<string, Set<T>>();
  readonly #targets = new Set<T>();
  readonly #vocabulary = new Map<string, Token>();

  constructor(words: MatchWords, language: Language) {
    this.#words = words;
    this.#language = language;
    this.#compounds = new Compounds(words.fillers);
  }

  /** The first target of a phrase keeps it. Without a word of its subject no text asks for it: "how long does it take" is
   *  about no service. */
  add(phrase: string, target: T, subject = ''): void {
    const words = wordsOf(phrase);
    const key = words.join(' ');
    if (key === '' || this.#exact.has(key)) return;
    this.#exact.set(key, target);
    this.#targets.add(target);
    this.#compounds.learn(words);
    const about = new Set(this.#tokens(wordsOf(subject)).map(({ stem }) => stem));
    const tokens = this.#tokens(words).map((token) =>
      about.has(token.stem) ? { ...token, subject: true as const } : token,
    );
    for (const token of tokens) {
      this.#vocabulary.set(token.stem, token);
      this.#targetsOf.set(token.stem, (this.#targetsOf.get(token.stem) ?? new Set()).add(target));
    }
    // A subject of words that mean nothing by themselves ("a will") is asked for by the whole phrase alone.
    const isNameless = subject !== '' && about.size === 0;
    if (tokens.length > 0 && !isNameless) this.#entries.push({ tokens, target });
  }

  /** Every phrase that has letters only, in the order added. */
  phrases(): readonly string[] {
    return Array.from(this.#exact.keys()).filter((phrase) => !/\d/.test(phrase));
  }

  /** Does the text hold a word of a phrase that means something? */
  knowsWordOf(text: string): boolean {
    return this.#heard(text).some(({ stem }) => this.#vocabulary.has(stem));
  }

  exactly(phrase: string): T | null {
    return this.#exact.get(wordsOf(phrase).join(' ')) ?? null;
  }

  /** The target that the text asks for; more than one when nothing tells which; none when none surely does. Best first. */
  find(text: string): readonly Match<T>[] {
    const heard = this.#heard(text);
    if (heard.length === 0 || heard.length > MOST_WORDS) return [];
    const near = heard.map((token) => this.#near(token));
    if (near.some((stems) => stems.size === 0)) return [];
    return leading(
      this.#rank((tokens) => this.#score(near, tokens)),
      ENOUGH,
    );
  }

  /** The one target that the text is about, whatever else it may ask of it; null when none is or two might be. */
  related(text: string): Match<T> | null {
    const near = this.#heard(text).map((token) => this.#near(token));
    if (near.length > MOST_WORDS) return null;
    const [first = null, ...others] = leading(
      this.#rank((tokens) => this.#share(near, tokens)),
      RELATED,
    );
    return others.length === 0 ? first : null;
  }

  /** The best score of each target, best first. */
  #rank(scoreOf: (phrase: readonly Token[]) => number): readonly Match<T>[] {
    const best = new Map<T, number>();
    for (const { tokens, target } of this.#entries) {
      const score = scoreOf(tokens);
      if (score > (best.get(target) ?? 0)) best.set(target, score);
    }
    return Array.from(best, ([target, score]) => ({ target, score })).sort((a, b) => b.score - a.score);
  }

  #heard(text: string): readonly Token[] {
    return this.#tokens(this.#compounds.settle(wordsOf(text)));
  }

  #tokens(words: readonly string[]): readonly Token[] {
    const tokens: Token[] = [];
    for (let at = 0; at < words.length && tokens.length <= MOST_WORDS; ) {
      const word = words[at] ?? '';
      const numeral = numeralAt(words, at, this.#language);
      if (!this.#words.fillers.has(word)) {
        const stem = numeral === null ? this.#stem(word) : String(numeral.value);
        tokens.push({ stem, sound: soundKey(stem), exact: numeral !== null || this.#isExact(word) });
      }
      at += numeral?.length ?? 1;
    }
    return tokens;
  }

  #stem(word: string): string {
    const day = weekdayOf(word, this.#language);
    return day === null ? stemOf(this.#words.synonyms.get(word) ?? word, this.#language) : `@${day}`;
  }

  #isExact(word: string): boolean {
    return (
      this.#words.exact.has(word) || weekdayOf(word, this.#language) !== null || monthOf(word, this.#language) !== null
    );
  }

  /** The rarer a word among the answers, the more it says; one that nobody wrote says as much as the rarest. */
  #weight(stem: string): number {
    return Math.log(1 + this.#targets.size / (this.#targetsOf.get(stem)?.size ?? 1));
  }

  #near(token: Token): Near {
    const near = new Map<string, number>();
    for (const [stem, other] of this.#vocabulary) {
      const alike = token.exact || other.exact ? Number(token.stem === stem) : similarity(token, other);
      const short = Math.min(token.stem.length, stem.length) <= SHORT_STEM;
      if (alike >= (short ? MISHEARD_SHORT : MISHEARD)) near.set(stem, alike);
    }
    return near;
  }

  /** 2 × what met / both sides' weight; 0 as soon as a word heard stays unexplained, or when a single word of a longer
   *  question is all there is: "tomorrow" alone asks nothing. */
  #score(heard: readonly Near[], phrase: readonly Token[]): number {
    if (heard.length < Math.min(2, phrase.length)) return 0;
    const partners = partnersOf(heard, phrase);
    if (partners === null) return 0;
    const isAboutIt = partners.some(({ token }) => token.subject) || !phrase.some(({ subject }) => subject);
    if (!isAboutIt) return 0;
    // One word by itself is too little to have been misheard.
    if (heard.length === 1 && partners.some(({ alike }) => alike < 1)) return 0;
    let met = 0;
    let total = phrase.reduce((sum, { stem }) => sum + this.#weight(stem), 0);
    for (const { token, alike } of partners) {
      const weight = this.#weight(token.stem);
      met += 2 * weight * alike;
      total += weight;
    }
    return met / total;
  }

  /** How much of the phrase was heard, by weight; a word that is only like another one proves nothing here. */
  #share(heard: readonly Near[], phrase: readonly Token[]): number {
    const weightOf = (tokens: readonly Token[]) => tokens.reduce((sum, { stem }) => sum + this.#weight(stem), 0);
    return weightOf(phrase.filter(({ stem }) => heard.some((near) => near.get(stem) === 1))) / weightOf(phrase);
  }
}

/** The best, if it is good enough, with all that come close to it. */
function leading<T>(ranked: readonly Match<T>[], enough: number): readonly Match<T>[] {
  const best = ranked[0]?.score ?? 0;
  return best < enough ? [] : ranked.filter(({ score }) => score > best - MARGIN);
}

/** For each word heard a word of the phrase, none of them twice; null as soon as one finds none, as in most phrases. */
function partnersOf(heard: readonly Near[], phrase: readonly Token[]): readonly Partner[] | null {
  const free = new Set(phrase);
  const partners: Partner[] = [];
  for (const near of heard) {
    const partner = closest(near, free);
    if (partner === null) return null;
    free.delete(partner.token);
    partners.push(partner);
  }
  return partners;
}

function closest(near: Near, among: ReadonlySet<Token>): Partner | null {
  let best: Partner | null = null;
  for (const token of among) {
    const alike = near.get(token.stem) ?? 0;
    if (alike > (best?.alike ?? 0)) best = { token, alike };
  }
  return best;
}
