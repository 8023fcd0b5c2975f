import { monthName, weekdayName } from '../base/calendar-words.js';
import { foldCase } from '../base/language.js';
import type { Interval, ServiceFacts } from './facts.js';
import { clock, type DayName, list, set, type WeekGroups, type Wording } from './wording.js';

const ON = ['в понедельник', 'во вторник', 'в среду', 'в четверг', 'в пятницу', 'в субботу', 'в воскресенье'];
const FROM = ['с понедельника', 'со вторника', 'со среды', 'с четверга', 'с пятницы', 'с субботы', 'с воскресенья'];
const TO = ['понедельник', 'вторник', 'среду', 'четверг', 'пятницу', 'субботу', 'воскресенье'];

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const range = ({ fromMinute, toMinute }: Interval): string => `с ${clock(fromMinute)} до ${clock(toMinute)}`;
const ranges = (intervals: readonly Interval[]): string => list(intervals.map(range), 'и');
const days = (first: number, last: number): string =>
  first === last ? `${ON[first]}` : last === first + 1 ? `${ON[first]} и ${ON[last]}` : `${FROM[first]} по ${TO[last]}`;

function onDay(day: DayName): string {
  if ('weekday' in day) return ON[day.weekday] ?? '';
  if ('relative' in day) return day.relative === 'today' ? 'сегодня' : 'завтра';
  return `в ${day.holiday}`;
}

const price = ({ price: amount, currency }: ServiceFacts): string | null =>
  amount === null ? null : `стоит ${Number.isInteger(amount) ? amount : amount.toFixed(2)} ${currency}`;
/** «Занимает» rules the accusative: одну минуту, две минуты, тридцать минут; the voice counts, writing only agrees. */
const duration = ({ minutes }: ServiceFacts): string | null => (minutes === null ? null : `занимает ${minutes} мин`);
const sentence = (subject: string, parts: readonly (string | null)[]): string => {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? '' : `${capital(subject)} ${list(said, 'и')}.`;
};

const dayQuestions = (day: string): readonly string[] => [
  `вы работаете ${day}`,
  `вы открыты ${day}`,
  `как вы работаете ${day}`,
  `до скольки вы работаете ${day}`,
  `во сколько вы открываетесь ${day}`,
  `во сколько вы закрываетесь ${day}`,
  `какой график работы ${day}`,
  `когда вы работаете ${day}`,
  `вы закрыты ${day}`,
];

