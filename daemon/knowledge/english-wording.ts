import { monthName, weekdayName } from '../base/calendar-words.js';
import type { Interval, ServiceFacts } from './facts.js';
import { clock, type DayName, list, set, type WeekGroups, type Wording } from './wording.js';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const weekday = (day: number): string => capital(weekdayName(day, 'en'));
const range = ({ fromMinute, toMinute }: Interval): string => `from ${clock(fromMinute)} to ${clock(toMinute)}`;
const ranges = (intervals: readonly Interval[]): string => list(intervals.map(range), 'and');

const days = (first: number, last: number): string =>
  first === last ? weekday(first) : `${weekday(first)} ${last === first + 1 ? 'and' : 'to'} ${weekday(last)}`;

function onDay(day: DayName): string {
  if ('weekday' in day) return `on ${weekday(day.weekday)}`;
  return 'relative' in day ? day.relative : `on ${day.holiday}`;
}

const article = (noun: string): string => (/^[aeiou]/i.test(noun) ? 'an' : 'a');
const price = ({ price: amount, currency }: ServiceFacts): string | null =>
  amount === null ? null : `costs ${Number.isInteger(amount) ? amount : amount.toFixed(2)} ${currency}`;
const duration = ({ minutes }: ServiceFacts): string | null => (minutes === null ? null : `takes ${minutes} minutes`);
const sentence = (subject: string, parts: readonly (string | null)[]): string => {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? '' : `${capital(subject)} ${list(said, 'and')}.`;
};

const dayQuestions = (day: string): readonly string[] => [
  `are you open ${day}`,
  `what time do you open ${day}`,
  `what time do you close ${day}`,
  `when are you open ${day}`,
  `when do you open ${day}`,
  `when do you close ${day}`,
  `what are your hours ${day}`,
  `what are your opening hours ${day}`,
  `are you closed ${day}`,
  `do you work ${day}`,
  `how late are you open ${day}`,
];

