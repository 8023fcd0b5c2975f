import { time } from './base/time.js';
import type { Knowledge, Understanding } from './dialog/deps.js';
import { fixedPhrases, type Texts, textsOf } from './dialog/texts/texts.js';
import { understandingOf } from './dialog/understanding.js';
import { knowledgeOf } from './knowledge/knowledge.js';
import { speechFor } from './speech/speech.js';
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
  const knowledge = knowledgeOf(business);
  const notice = settings.notice === '' ? texts.notice : settings.notice;
  const greeting = settings.greeting === '' ? texts.greeting(business.name) : settings.greeting;
  return {
    business,
    settings,
    texts,
    knowledge,
    understanding: understandingOf({ ...business, hours: weekdays(business) }),
    phrases: [...new Set([...knowledge.phrases(), ...texts.expected])],
    notice,
    greeting,
    speakable: (text) => speech.normalise(text),
    sentences(text) {
      const splitter = speech.clauses();
      return [...splitter.push(`${text} `), ...splitter.flush()];
    },
    fixedTexts: () => [notice, greeting, ...fixedPhrases(texts), ...knowledge.fixedAnswers(time.now())],
  };
}

/** Opening hours by ISO weekday, as the speech room wants them. */
function weekdays({ hours }: Business) {
  return Object.fromEntries((hours ?? []).map((intervals, index) => [index + 1, intervals]));
}
