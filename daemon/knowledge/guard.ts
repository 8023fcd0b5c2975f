import { wordsOf } from '../base/language.js';
import { numeralAt } from '../base/number-words.js';
import { expanded, tokensOf } from './clause-tokens.js';
import type { BusinessFacts } from './facts.js';
import { englishGuard } from './guard-english.js';
import { russianGuard } from './guard-russian.js';
import { supportedHours } from './hours-claim.js';
import { type Grounds, sentencesOf, supportedByRow } from './row-claims.js';

export interface GuardContext {
  /** Everything the caller has said in this call; the last is what is being answered. */
  readonly heard: readonly string[];
  /** UTC milliseconds. */
  readonly now: number;
}

export type Verdict =
  | { readonly ok: true; readonly evidence: readonly string[] }
  | { readonly ok: false; readonly why: 'too-long' | 'unreadable' | 'unsupported' | 'verdict' };

const GUARD_WORDS = { en: englishGuard, ru: russianGuard } as const;
const LONGEST_CLAUSE = 300;
/** Letters of one turn of the caller that are compared. */
const LONGEST_TURN = 5000;
const LONGEST_NAME_WORDS = 3;

/** Stands between a language model and the caller. What it lets through is small talk that states nothing, the caller's
 *  own words given back, or a statement that a row of the owner's data carries; everything else is refused, because a
 *  small model invents prices, times and promises (models.md §4). Never throws. */
export class Guard {
  readonly #grounds: Grounds;

  constructor(business: BusinessFacts) {
    this.#grounds = { business, words: GUARD_WORDS[business.language] };
  }

  /** One clause or sentence of a model's answer. After a refusal the rest of that answer must not be spoken either: it
   *  may lean on what was refused. */
  check(clause: string, context: GuardContext): Verdict {
    if (clause.length > LONGEST_CLAUSE) return { ok: false, why: 'too-long' };
    const evidence = new Set<string>();
    for (const sentence of sentencesOf(expanded(clause, this.#grounds.words))) {
      const verdict = this.#sentence(sentence, context);
      if (!verdict.ok) return verdict;
      for (const row of verdict.evidence) evidence.add(row);
    }
    return { ok: true, evidence: Array.from(evidence) };
  }

  /** As a whole if it stands as a whole, otherwise each part between commas by itself. */
  #sentence(sentence: string, context: GuardContext): Verdict {
    const whole = this.#part(sentence, context);
    const parts = sentence.split(/,(?=\s|$)|\s[-–—]+\s|[:–—](?=\s)/).filter((part) => /[\p{L}\p{N}]/u.test(part));
    if (whole.ok || parts.length < 2) return whole;
    const evidence: string[] = [];
    for (const part of parts) {
      const verdict = this.#part(part, context);
      if (!verdict.ok) return verdict;
      evidence.push(...verdict.evidence);
    }
    return { ok: true, evidence };
  }

  #part(part: string, context: GuardContext): Verdict {
    const { business, words } = this.#grounds;
    const tokens = tokensOf(part, words, business.language);
    if (tokens === null) return { ok: false, why: 'unreadable' };
    const plain = wordsOf(part).join(' ');
    if (plain === '' && tokens.length === 0) return { ok: true, evidence: [] };
    if (words.verdict.test(plain)) return this.#verdict(context);
    if (words.smallTalk.some((pattern) => pattern.test(plain)) || this.#repeatsCaller(plain, context))
      return { ok: true, evidence: [] };
    const evidence =
      supportedHours(tokens, business, context.now, words.hours) ?? supportedByRow(tokens, this.#grounds);
    return evidence === null ? { ok: false, why: 'unsupported' } : { ok: true, evidence };
  }

  /** "Yes" after a question about the business is an assertion, and after a request or a time a promise. */
  #verdict({ heard }: GuardContext): Verdict {
    const { words, business } = this.#grounds;
    const last = wordsOf((heard.at(-1) ?? '').slice(0, LONGEST_TURN)).join(' ');
    const tokens = tokensOf(last, words, business.language);
    const { today, tomorrow, now } = words.hours;
    const plain = tokens?.every((token) => token.kind === 'word' && ![today, tomorrow, now].includes(token.word));
    const asked = words.request.test(last) || words.question.test(last);
    return plain === true && !asked ? { ok: true, evidence: [] } : { ok: false, why: 'verdict' };
  }

  #repeatsCaller(plain: string, { heard }: GuardContext): boolean {
    const { words, business } = this.#grounds;
    const own = new Set(heard.flatMap((text) => meanings(text, business.language)));
    const asked = words.question.test(wordsOf((heard.at(-1) ?? '').slice(0, LONGEST_TURN)).join(' '));
    return words.echoes.some(({ opening, namesOnly, statesIt }) => {
      const echo = opening.exec(plain)?.groups?.['echo'];
      if (echo === undefined || (asked && statesIt)) return false;
      const repeated = meanings(echo, business.language);
      if (namesOnly) return repeated.length <= LONGEST_NAME_WORDS && repeated.every((word) => own.has(word));
      return repeated.every((word) => !words.neverEchoed.has(word) && (own.has(word) || words.echoFill.has(word)));
    });
  }
}

/** The words of a text, numbers by their value: "ten" and "10" are one. */
function meanings(text: string, language: BusinessFacts['language']): readonly string[] {
  const words = wordsOf(text.slice(0, LONGEST_TURN));
  const out: string[] = [];
  for (let at = 0; at < words.length; ) {
    const numeral = numeralAt(words, at, language);
    out.push(numeral === null ? (words[at] ?? '') : String(numeral.value));
    at += numeral?.length ?? 1;
  }
  return out;
}
