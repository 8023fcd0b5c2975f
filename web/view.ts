import { toNational } from '../daemon/base/phone.js';
import type { BusinessFacts, Language } from './deps.js';
import type { Texts } from './texts/en.js';
import { texts } from './texts/texts.js';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', ru: 'ru-RU' };

/** How things are written for the person who looks: language, country and time zone. */
export class View {
  readonly texts: Texts;
  readonly #locale: string;

  constructor(
    readonly language: Language,
    readonly business: BusinessFacts,
    /** Path and query of this page, for coming back to it. */
    readonly path: string,
  ) {
    this.texts = texts[language];
    this.#locale = LOCALES[language];
  }

  /** Never broken across lines: half a number is read as another one. */
  number(e164: string | null): string {
    if (e164 === null) return this.texts.withheld;
    return toNational(e164, this.business.country).replaceAll(' ', '\u00a0');
  }

  figure(value: number, decimals = 0): string {
    return value.toLocaleString(this.#locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  }

  clock(at: number): string {
    return this.#date(at, { timeStyle: 'short' });
  }

  dateAndTime(at: number): string {
    return this.#date(at, { dateStyle: 'long', timeStyle: 'short' });
  }

  /** "Today", "Yesterday" or the date, in the business's time zone. */
  day(at: number, now: number): string {
    const day = this.#date(at, { dateStyle: 'full' });
    if (day === this.#date(now, { dateStyle: 'full' })) return this.texts.today;
    if (day === this.#date(now - 24 * 3600_000, { dateStyle: 'full' })) return this.texts.yesterday;
    return day;
  }

  #date(at: number, style: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.#locale, { ...style, timeZone: this.business.timezone }).format(at);
  }
}

/** "0:07", "12:05", "1:02:03". */
export function minutes(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const pad = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}
