import { time } from './base/time.js';
import type { Knowledge, Understanding } from './dialog/deps.js';
import { fixedPhrases, type Texts, textsOf } from './dialog/texts/texts.js';
import { understandingOf } from './dialog/understanding.js';
import { Guard } from './knowledge/guard.js';
import { Knowledge as Rows } from './knowledge/knowledge.js';
import { type Speech, speechFor } from './speech/speech.js';
import type { Business } from './store/business.js';
import type { Settings } from './store/settings-schema.js';

/** What the assistant knows and says for one business with its present settings; made anew when the owner changes either. */
export interface Briefing {
  readonly business: Business;
  readonly settings: Settings;
  readonly texts: Texts;
  readonly knowledge: Knowledge;
  readonly understanding: Understanding;
  /** What the recogniser expects. */
  readonly phrases: readonly string[];
  readonly notice: string;
  readonly greeting: string;
  /** Written text as words for the voice. */
  readonly speakable: (text: string) => string;
  readonly sentences: (text: string) => readonly string[];
  /** Texts worth rendering before anybody calls; the most urgent first. */
  readonly fixedTexts: () => readonly string[];
}

export function briefingOf(business: Business, settings: Settings): Briefing {
  const texts = textsOf(business.language);
  const speech = speechFor(business.language);
  const rows = new Rows(business);
  const guard = new Guard(business);
  const notice = settings.notice === '' ? texts.notice : settings.notice;
  const greeting = settings.greeting === '' ? texts.greeting(business.name) : settings.greeting;
  return {
    business,
    settings,
    texts,
    knowledge: {
      answer: (heard, nowMs) => rows.answer(heard, nowMs),
      followUp: (text, earlier, nowMs) => rows.followUp(text, earlier, nowMs),
      related: (text) => rows.related(text),
      phrases: () => rows.phrases(),
      facts: (nowMs) => rows.facts(nowMs),
      check: (clause, context) => guard.check(clause, context),
      closedAt: (date, minute) => rows.closedAt(date, minute),
      namesService: (text) => rows.namesService(text),
    },
    understanding: understandingOf(business),
    phrases: [...new Set([...rows.phrases(), ...texts.expected])],
    notice,
    greeting,
    speakable: (text) => speech.normalise(text),
    sentences: (text) => sentencesOf(text, speech),
    fixedTexts: () => [notice, greeting, texts.oneMoment, ...rows.fixedAnswers(time.now()), ...fixedPhrases(texts)],
  };
}

/** A first sentence that lasts longer than this is begun clause by clause; others sound better whole. */
const LONG_SENTENCE_WORDS = 12;

function sentencesOf(text: string, speech: Speech): readonly string[] {
  const segments = new Intl.Segmenter(speech.language, { granularity: 'sentence' }).segment(text);
  const [first = '', ...rest] = Array.from(segments, ({ segment }) => segment.trim()).filter((part) => part !== '');
  if (first.split(' ').length <= LONG_SENTENCE_WORDS) return [first, ...rest];
  const splitter = speech.clauses();
  return [...splitter.push(`${first} `), ...splitter.flush(), ...rest];
}
