import { foldCase } from '../base/language.js';
import { toNational } from '../base/phone.js';
import type { Sayings } from './sayings.js';

/** Every repetition below has an upper bound, so that no text, however hostile, takes more than linear time. */
const NUMBER = String.raw`\d{1,3}(?:[ ,]\d{3}){1,4}(?:\.\d{1,6})?(?![\d])|\d{1,15}(?:[.,]\d{1,6})?`;
const CLOCK = String.raw`([01]?\d|2[0-4])[:.]([0-5]\d)`;
const MERIDIEM = String.raw`(?: ?([ap])\.?m\b\.?)`;
const MONTH =
  'January|February|March|April|May|June|July|August|September|October|November|December|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря';
const MONTHS = MONTH.toLowerCase().split('|');

const CURRENCY_SIGNS: Readonly<Record<string, string>> = {
  '£': 'GBP',
  $: 'USD',
  '€': 'EUR',
  '₽': 'RUB',
  руб: 'RUB',
  р: 'RUB',
};
const currencyOf = (sign: string): string => CURRENCY_SIGNS[sign.toLowerCase().replace('.', '')] ?? sign.toUpperCase();

type Pass = (text: string, say: Sayings) => string;

/** "1,234.5" → "1234.5"; a comma before one or two last digits is a decimal comma. */
const plainDigits = (written: string): string => written.replace(/[ ,](?=\d{3}(?!\d))/g, '').replace(',', '.');

const wordBefore = (text: string, at: number): string =>
  foldCase(/(\p{L}{1,20})\s{0,3}$/u.exec(text.slice(Math.max(0, at - 24), at))?.[1] ?? '');

function minuteOf(hour: string, minute: string, meridiem: string | undefined): number {
  const hours = Number(hour);
  const half = meridiem?.toLowerCase();
  if (half === undefined || hours > 12) return hours * 60 + Number(minute);
  return ((hours % 12) + (half === 'p' ? 12 : 0)) * 60 + Number(minute);
}

const links: Pass = (text, say) =>
  text
    .replace(/\[([^\]\n]{1,200})\]\([^)\n]{0,300}\)/g, '$1')
    .replace(/\bhttps?:\/\/(?:www\.)?|\bwww\./gi, '')
    .replace(
      /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}|\b[a-z\d-]{2,63}\.(?:com|org|net|ru|uk|co\.uk|de|io|info|shop)\b(?:\/[\w/-]{1,80})?/gi,
      (address) =>
        address
          .replaceAll('@', say.signs.at)
          .replaceAll('.', say.signs.dot)
          .replaceAll('-', say.signs.dash)
          .replaceAll('/', say.signs.slash),
    );

