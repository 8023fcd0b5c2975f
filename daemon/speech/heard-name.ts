import { type Language, foldCase } from '../base/language.js';
import { numeralAt } from '../base/number-words.js';

/** A caller's name and what else was said in the same breath. */
export interface HeardName {
  /** "John Smith", with capitals. */
  readonly name: string;
  readonly rest: string;
}

interface Patterns {
  readonly language: Language;
  /** What comes before a name, surest first; the weaker ones begin other sentences too, questions above all. */
  readonly sure: readonly RegExp[];
  readonly weak: readonly RegExp[];
  /** What makes a weak one a name where nobody asked for it: a greeting in front of it … */
  readonly greetings: RegExp;
  /** … or two names behind this one … */
  readonly presents: RegExp;
  /** … or one of these behind the name: "this is mary from the bakery", «это анна из пекарни». */
  readonly introduces: ReadonlySet<string>;
  /** "My name is not Anna but Emma": what is behind it is meant. */
  readonly contrast: RegExp;
  /** Behind one of these words nobody gives a name. */
  readonly questions: RegExp;
  /** A name ends in front of these. */
  readonly stops: ReadonlySet<string>;
  /** Never part of a name: "i am looking for", «это срочно». */
  readonly notNames: ReadonlySet<string>;
  /** Behind a name these begin what it is about. */
  readonly goesOn: ReadonlySet<string>;
  /** Forms of verbs that no name has: «дайте», «узнать». */
  readonly verbs: RegExp;
  /** Joints that belong to neither the name nor the rest. */
  readonly joints: ReadonlySet<string>;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const PATTERNS: Readonly<Record<Language, Patterns>> = {
  en: {
    language: 'en',
    sure: [
      /\bmy (?:full )?name(?: is|'s) /,
      /\bthe name(?: is|'s) /,
      /\bunder (?:the name(?: of)?|name) /,
      /^(?:it's |it is )?under (?=\S+(?: \S+)? $)/,
      /^this is (?=\S+ \S+ $)/,
    ],
    presents: /\bthis is /,
    weak: [/\bi am (?:called )?/, /\bi'm (?:called )?/, /\bit's /],
    greetings: /\b(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|yes)\b/,
    introduces: set('from calling speaking here'),
    contrast: /^not (?:\S+ ){1,3}?(?:but|it's) /,
    questions: /\b(?:how|what|when|where|why|which|who)\b/,
    stops: set(
      "and with from because but i i'm i've i'd it's my calling speaking here who that about regarding is are was has have had would want wants need needs can could please so or at in on for to you your the a an thank thanks hello hi",
    ),
    notNames: set(
      'yes yeah yep no nope stop wait hold help should shall could would can might must do does did have has am are is wrong incorrect different false other another not looking calling interested wondering trying just sorry afraid having going very really so too quite pretty much extremely rather totally absolutely just ridiculous expensive great nice bad okay ok fine good ready urgent late here there about around after before until past half quarter by lunch lunchtime regarding going sure happy in on at a an the my your broken puncture bike bicycle emergency it that what open closed free today tomorrow tonight yesterday morning afternoon evening night noon monday tuesday wednesday thursday friday saturday sunday',
    ),
    goesOn: set("i i'm i've i'd my and"),
    verbs: /^(?:i|we|you|he|she|it|they|that|there|what|who)'(?:ll|d|ve|re|m|s)$/,
    joints: set('and but so because here speaking'),
  },
  ru: {
    language: 'ru',
    sure: [/(?<!\p{L})меня зовут /u, /(?<!\p{L})(?:мое )?имя /u],
    presents: /(?<!\p{L})это /u,
    weak: [/(?<!\p{L})я /u],
    greetings: /(?<!\p{L})(?:здравствуйте|алло|привет|добрый (?:день|вечер)|доброе утро|да)(?!\p{L})/u,
    introduces: set('из с беспокоит звоню'),
    contrast: /^не (?:\S+ ){1,3}?а /,
    questions:
      /(?<!\p{L})(?:как|что|когда|где|куда|почему|зачем|сколько|скольки|какой|какая|какие|кто|можно ли|ли)(?!\p{L})/u,
    stops: set(
      'и с со из у а но по потому что от на в для мой моя мое мне меня я хочу хотел хотела нужно надо сломался сломалась сломалось звоню можно пожалуйста здравствуйте это спасибо вас вам ваш насчет насчёт беспокоит не ли так как когда где сколько есть будет',
    ),
    notNames: set(
      'да нет не хочу хотел хотела хотелось звоню бы насчет по срочно очень важно вас вам мастерская магазин сервис автосервис салон парикмахерская студия клиника стоматология аптека ресторан кафе гостиница отель офис компания фирма банк школа сколько как когда где что вы можно нужно надо буду могу потерял сломал сломала купил купила живу сейчас завтра послезавтра сегодня вчера где-то около примерно после до обеда обед часа часов утром днем вечером ночью понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье снова опять все верно неверно правильно неправильно ошибка другое другой другая так записан записана записаны согласен согласна готов готова рад рада занят занята уверен уверена должен должна понял поняла думаю знаю ищу',
    ),
    goesOn: set('я у мне мой моя мое мою и по'),
    verbs: /(?:[йи]те|ть|ться)$/,
    joints: set('и а но потому'),
  },
};

const LONGEST_NAME = 3;

/** How much it takes to believe in a name: one was asked for, none was, or one is known already and only "my name is …"
 *  takes its place. */
export type NameWanted = 'asked' | 'unasked' | 'anew';

/** "my name is john smith and my bicycle has a broken chain" → John Smith and the rest; null when no name is given. "It's
 *  anna" and "peter jones my bike broke" are names where one was asked for; elsewhere "it's expensive" sounds the same. */
export function heardName(text: string, language: Language, wanted: NameWanted): HeardName | null {
  const folded = foldCase(text)
    .slice(0, 2000)
    .replaceAll(/[^\p{L}\p{M}'\s-]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const patterns = PATTERNS[language];
  for (const opening of [...patterns.sure, patterns.presents, ...patterns.weak]) {
    const found = opening.exec(`${folded} `);
    if (found === null) continue;
    const [before, after] = [
      folded.slice(0, found.index).trim(),
      `${folded.slice(found.index + found[0].length)} `.replace(patterns.contrast, '').trimEnd().split(' '),
    ];
    const length = nameLength(after, patterns);
    if (length > 0 && isBelieved({ opening, before, after, length }, patterns, wanted))
      return named(after, length, patterns, before);
  }
  return wanted === 'asked' ? leadingName(folded.split(' '), patterns) : null;
}

interface Opened {
  readonly opening: RegExp;
  readonly before: string;
  readonly after: readonly string[];
  readonly length: number;
}

function isBelieved({ opening, before, after, length }: Opened, patterns: Patterns, wanted: NameWanted) {
  if (patterns.sure.includes(opening)) return true;
  if (wanted === 'anew' || patterns.questions.test(before)) return false;
  const introduced = patterns.greetings.test(before) || patterns.introduces.has(after[length] ?? '');
  return wanted === 'asked' || introduced || (opening === patterns.presents && length === 2);
}

/** "peter jones my bike broke" */
function leadingName(words: readonly string[], patterns: Patterns): HeardName | null {
  const length = nameLength(words, patterns);
  return length > 0 && patterns.goesOn.has(words[length] ?? '') ? named(words, length, patterns, '') : null;
}

const named = (words: readonly string[], length: number, patterns: Patterns, before: string): HeardName => ({
  name: words.slice(0, length).map(nameWord).join(' '),
  rest: restOf(before.replace(patterns.greetings, '').trim(), words.slice(length), patterns),
});

/** A bare answer to "what is your name?": the words themselves, unless they are no name at all. */
export function bareName(text: string, language: Language): string | null {
  const given = heardName(text, language, 'asked');
  if (given !== null) return given.name;
  const words = foldCase(text).match(/[\p{L}'-]+/gu) ?? [];
  const length = nameLength(words, PATTERNS[language]);
  return length > 0 && length === words.length ? words.map(nameWord).join(' ') : null;
}

/** With its capital; a recogniser hears the "and" after a name as a possessive ("john smith's my bicycle"). */
const nameWord = (word: string): string => capital(word.replace(/'s$/u, ''));

function nameLength(words: readonly string[], patterns: Patterns): number {
  let length = 0;
  while (length < LONGEST_NAME) {
    const word = words[length];
    if (word === undefined || word === '' || patterns.stops.has(word) || !mayBeName(word, patterns)) break;
    length++;
  }
  const next = words[length];
  // Three words that go straight on are a sentence, not a name.
  return length === LONGEST_NAME && next !== undefined && next !== '' && !patterns.stops.has(next) ? 0 : length;
}

const mayBeName = (word: string, { language, notNames, verbs }: Patterns): boolean =>
  !notNames.has(word) && !verbs.test(word) && numeralAt([word], 0, language) === null;

function restOf(before: string, after: readonly string[], patterns: Patterns): string {
  // A recogniser hears "and my" behind a name as "in my".
  const isJoint = (word: string, at: number) => patterns.joints.has(word) || (word === 'in' && after[at + 1] === 'my');
  const start = after.findIndex((word, at) => !isJoint(word, at));
  return [before, ...(start < 0 ? [] : after.slice(start))].join(' ').trim();
}

const capital = (word: string): string => word.replaceAll(/(?<=^|[-'])\p{L}/gu, (letter) => letter.toUpperCase());
