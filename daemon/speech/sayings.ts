/** How one language says what is written in signs; every method gives plain words, ready for a voice. */
export interface Sayings {
  /** A whole or decimal number ("1234", "2.5"); `next` is the word after it, which decides the gender in Russian. */
  number(digits: string, next: string): string;
  /** "5th", «5-го»: the ending as written decides the case. */
  ordinal(value: number, ending: string): string;
  /** Minutes since midnight; `before` is the word in front of it, which decides the case in Russian. */
  time(minute: number, before: string): string;
  timeRange(fromMinute: number, toMinute: number, before: string): string;
  /** ISO date with its weekday, without its year. */
  date(iso: string): string;
  dayOfMonth(day: number, month: number): string;
  money(digits: string, currency: string): string;
  /** Groups of digits as the country writes them; "+" stands in front of the first when there was one. */
  phone(groups: readonly string[], international: boolean): string;
  percent(digits: string): string;
  /** "5 km" by the unit's sign; null when the sign is none. */
  unit(digits: string, sign: string): string | null;
  /** Signs of mail and web addresses. */
  readonly signs: { readonly at: string; readonly dot: string; readonly dash: string; readonly slash: string };
  readonly and: string;
  readonly plus: string;
  readonly minus: string;
  readonly numberSign: string;
  /** Written short forms, longest first: what stands there → what is said. */
  readonly abbreviations: readonly (readonly [RegExp, string])[];
}

/** Splits "12.50" into whole and two-digit fraction: [12, 50]. */
export function wholeAndHundredths(digits: string): readonly [number, number] {
  const [whole = '0', fraction = ''] = digits.split('.');
  return [Number(whole), Number(fraction.slice(0, 2).padEnd(2, '0'))];
}

/** Each digit on its own, through `say`; anything longer than a number can be is said this way too. */
export const digitByDigit = (digits: string, say: (digit: string) => string): string =>
  Array.from(digits, say).join(' ');