export const englishWording: Wording = {
  fillers: set(
    `a an the is are was were be am as at in on of for to by it its it's i i'm im i'd you your you're we us our me my do does did don't
     doesn't done have has had get got can could would will shall may might should please hello hi hey yes no yeah so and or but well um
     uh er oh okay ok right just also then there here what what's which that this these those if with about any some thanks thank know
     tell like want need wondering wonder let going offer provide guys exactly really actually currently still say said sorry one's until till great fine good alright lovely perfect`,
  ),
  exact: set('open close closed opening closing today tomorrow now not never how much long when where who'),
  synonyms: new Map([
    ['fix', 'repair'],
    ['mend', 'repair'],
    ['bike', 'bicycle'],
    ['bikes', 'bicycle'],
    ['closing', 'close'],
    ['closed', 'close'],
    ['opened', 'open'],
    ['opening', 'open'],
    ['located', 'locate'],
    ['situated', 'locate'],
    ['working', 'work'],
    ['charge', 'cost'],
    ['accept', 'take'],
    ['talking', 'speaking'],
    ['color', 'colour'],
    ['tire', 'tyre'],
    ['center', 'centre'],
    ['telephone', 'phone'],
  ]),
  courtesies:
    /\b(?:good (?:morning|afternoon|evening|day)|excuse me|by the way|how are you(?: (?:doing|today))*|right now(?= please)|repeat|again|once more)\b/g,
  pronoun: /\b(?:(?:that|this) one|that|this|it)\b/,
  partOfDay: /\b(?:in the |at )?(?:mornings?|afternoons?|evenings?|nights?|noon|lunch ?time)\b/g,
  partOfToday: /\b(?:tonight|this (?:morning|afternoon|evening))\b/g,
  reached:
    /\b(?:is (?:this|that|it)|am i (?:speaking|talking) (?:to|with)|am i through to|(?:have|did) i reach(?:ed)?) (.+)$/,
  today: 'today',
  openOn: 'are you open',
  ask: {
    hours: [
      'when are you open',
      'what are your opening hours',
      'what are your hours',
      'what time do you open',
      'what time do you close',
      'when do you open',
      'when do you close',
      'what are your business hours',
      'what are your working hours',
      'how late are you open',
      'what hours are you open',
      'what days are you open',
      'which days do you work',
    ],
    openNow: [
      'are you open now',
      'are you open',
      'are you open right now',
      'are you closed now',
      'are you closed',
      'are you open at the moment',
    ],
    day: (day) => dayQuestions(onDay(day)).concat('holiday' in day ? dayQuestions(`${onDay(day)} day`) : []),
    weekend: ['at the weekend', 'on weekends', 'on the weekend'].flatMap(dayQuestions),
    date: (date) => [`are you open on the ${date.day} of ${monthName(date.month, 'en')}`],
    address: [
      'where are you',
      'what is your address',
      'where are you located',
      'where is your shop',
      'where is your workshop',
      'where is your office',
      'where can i find you',
      'how do i find you',
      'how do i get to you',
      'how do i get there',
      'what street are you on',
      'can i have your address',
      'what is your location',
    ],
    name: [
      'what is your name',
      'who is this',
      'what company is this',
      'what is the name of your company',
      'what is this place called',
      'who am i speaking to',
    ],
    owner: [
      'who is the owner',
      'what is the name of the owner',
      'who owns the business',
      'who is in charge',
      'who is the boss',
    ],
    services: [
      'what services do you offer',
      'what services do you have',
      'what can you repair',
      'what do you do',
      'what are your prices',
    ],
    price: (name) => [
      `how much is ${article(name)} ${name}`,
      `how much does ${article(name)} ${name} cost`,
      `what does ${article(name)} ${name} cost`,
      `what is the price of ${article(name)} ${name}`,
      `how much do you charge for ${article(name)} ${name}`,
      `what do you charge for ${article(name)} ${name}`,
      `how much money is ${article(name)} ${name}`,
      `how expensive is ${article(name)} ${name}`,
      `is ${article(name)} ${name} expensive`,
    ],
    duration: (name) => [
      `how long does ${article(name)} ${name} take`,
      `how long is ${article(name)} ${name}`,
      `how much time does ${article(name)} ${name} take`,
      `how many minutes does ${article(name)} ${name} take`,
      `how quickly can you do ${article(name)} ${name}`,
    ],
    offer: (name) => [
      `do you do ${name}`,
      `can you do ${article(name)} ${name}`,
      `do you make ${name}`,
      `is ${name} possible`,
      `i need ${article(name)} ${name}`,
    ],
  },
  say: {
    hours(groups: WeekGroups, closed) {
      const open = groups.map(({ first, last, intervals }) => `${days(first, last)} ${ranges(intervals)}`);
      const rest = closed.length === 0 ? '' : ` We are closed on ${list(closed.map(weekday), 'and')}.`;
      return open.length === 0 ? 'We are closed all week.' : `We are open ${list(open, 'and')}.${rest}`;
    },
    openUntil: (minute) => `We are open now, until ${clock(minute)}.`,
    closedUntil(opening) {
      if (opening === null) return 'We are closed now.';
      const day = ['today', 'tomorrow'][opening.daysAhead] ?? `on ${weekday(opening.weekday)}`;
      return `We are closed now. We open ${day} at ${clock(opening.minute)}.`;
    },
    day: (day, intervals) =>
      `${capital(onDay(day))} we are ${intervals.length === 0 ? 'closed' : `open ${ranges(intervals)}`}.`,
    holiday: (date, name) =>
      `We are closed on ${weekday(date.weekday - 1)} ${date.day} ${capital(monthName(date.month, 'en'))}, ${name}.`,
    address: (address) => `We are at ${address}.`,
    name: (name) => `This is ${name}.`,
    owner: (name) => `The owner is ${name}.`,
    services: (names) => `We offer ${list(names, 'and')}.`,
    price: (service) => sentence(service.name, [price(service)]),
    duration: (service) => sentence(service.name, [duration(service)]),
    offer: (service) => `We do offer ${service.name}. ${sentence('it', [price(service), duration(service)])}`.trim(),
    date: (date) => `${weekday(date.weekday - 1)} ${date.day} ${capital(monthName(date.month, 'en'))}`,
  },
  labels: {
    business: 'Business',
    address: 'Address',
    owner: 'Owner',
    hours: 'Opening hours',
    closed: 'Closed on',
    services: 'Services',
    questions: 'Questions and answers',
    now: 'Now it is',
  },
};