export const russianWording: Wording = {
  fillers: set(
    `а и но или в во на по с со у о об от до к ко за из для не ли же бы вот ну да нет вы вас вам вами ваш ваша ваше ваши вашу вашей вашего
     мы нас нам я меня мне мой моя мое это этот эта эту то тот та что как какой какая какое какие какую есть был была было быть
     здравствуйте привет алло добрый день пожалуйста скажите подскажите подскажи скажи можно можете могу хотел хотела хочу хотелось
     узнать спросить интересует будьте добры любезны извините простите спасибо так там тут у-вас ещё еще вообще обычно будет будете бывает хорошо ладно понятно ясно отлично окей ок`,
  ),
  exact: set('открыты закрыты открываетесь закрываетесь сегодня завтра сейчас сколько когда где кто не'),
  synonyms: new Map([
    ['цена', 'стоит'],
    ['цену', 'стоит'],
    ['стоимость', 'стоит'],
    ['стоить', 'стоит'],
    ['обойдется', 'стоит'],
    ['займет', 'занимает'],
    ['занимать', 'занимает'],
    ['уйдет', 'занимает'],
    ['починить', 'ремонт'],
    ['починка', 'ремонт'],
    ['чините', 'ремонт'],
    ['ремонтируете', 'ремонт'],
    ['отремонтировать', 'ремонт'],
    ['находитесь', 'адрес'],
    ['расположены', 'адрес'],
    ['режим', 'график'],
    ['часы', 'график'],
    ['работы', 'работаете'],
    ['работать', 'работаете'],
    ['открыт', 'открыты'],
    ['открыто', 'открыты'],
    ['закрыт', 'закрыты'],
    ['закрыто', 'закрыты'],
  ]),
  courtesies:
    /(?<!\p{L})(?:добрый (?:день|вечер)|доброе утро|доброго дня|будьте добры|будьте любезны|как дела|девушка|молодой человек|повторите|напомните|(?:еще|ещё) раз|снова|опять)(?!\p{L})/gu,
  pronoun: /(?<!\p{L})(?:это|он|она|оно|его|ее|её)(?!\p{L})/u,
  partOfDay: /(?<!\p{L})(?:утром|днем|вечером|ночью|(?:до|после) обеда|в обед)(?!\p{L})/gu,
  partOfToday: /(?<!\p{L})сегодня (?:утром|днем|вечером|ночью)(?!\p{L})/gu,
  reached: /(?<!\p{L})(?:это|я (?:попала?|дозвонил(?:ся|ась)|позвонила?) (?:в|на)) (.+)$/u,
  today: 'сегодня',
  openOn: 'вы работаете',
  ask: {
    hours: [
      'когда вы работаете',
      'как вы работаете',
      'какой у вас график работы',
      'какой у вас режим работы',
      'часы работы',
      'во сколько вы открываетесь',
      'во сколько вы закрываетесь',
      'до скольки вы работаете',
      'со скольки вы работаете',
      'когда вы открыты',
      'когда вы открываетесь',
      'когда вы закрываетесь',
      'по каким дням вы работаете',
    ],
    openNow: [
      'вы сейчас работаете',
      'вы сейчас открыты',
      'вы открыты',
      'вы работаете',
      'вы еще открыты',
      'вы уже закрыты',
    ],
    day: (day) => dayQuestions(onDay(day)),
    weekend: ['в выходные', 'по выходным', 'на выходных'].flatMap(dayQuestions),
    date: (date) => [`вы работаете ${date.day} ${monthName(date.month, 'ru')}`],
    address: [
      'где вы находитесь',
      'какой у вас адрес',
      'подскажите адрес',
      'где вы',
      'где вы расположены',
      'где вас найти',
      'как к вам проехать',
      'как к вам добраться',
      'как вас найти',
      'на какой вы улице',
    ],
    name: [
      'как вы называетесь',
      'что это за компания',
      'куда я попал',
      'как называется ваша компания',
      'с кем я говорю',
    ],
    owner: ['кто владелец', 'как зовут владельца', 'кто хозяин', 'как зовут хозяина', 'кто у вас главный'],
    services: [
      'какие услуги вы оказываете',
      'какие у вас услуги',
      'что вы делаете',
      'что вы ремонтируете',
      'какие у вас цены',
      'чем вы занимаетесь',
    ],
    price: (name) => [
      `сколько стоит ${name}`,
      `какая цена ${name}`,
      `сколько будет стоить ${name}`,
      `какая стоимость ${name}`,
      `во сколько обойдется ${name}`,
      `сколько вы берете за ${name}`,
      `почем ${name}`,
    ],
    duration: (name) => [
      `сколько времени занимает ${name}`,
      `сколько длится ${name}`,
      `как долго занимает ${name}`,
      `за сколько минут вы сделаете ${name}`,
      `сколько по времени ${name}`,
    ],
    offer: (name) => [`вы делаете ${name}`, `у вас есть ${name}`, `можно сделать ${name}`, `мне нужен ${name}`],
  },
  say: {
    hours(groups: WeekGroups, closed) {
      if (groups.length === 0) return 'Мы закрыты всю неделю.';
      const open = groups.map(({ first, last, intervals }) => `${days(first, last)} ${ranges(intervals)}`);
      const rest =
        closed.length === 0
          ? ''
          : ` ${capital(
              list(
                closed.map((day) => ON[day] ?? ''),
                'и',
              ),
            )} мы закрыты.`;
      return `Мы работаем ${list(open, 'и')}.${rest}`;
    },
    openUntil: (minute) => `Мы сейчас открыты, до ${clock(minute)}.`,
    closedUntil(opening) {
      if (opening === null) return 'Мы сейчас закрыты.';
      const day = ['сегодня', 'завтра'][opening.daysAhead] ?? ON[opening.weekday] ?? '';
      return `Мы сейчас закрыты. Откроемся ${day} в ${clock(opening.minute)}.`;
    },
    day: (day, intervals) =>
      `${capital(onDay(day))} мы ${intervals.length === 0 ? 'закрыты' : `работаем ${ranges(intervals)}`}.`,
    holiday: (date, name) => `Мы закрыты ${ON[date.weekday - 1]}, ${date.day} ${monthName(date.month, 'ru')}, ${name}.`,
    address: (address) => `Наш адрес: ${address}.`,
    name: (name) => `Это ${name}.`,
    owner: (name) => `Владельца зовут ${name}.`,
    services: (names) => `Наши услуги: ${list(names.map(foldCase), 'и')}.`,
    price: (service) => sentence(service.name, [price(service)]),
    duration: (service) => sentence(service.name, [duration(service)]),
    offer: (service) =>
      `У нас есть услуга: ${service.name}. ${sentence('она', [price(service), duration(service)])}`.trim(),
    date: (date) => `${weekdayName(date.weekday - 1, 'ru')}, ${date.day} ${monthName(date.month, 'ru')}`,
  },
  labels: {
    business: 'Компания',
    address: 'Адрес',
    owner: 'Владелец',
    hours: 'Часы работы',
    closed: 'Закрыто',
    services: 'Услуги',
    questions: 'Вопросы и ответы',
    now: 'Сейчас',
  },
};
