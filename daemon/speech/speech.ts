import type { Language } from '../base/language.js';
import { ClauseSplitter } from './clauses.js';
import { englishSayings } from './english.js';
import { type ExpectedRows, expectedRows } from './expected-rows.js';
import { bareName, type HeardName, heardName, type NameWanted } from './heard-name.js';
import { endsInNumber, type HeardPhone, heardPhone } from './heard-phone.js';
import { heardMoments, type Moment, type MomentContext } from './heard-moment.js';
import { normalise } from './normaliser.js';
import { russianSayings } from './russian.js';

/** Text to speech and speech to values, for one language. Nothing here throws, whatever the text. */
export interface Speech {
  readonly language: Language;
  /** Written text as plain words for a voice: "10 GBP" → "ten pounds". */
  normalise(text: string): string;
  /** What a caller may answer where a number or a day and time is asked for. */
  readonly rows: ExpectedRows;
  /** Cuts a model's text, as it comes, into what can be spoken. */
  clauses(): ClauseSplitter;
  /** Dictated digits as a number that can be dialled from that country (ISO 3166, "GB"). */
  phone(heard: string, country: string): HeardPhone | null;
  /** A number is being dictated, and it is not whole yet. */
  inNumber(heard: string): boolean;
  /** Days and times that may have been meant, best first. */
  moments(heard: string, context: MomentContext): readonly Moment[];
  /** "my name is john smith and …" → the name and the rest; where it was asked for, "it's anna" is one too. */
  name(heard: string, wanted: NameWanted): HeardName | null;
  /** The answer to "what is your name?", with or without "my name is". */
  bareName(heard: string): string | null;
}

const SAYINGS = { en: englishSayings, ru: russianSayings } as const;

export const speechFor = (language: Language): Speech => ({
  language,
  rows: expectedRows(language),
  normalise: (text) => normalise(text, SAYINGS[language]),
  clauses: () => new ClauseSplitter(language),
  phone: (heard, country) => heardPhone(heard, country, language),
  inNumber: (heard) => endsInNumber(heard, language),
  moments: (heard, context) => heardMoments(heard, context, language),
  name: (heard, wanted) => heardName(heard, language, wanted),
  bareName: (heard) => bareName(heard, language),
});
