import { DateTime } from 'luxon';
import { logger } from '../base/log.js';
import { foldCase, wordsOf } from '../base/language.js';
import { englishWording } from './english-wording.js';
import { type BusinessFacts, closedDays, dayFacts, isOpen, localTime, weekGroups } from './facts.js';
import { type Match, PhraseBank } from './phrase-bank.js';
import { russianWording } from './russian-wording.js';
import { type Intent, sayDay, type Topic, topicsOf } from './topics.js';
import type { Wording } from './wording.js';

const log = logger('knowledge/knowledge');

/** What the caller said, as the recogniser gave it. */
export interface Heard {
  /** Open dictation. */
  readonly text: string;
  /** A whole phrase of `phrases()`, as the grammar heard it. */
  readonly phrase: { readonly text: string; readonly confidence: number } | null;
}

/** Sentences built from rows only. */
export interface Answer {
  readonly text: string;
  /** The rows it stands on: 'hours', 'hours:sun', 'holiday:2026-12-25', 'address', 'service:0', 'faq:0' … */
  readonly evidence: readonly string[];
  /** 0…1 */
  readonly score: number;
  readonly intent: Intent;
}

/** Below the first a phrase of the grammar is an accident, above the second it needs no support by dictation
 *  (models.md §5: right ones came with 0.97–1.00). */
const PHRASE_HEARD = 0.6;
const PHRASE_SURE = 0.9;
const MOST_PHRASES = 400;
/** More prices in one breath are not remembered. */
const MOST_AT_ONCE = 3;
/** What both sides said in it. */
const LAST_EXCHANGE = 2;
const ABOUT_DAYS: ReadonlySet<Intent> = new Set(['hours', 'day']);
const ABOUT_HOURS: ReadonlySet<Intent> = new Set(['open-now', ...ABOUT_DAYS]);
const WORDINGS = { en: englishWording, ru: russianWording } as const;

export class Knowledge {
  readonly #business: BusinessFacts;
  readonly #wording: Wording;
  readonly #bank: PhraseBank<Topic>;
  /** The owner's own questions alone. */
  readonly #written: PhraseBank<Topic>;
  /** The names of the services, each by itself. */
  readonly #services: PhraseBank<string>;
  readonly #topics: readonly Topic[];
  /** What a language model may state, but for the date. */
  readonly #statements: readonly string[];
  /** The last answer of `facts`: a model is warmed and asked several times a minute. */
  #facts = { minute: Number.NaN, text: '' };

  constructor(business: BusinessFacts) {
    this.#business = business;
    this.#wording = WORDINGS[business.language];
    this.#topics = topicsOf(business, this.#wording);
    const bankOf = <T>(phrases: readonly (readonly [phrase: string, target: T, subject: string])[]) => {
      const bank = new PhraseBank<T>(this.#wording, business.language);
      for (const [phrase, target, subject] of phrases) bank.add(phrase, target, subject);
      return bank;
    };
    const asked = this.#topics.flatMap((topic) =>
      topic.questions.map((question) => [question, topic, topic.subject ?? ''] as const),
    );
    this.#bank = bankOf(asked);
    this.#written = bankOf(asked.filter(([, { intent }]) => intent === 'faq'));
    this.#services = bankOf(business.services.map(({ name }) => [name, name.toLowerCase(), ''] as const));
    this.#statements = statementsOf(business, this.#wording);
  }

  /** The answer that rows give, or null when none surely does. `now` is UTC milliseconds. */
  answer(heard: Heard, now: number): Answer | null {
    return this.#asAsked(heard, now) ?? this.#ofThatDay(heard.text, now) ?? this.#asReached(heard.text);
  }

