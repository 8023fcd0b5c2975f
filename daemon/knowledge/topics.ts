import { DateTime } from 'luxon';
import {
  type BusinessFacts,
  closedDays,
  dayEvidence,
  type DayFacts,
  dayFacts,
  localTime,
  nextOpening,
  nextWeekday,
  openInterval,
  type ServiceFacts,
  weekGroups,
} from './facts.js';
import type { DayName, Wording } from './wording.js';

export type Intent =
  | 'hours'
  | 'open-now'
  | 'day'
  | 'address'
  | 'name'
  | 'owner'
  | 'services'
  | 'price'
  | 'duration'
  | 'offer'
  | 'faq';

export interface Said {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** One thing that can be asked: how it is asked, and what the rows say to it at a given moment (UTC ms). */
export interface Topic {
  readonly intent: Intent;
  readonly questions: readonly string[];
  /** What the questions are about, where many topics are asked for in the same words. */
  readonly subject?: string;
  answer(now: number): Said | null;
}

/** Everything that the rows can answer, the owner's own questions first. What has no row has no topic. */
export function topicsOf(business: BusinessFacts, wording: Wording): readonly Topic[] {
  return [
    ...faqTopics(business),
    ...hoursTopics(business, wording),
    ...identityTopics(business, wording),
    ...serviceTopics(business, wording),
  ];
}

const WEEKEND = [5, 6] as const;

const fixed = (intent: Intent, questions: readonly string[], said: Said): Topic => ({
  intent,
  questions,
  answer: () => said,
});

const faqTopics = (business: BusinessFacts): readonly Topic[] =>
  business.faq.map(({ question, also, answer }, i) =>
    fixed('faq', [question, ...also], { text: answer, evidence: [`faq:${i}`] }),
  );

function identityTopics(business: BusinessFacts, { ask, say }: Wording): readonly Topic[] {
  const { address, name, owner } = business;
  return [
    ...(address === null ? [] : [fixed('address', ask.address, { text: say.address(address), evidence: ['address'] })]),
    fixed('name', ask.name, { text: say.name(name), evidence: ['name'] }),
    ...(owner === null ? [] : [fixed('owner', ask.owner, { text: say.owner(owner.name), evidence: ['owner'] })]),
  ];
}

function serviceTopics({ services }: BusinessFacts, { ask, say }: Wording): readonly Topic[] {
  if (services.length === 0) return [];
  const evidence = services.map((_, i) => `service:${i}`);
  const all = fixed('services', ask.services, { text: say.services(services.map(({ name }) => name)), evidence });
  return [...services.flatMap((service, i) => topicsOfService(service, [`service:${i}`], { ask, say })), all];
}

function topicsOfService(
  service: ServiceFacts,
  evidence: readonly string[],
  { ask, say }: Pick<Wording, 'ask' | 'say'>,
): readonly Topic[] {
  const { name, price, minutes } = service;
  const spoken = name.toLowerCase();
  const topics = [
    ...(price === null ? [] : [fixed('price', ask.price(spoken), { text: say.price(service), evidence })]),
    ...(minutes === null ? [] : [fixed('duration', ask.duration(spoken), { text: say.duration(service), evidence })]),
    fixed('offer', ask.offer(spoken), { text: say.offer(service), evidence }),
  ];
  return topics.map((topic) => ({ ...topic, subject: spoken }));
}

function hoursTopics(business: BusinessFacts, { ask, say }: Wording): readonly Topic[] {
  const { hours } = business;
  if (hours === null) return [];
  const intent = 'day';
  const topic = (questions: readonly string[], answer: Topic['answer']): Topic => ({ intent, questions, answer });
  const dayAnswer = (day: DayName, date: (now: DateTime) => DateTime) => (now: number) => {
    const facts = dayFacts(business, date(localTime(business, now)));
    return facts === null ? null : sayDay(day, facts, say);
  };
  return [
    fixed('hours', ask.hours, { text: say.hours(weekGroups(hours), closedDays(hours)), evidence: ['hours'] }),
    { intent: 'open-now', questions: ask.openNow, answer: (now) => sayNow(business, now, say) },
    topic(
      ask.day({ relative: 'today' }),
      dayAnswer({ relative: 'today' }, (now) => now),
    ),
    topic(
      ask.day({ relative: 'tomorrow' }),
      dayAnswer({ relative: 'tomorrow' }, (now) => now.plus({ days: 1 })),
    ),
    ...hours.map((_, weekday) =>
      topic(
        ask.day({ weekday }),
        dayAnswer({ weekday }, (now) => nextWeekday(now, weekday)),
      ),
    ),
    topic(ask.weekend, (now) => {
      const days = WEEKEND.map((weekday) => dayAnswer({ weekday }, (at) => nextWeekday(at, weekday))(now));
      const said = days.filter((each) => each !== null);
      return { text: said.map(({ text }) => text).join(' '), evidence: said.flatMap(({ evidence }) => evidence) };
    }),
    ...business.holidays.map(({ date, name }) => {
      const day = DateTime.fromISO(date, { zone: 'utc' });
      const said = { text: say.holiday(day, name), evidence: [`holiday:${date}`] };
      return topic([...ask.day({ holiday: name.toLowerCase() }), ...ask.date(day)], () => said);
    }),
  ];
}

/** A weekday that falls on a holiday is answered by the holiday. */
export function sayDay(day: DayName, facts: DayFacts, say: Wording['say']): Said {
  const text = facts.holiday === null ? say.day(day, facts.intervals) : say.holiday(facts.date, facts.holiday.name);
  return { text, evidence: facts.evidence };
}

function sayNow(business: BusinessFacts, now: number, say: Wording['say']): Said {
  const at = localTime(business, now);
  const today = dayFacts(business, at);
  const open = openInterval(business, at);
  if (open !== null) return { text: say.openUntil(open.toMinute), evidence: today?.evidence ?? [] };
  const next = nextOpening(business, at);
  if (next === null) return { text: say.closedUntil(null), evidence: today?.evidence ?? [] };
  const daysAhead = Math.round(next.day.date.startOf('day').diff(at.startOf('day'), 'days').days);
  const text = say.closedUntil({ weekday: next.day.weekday, minute: next.minute, daysAhead });
  return { text, evidence: Array.from(new Set([...(today?.evidence ?? []), dayEvidence(next.day.weekday)])) };
}
