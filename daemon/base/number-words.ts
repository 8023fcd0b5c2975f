import type { Language } from './language.js';

/** A number as said in words, or as digits: what it means and how many words it took. */
export interface Numeral {
  readonly value: number;
  readonly ordinal: boolean;
  readonly length: number;
}

/** Places that a word fills in its group of three digits; a later word must fill lower ones ("ten thirty" is two numbers). */
const UNITS = 1;
const TENS = 2;
const HUNDREDS = 4;

interface NumberWord {
  readonly value: number;
  /** 0 for a multiplier (thousand, million, the English hundred). */
  readonly places: number;
  readonly ordinal: boolean;
}

interface Group {
  sum: number;
  places: number;
}

/** The longest number that starts at that word (folded words, see wordsOf), up to 999 million; null when none does. */
export function numeralAt(words: readonly string[], at: number, language: Language): Numeral | null {
  const digits = words[at];
  if (digits !== undefined && /^\d{1,15}$/.test(digits)) return { value: Number(digits), ordinal: false, length: 1 };
  const group: Group = { sum: 0, places: 0 };
  let total = 0;
  let scale = Number.POSITIVE_INFINITY;
  let end = at;
  for (let i = at; i < words.length; i++) {
    const joint = words[i] === 'and' && (words[i - 1] === 'hundred' || words[i - 1] === 'thousand');
    if (joint) i++;
    const word = WORDS[language].get(words[i] ?? '');
    if (word === undefined || (joint && i - 1 === at)) break;
    if (word.value >= 1000) {
      if (word.value >= scale) break;
      total += (group.places === 0 ? 1 : group.sum) * word.value;
      scale = word.value;
      Object.assign(group, { sum: 0, places: 0 });
    } else if (!extend(group, word)) break;
    end = i + 1;
    if (word.ordinal || word.value === 0) return { value: total + group.sum, ordinal: word.ordinal, length: end - at };
  }
  return end === at ? null : { value: total + group.sum, ordinal: false, length: end - at };
}

function extend(group: Group, word: NumberWord): boolean {
  if (word.places === 0) {
    if ((group.places & ~UNITS) !== 0) return false;
    group.sum = Math.max(1, group.sum) * 100;
    group.places = HUNDREDS;
    return true;
  }
  // What is free lies below the lowest place filled so far; zero stands alone.
  const lowest = group.places & -group.places;
  if (group.places !== 0 && (word.value === 0 || word.places >= lowest)) return false;
  group.sum += word.value;
  group.places |= word.places;
  return true;
}

const EN_SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const EN_TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';
const EN_ORDINAL =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth';
const EN_ORDINAL_TENS = 'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth';

function english(): Map<string, NumberWord> {
  const map = new Map<string, NumberWord>();
  const add = (list: string, valueOf: (i: number) => number, ordinal: boolean) =>
    list.split(' ').forEach((word, i) => map.set(word, numberWord(valueOf(i), ordinal)));
  add(EN_SMALL, (i) => i, false);
  add(EN_TENS, (i) => (i + 2) * 10, false);
  add(EN_ORDINAL, (i) => i + 1, true);
  add(EN_ORDINAL_TENS, (i) => (i + 2) * 10, true);
  map.set('nought', numberWord(0, false));
  for (const [word, value] of [
    ['hundred', 100],
    ['thousand', 1000],
    ['million', 1_000_000],
  ] as const) {
    map.set(word, { value, places: 0, ordinal: false });
    map.set(`${word}th`, { value, places: 0, ordinal: true });
  }
  return map;
}

function numberWord(value: number, ordinal: boolean): NumberWord {
  const places = value >= 100 ? HUNDREDS : value < 10 ? UNITS : value < 20 ? UNITS | TENS : TENS;
  return { value, places, ordinal };
}

/** Every case form of the Russian cardinals; «семью» is left out, it is also "family". */
const RU_CARDINAL: Readonly<Record<number, string>> = {
  0: 'ноль нуль ноля нуля нулю нулем',
  1: 'один одна одно одного одной одному одним одну одном',
  2: 'два две двух двум двумя',
  3: 'три трех трем тремя',
  4: 'четыре четырех четырем четырьмя',
  5: 'пять пяти пятью',
  6: 'шесть шести шестью',
  7: 'семь семи',
  8: 'восемь восьми восемью',
  9: 'девять девяти девятью',
  20: 'двадцать двадцати двадцатью',
  30: 'тридцать тридцати тридцатью',
  40: 'сорок сорока',
  50: 'пятьдесят пятидесяти',
  60: 'шестьдесят шестидесяти',
  70: 'семьдесят семидесяти',
  80: 'восемьдесят восьмидесяти',
  90: 'девяносто девяноста',
  100: 'сто ста',
  200: 'двести двухсот двумстам',
  300: 'триста трехсот тремстам',
  400: 'четыреста четырехсот',
  500: 'пятьсот пятисот',
  600: 'шестьсот шестисот',
  700: 'семьсот семисот',
  800: 'восемьсот восьмисот',
  900: 'девятьсот девятисот',
};
const RU_TEENS =
  'десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат';
const RU_ORDINAL_UNITS = 'перв втор - четверт пят шест седьм восьм девят';
const RU_ORDINAL_TENS = 'двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност сот';
const RU_ORDINAL_ENDINGS = 'ый ой ое ая ого ому ым ом ую ые ых';
const RU_THIRD = 'третий третье третья третьего третьей третьему третьим третьем третью третьи третьих';

function russian(): Map<string, NumberWord> {
  const map = new Map<string, NumberWord>();
  const ordinal = (stem: string, value: number) =>
    RU_ORDINAL_ENDINGS.split(' ').forEach((ending) => map.set(stem + ending, numberWord(value, true)));
  for (const [value, forms] of Object.entries(RU_CARDINAL))
    for (const form of forms.split(' ')) map.set(form, numberWord(Number(value), false));
  RU_TEENS.split(' ').forEach((stem, i) => {
    ordinal(stem, i + 10);
    for (const ending of ['ь', 'и', 'ью']) map.set(stem + ending, numberWord(i + 10, false));
  });
  RU_ORDINAL_UNITS.split(' ').forEach((stem, i) => ordinal(stem, i + 1));
  RU_ORDINAL_TENS.split(' ').forEach((stem, i) => ordinal(stem, (i + 2) * 10));
  for (const form of RU_THIRD.split(' ')) map.set(form, numberWord(3, true));
  for (const form of ['тысяча', 'тысячи', 'тысяч', 'тысячу', 'тысяче'])
    map.set(form, { value: 1000, places: 0, ordinal: false });
  for (const form of ['миллион', 'миллиона', 'миллионов'])
    map.set(form, { value: 1_000_000, places: 0, ordinal: false });
  return map;
}

const WORDS: Readonly<Record<Language, ReadonlyMap<string, NumberWord>>> = { en: english(), ru: russian() };