  /** "Is that Brown and Partners?" */
  #asReached(text: string): Answer | null {
    const { reached, fillers, say } = this.#wording;
    const { name } = this.#business;
    const asked = wordsOf(reached.exec(foldCase(text))?.[1] ?? '').filter((word) => !fillers.has(word));
    const ours = new Set(wordsOf(name));
    if (asked.length === 0 || !asked.every((word) => ours.has(word))) return null;
    return { text: say.name(name), evidence: ['name'], score: 1, intent: 'name' };
  }

  /** "On Friday afternoon": the hours of that day tell it. */
  #ofThatDay(text: string, now: number): Answer | null {
    const { partOfDay, partOfToday, today } = this.#wording;
    const asked = foldCase(text);
    const ofDay = asked.replaceAll(partOfToday, today).replaceAll(partOfDay, ' ');
    if (ofDay === asked) return null;
    const answer = this.#asAsked({ text: ofDay, phrase: null }, now);
    return answer?.intent === 'day' ? answer : null;
  }

  #asAsked(heard: Heard, now: number): Answer | null {
    const asked = foldCase(heard.text).replaceAll(this.#wording.courtesies, ' ');
    const phrase = this.#byPhrase(heard);
    const [found, ...others] = phrase === null ? this.#bank.find(asked) : [phrase];
    if (found === undefined) return null;
    if (others.length > 0) return allOf([found, ...others], now);
    const said = found.target.answer(now);
    if (said === null) return null;
    log.debug('answered from rows', { intent: found.target.intent, evidence: said.evidence, score: found.score });
    return { ...said, score: found.score, intent: found.target.intent };
  }

  /** "And how much is that?", with the service that was spoken of last put in, and "and tomorrow?" after a question about
   *  the hours; `earlier` is what both sides said before. */
  followUp(text: string, earlier: readonly string[], now: number): Answer | null {
    return this.#aboutService(text, earlier, now) ?? this.#aboutDay(text, earlier, now);
  }

  #aboutDay(text: string, earlier: readonly string[], now: number): Answer | null {
    const ask = (question: string) => this.answer({ text: question, phrase: null }, now);
    const complete = (said: string) => ask(`${this.#wording.openOn} ${foldCase(said)}`);
    const isOf = (answer: Answer | null, intents: ReadonlySet<Intent>) => answer !== null && intents.has(answer.intent);
    const answer = complete(text);
    // "Tim" is rather a name than the time at which we open.
    if (!isOf(answer, ABOUT_DAYS) || (answer?.intent === 'hours' && answer.score < 1)) return null;
    const before = earlier.slice(-LAST_EXCHANGE);
    return before.some((said) => isOf(ask(said), ABOUT_HOURS) || isOf(complete(said), ABOUT_DAYS)) ? answer : null;
  }

  #aboutService(text: string, earlier: readonly string[], now: number): Answer | null {
    const { pronoun } = this.#wording;
    const asked = foldCase(text);
    if (!pronoun.test(asked)) return null;
    const last = earlier.toReversed().map((said) => this.#services.related(foldCase(said))?.target);
    const service = last.find((each) => each !== undefined);
    if (service === undefined) return null;
    const answer = this.answer({ text: asked.replace(pronoun, service), phrase: null }, now);
    return answer?.intent === 'price' || answer?.intent === 'duration' ? answer : null;
  }

  /** What the owner has written about the thing that was asked, when it is no sure answer to the question. */
  related(text: string): Pick<Answer, 'text' | 'evidence'> | null {
    return this.#written.related(foldCase(text))?.target.answer(0) ?? null;
  }

  /** What the rows say of that day ('YYYY-MM-DD') when the business is closed, all day or at that minute; else null. */
  closedAt(date: string, minute: number | null) {
    const day = dayFacts(this.#business, DateTime.fromISO(date, { zone: this.#business.timezone }));
    if (day === null || isOpen(day, minute)) return null;
    return { ...sayDay({ weekday: day.weekday }, day, this.#wording.say), allDay: day.intervals.length === 0 };
  }

  namesService(text: string): boolean {
    return this.#services.knowsWordOf(foldCase(text));
  }

  /** What a caller may ask, for the recogniser's grammar: lower case, words only; the owner's own questions first. */
  phrases(): readonly string[] {
    return this.#bank.phrases().slice(0, MOST_PHRASES);
  }

  /** Texts likely to be spoken today, to be rendered before anybody asks. */
  fixedAnswers(now: number): readonly string[] {
    return Array.from(new Set(this.#topics.flatMap((topic) => topic.answer(now)?.text ?? [])));
  }

  /** What a language model may state. The date comes last, so that the rest of the prompt stays in its cache. */
  facts(now: number): string {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#facts.minute) this.#facts = { minute, text: this.#factsAt(now) };
    return this.#facts.text;
  }

  #factsAt(now: number): string {
    const { labels, say } = this.#wording;
    const at = localTime(this.#business, now);
    return [...this.#statements, `${labels.now}: ${say.date(at)}, ${at.toFormat('HH:mm')}`].join('\n');
  }

  #byPhrase({ text, phrase }: Heard): { target: Topic; score: number } | null {
    if (phrase === null || phrase.confidence < PHRASE_HEARD) return null;
    const target = this.#bank.exactly(phrase.text);
    if (target === null || contradicts(text, phrase.text)) return null;
    if (phrase.confidence >= PHRASE_SURE) return { target, score: phrase.confidence };
    return shared(text, phrase.text) >= 0.5 ? { target, score: phrase.confidence } : null;
  }
}

/** The rows, a line for each kind of which there are any. */
function statementsOf(business: BusinessFacts, { labels, say }: Wording): readonly string[] {
  const { name, address, owner, hours, holidays, services, faq } = business;
  const priced = services.map(
    (service) => [say.price(service), say.duration(service)].join(' ').trim() || `${service.name}.`,
  );
  const week = hours === null ? null : say.hours(weekGroups(hours), closedDays(hours));
  const line = (label: string, text: string | null) => (text === null || text === '' ? [] : [`${label}: ${text}`]);
  return [
    ...line(labels.business, name),
    ...line(labels.address, address),
    ...line(labels.owner, owner?.name ?? null),
    ...line(labels.hours, week),
    ...line(labels.closed, holidays.map((holiday) => `${holiday.date} (${holiday.name})`).join(', ')),
    ...line(labels.services, priced.join(' ')),
    ...line(labels.questions, faq.map(({ question, answer }) => `${question} ${answer}`).join('\n')),
  ];
}

/** "How much is a haircut?", where there are two of them: both. Anything else that might be meant in two ways is asked of
 *  nobody. */
function allOf(found: readonly Match<Topic>[], now: number): Answer | null {
  const [intent, ...others] = new Set(found.map(({ target }) => target.intent));
  if (others.length > 0 || (intent !== 'price' && intent !== 'duration') || found.length > MOST_AT_ONCE) return null;
  const said = found.map(({ target }) => target.answer(now)).filter((each) => each !== null);
  const score = Math.min(...found.map((each) => each.score));
  return {
    text: said.map(({ text }) => text).join(' '),
    evidence: said.flatMap((each) => each.evidence),
    score,
    intent,
  };
}

/** Dictation that is far longer or shares next to nothing heard something else than the grammar did. */
function contradicts(dictated: string, phrase: string): boolean {
  const heard = wordsOf(dictated).length;
  const expected = wordsOf(phrase).length;
  if (heard === 0) return false;
  return heard > expected * 1.6 + 2 || heard < expected * 0.4 || shared(dictated, phrase) < 0.2;
}

/** Share of pairs of letters that two texts have in common. */
function shared(a: string, b: string): number {
  const pairs = (text: string) => {
    const letters = wordsOf(text.slice(0, 500)).join('');
    return Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2));
  };
  const [first, second] = [pairs(a), pairs(b)];
  const rest = Array.from(second);
  const common = first.filter((pair) => {
    const at = rest.indexOf(pair);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
  return (2 * common.length) / Math.max(1, first.length + second.length);
}
