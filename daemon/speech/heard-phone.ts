import { type Language, wordsOf } from '../base/language.js';
import { numeralAt } from '../base/number-words.js';
import { toE164 } from '../base/phone.js';

/** A number as a caller dictated it; `e164` is null when it cannot be dialled from the business's country. */
export interface HeardPhone {
  readonly digits: string;
  readonly e164: string | null;
  /** The words around it, without those that only announce it. */
  readonly rest: string;
}

/** Fewer digits than this are a house number or a time, not a telephone. */
const SHORTEST_NUMBER = 5;
const LONGEST_NUMBER = 15;
/** Nobody dictates a number for longer. */
const LONGEST_TURN_WORDS = 200;

const REPEATS: Readonly<Record<string, number>> = { double: 2, triple: 3, treble: 3, дважды: 2, трижды: 3 };
const ZEROS = new Set(['oh', 'o', 'о', 'нолик']);
const PLUS = new Set(['plus', 'плюс']);
/** Said between digits without ending the number. */
const FILLERS = new Set(
  "and then um uh er dash hyphen space its it's the и потом затем ну э тире дальше так".split(' '),
);

/** Fewer pieces may be a time of day: "at ten thirty". */
const PIECES_OF_A_NUMBER = 3;
/** With so many digits a number may be whole. */
const WHOLE_NUMBER = 10;

/** What announces a number, right before it. */
const INTRODUCTIONS: Readonly<Record<Language, RegExp>> = {
  en: /(?:^| )(?:and |so |on )?(?:(?:my|the|this) (?:(?:phone|telephone|mobile|cell) )?number(?: is|'s)?|(?:(?:you|he|she) can )?(?:call|reach|ring|phone) me(?: back)?(?: on| at)?(?: (?:my|the) number)?|(?:on|at))$/,
  ru: /(?:^| )(?:и |а )?(?:(?:мой |это )?(?:номер|телефон)(?: телефона)?(?: такой)?|(?:пере|по)?звоните(?: мне)?(?: на| по)?(?: номер| номеру)?|(?:по|на) номеру?)$/,
};
const JOINT = /^(?:and|so|и|а) /;

interface Piece {
  readonly digits: string;
  readonly length: number;
}

interface Run extends Piece {
  readonly pieces: number;
}

/** The longest run of digits in what was heard, in words or figures ("double zero seven"); null when there is none. */
export function heardPhone(text: string, country: string, language: Language): HeardPhone | null {
  const words = wordsOf(text.replaceAll('+', ' plus ')).slice(0, LONGEST_TURN_WORDS);
  let best = { digits: '', at: 0, length: 0 };
  for (let at = 0; at < words.length; ) {
    const { digits, length } = runAt(words, at, language);
    if (plain(digits).length > plain(best.digits).length) best = { digits, at, length };
    at += Math.max(1, length);
  }
  const { length } = plain(best.digits);
  if (length < SHORTEST_NUMBER || length > LONGEST_NUMBER) return null;
  const before = words.slice(0, best.at).join(' ').replace(INTRODUCTIONS[language], '');
  const after = words.slice(best.at + best.length).join(' ');
  const rest = `${before} ${before === '' ? after.replace(JOINT, '') : after}`.trim();
  return { digits: best.digits, e164: toE164(best.digits, country), rest };
}

const plain = (digits: string): string => digits.replace('+', '');

/** Does it break off in the middle of a number that is being dictated? */
export function endsInNumber(text: string, language: Language): boolean {
  const words = wordsOf(text).slice(-LONGEST_NUMBER);
  for (let at = 0; at < words.length; ) {
    const { digits, length, pieces } = runAt(words, at, language);
    if (at + length === words.length && pieces >= PIECES_OF_A_NUMBER) return digits.length < WHOLE_NUMBER;
    at += Math.max(1, length);
  }
  return false;
}

function runAt(words: readonly string[], from: number, language: Language): Run {
  let digits = '';
  let pieces = 0;
  let at = from;
  let end = from;
  while (at < words.length) {
    const word = words[at] ?? '';
    const piece = pieceAt(words, at, language);
    if (piece !== null) {
      digits += piece.digits;
      pieces++;
      at += piece.length;
      end = at;
    } else if (PLUS.has(word) && digits === '') {
      digits = '+';
      at++;
    } else if (digits !== '' && FILLERS.has(word)) at++;
    else break;
  }
  return { digits, length: end - from, pieces };
}

function pieceAt(words: readonly string[], at: number, language: Language): Piece | null {
  const word = words[at] ?? '';
  if (/^\d+$/.test(word)) return { digits: word, length: 1 };
  if (ZEROS.has(word)) return { digits: '0', length: 1 };
  const times = REPEATS[word];
  if (times !== undefined) {
    const repeated = pieceAt(words, at + 1, language);
    return repeated === null ? null : { digits: repeated.digits.repeat(times), length: repeated.length + 1 };
  }
  const numeral = numeralAt(words, at, language);
  if (numeral === null || numeral.ordinal) return null;
  // "nine hundred one two three" dictates 900 1 2 3: in English only "and" joins what follows a hundred.
  const split = language === 'en' && words[at + 1] === 'hundred' && words[at + 2] !== 'and';
  const said = split ? (numeralAt(words.slice(at, at + 2), 0, 'en') ?? numeral) : numeral;
  return { digits: String(said.value), length: said.length };
}