const markup: Pass = (text) =>
  text
    .replace(/<\/?[a-z][^>\n]{0,100}>/gi, ' ')
    .replace(/^\s{0,8}(?:[-*•>]|#{1,6}|\d{1,2}[.)])\s{1,4}/gm, '')
    .replaceAll(/[*_`~#|]/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('. ');

const phones: Pass = (text, say) =>
  text.replace(/(?<![\d.])(?:\+\d[\d ().-]{5,20}\d|0\d[\d ().-]{6,14}\d)(?![\d:])/g, (written) => {
    const international = written.startsWith('+');
    const shown = international ? toNational(`+${written.replaceAll(/\D/g, '')}`, 'none') : written;
    const groups = shown.match(/\d{1,20}/g) ?? [];
    return ` ${say.phone(groups.flatMap(inThrees), international)} `;
  });

/** More than four digits in a row are hard to follow: three by three, the rest last. */
function inThrees(group: string): readonly string[] {
  if (group.length <= 4) return [group];
  const head = group.slice(0, 3);
  return [head, ...inThrees(group.slice(3))];
}

const dates: Pass = (text, say) =>
  text
    .replace(/\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/g, (iso) => say.date(iso))
    .replace(/\b(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.(\d{4})\b/g, (_, day: string, month: string) =>
      say.dayOfMonth(Number(day), Number(month)),
    )
    .replace(
      new RegExp(`(?:the )?\\b([12]?\\d|3[01])(?:st|nd|rd|th)? (?:of )?(${MONTH})(?!\\p{L})`, 'giu'),
      dayFirst(say),
    )
    .replace(
      new RegExp(`(?<!\\p{L})(${MONTH}) (?:the )?([12]?\\d|3[01])(?:st|nd|rd|th)?(?![\\d:.])`, 'giu'),
      (_, month: string, day: string) => dayFirst(say)(_, day, month),
    );

const dayFirst =
  (say: Sayings) =>
  (written: string, day: string, month: string): string =>
    Number(day) === 0 ? written : say.dayOfMonth(Number(day), (MONTHS.indexOf(month.toLowerCase()) % 12) + 1);

const times: Pass = (text, say) =>
  text
    .replace(
      new RegExp(`(?<![\\d.:])${CLOCK}${MERIDIEM}? ?[-–—] ?${CLOCK}${MERIDIEM}?(?![\\d:])`, 'gi'),
      (...found: unknown[]) => {
        const [, h1, m1, half1, h2, m2, half2] = found as string[];
        const [at, whole] = found.slice(7) as [number, string];
        return say.timeRange(
          minuteOf(h1 ?? '', m1 ?? '', half1),
          minuteOf(h2 ?? '', m2 ?? '', half2),
          wordBefore(whole, at),
        );
      },
    )
    .replace(
      /(?<![\d.:])([01]?\d|2[0-4])(?::([0-5]\d)(?: ?([ap])\.?m\b\.?)?| ?([ap])\.?m\b\.?)(?![\d:])/gi,
      (...found: unknown[]) => {
        const [, hour, minute, half, bareHalf] = found as string[];
        const [at, whole] = found.slice(5) as [number, string];
        return say.time(minuteOf(hour ?? '', minute ?? '0', half ?? bareHalf), wordBefore(whole, at));
      },
    );

const amounts: Pass = (text, say) =>
  text
    .replace(new RegExp(`([£$€₽]) ?(${NUMBER})`, 'g'), (_, sign: string, digits: string) =>
      say.money(plainDigits(digits), currencyOf(sign)),
    )
    .replace(
      new RegExp(`(?<![\\d.,])(${NUMBER}) ?([£$€₽]|(?:GBP|USD|EUR|RUB)(?!\\p{L})|(?:руб|р)(?:\\.|(?!\\p{L})))`, 'giu'),
      (_, digits: string, sign: string) => say.money(plainDigits(digits), currencyOf(sign)),
    )
    .replace(new RegExp(`(?<![\\d.,])(${NUMBER}) ?%`, 'g'), (_, digits: string) => say.percent(plainDigits(digits)))
    .replace(
      new RegExp(`(?<![\\d.,])(${NUMBER}) ?(°c|°|[a-zа-я]{1,4})(?:\\.(?= ?[\\p{Ll}\\d,;]))?(?![\\p{L}\\d])`, 'giu'),
      (written, digits: string, sign: string) => say.unit(plainDigits(digits), sign) ?? written,
    );

const numbers: Pass = (text, say) =>
  text
    .replace(
      /(?<![\d.,])(\d{1,4})(?:(st|nd|rd|th)|-(го|му|е|я|й))(?!\p{L})/giu,
      (written, digits: string, en?: string, ru?: string) =>
        Number(digits) === 0 ? written : say.ordinal(Number(digits), (en ?? ru ?? '').toLowerCase()),
    )
    .replace(/№ ?(?=\d)/g, `${say.numberSign} `)
    .replace(/(?<=^|[\s(])[-−](?=\d)/g, `${say.minus} `)
    .replace(
      new RegExp(`(?:${NUMBER}|\\d+)(?=( ?[\\p{L}-]{1,12})?)`, 'gu'),
      (digits: string, next?: string) => ` ${say.number(plainDigits(digits), foldCase(next?.trim() ?? ''))} `,
    );

const abbreviations: Pass = (text, say) =>
  say.abbreviations.reduce((done, [written, said]) => done.replace(written, said), text);

/** What is left is letters, apostrophes and hyphens inside words, and . , ! ? — nothing that espeak would name. */
const punctuation: Pass = (text, say) =>
  text
    .replaceAll('&', ` ${say.and} `)
    .replaceAll('+', ` ${say.plus} `)
    .replaceAll(/[;:()[\]{}]|\s[-–—]+(?=\s|$)|[–—]/gu, ', ')
    .replaceAll(/(?<!\p{L})['-]|['-](?!\p{L})/gu, ' ')
    .replaceAll(/[^\p{L}\p{M}\s.,!?'-]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,!?])/g, '')
    .replaceAll(/(?<!\b[ap]\.m)([.,!?])(?: ?[.,!?])+/g, '$1')
    .replaceAll(/\.\.+/g, '.')
    .replace(/^[\s.,!?]+/, '')
    .trim();

const PASSES: readonly Pass[] = [links, markup, dates, phones, times, abbreviations, amounts, numbers, punctuation];

/** Emoji, control and direction signs are not speech; a lone surrogate would break the phonemizer. */
const visible = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u{FE0F}|\u{20E3}/gu, ' ')
    .replaceAll('…', '.')
    .replaceAll(/(?![\n\t])\p{C}/gu, '')
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/[\t\u00a0\u202f\u2009]/g, ' ');

/** Plain words for a voice. Never throws; the time is linear in the length of the text. */
export function normalise(text: string, say: Sayings): string {
  return PASSES.reduce((done, pass) => pass(done, say), visible(text));
}
