import { DateTime } from 'luxon';
import { monthOf } from '../base/calendar-words.js';
import { foldCase, wordsOf } from '../base/language.js';
import { expanded, type Token, tokensOf } from './clause-tokens.js';
import type { BusinessFacts, ServiceFacts } from './facts.js';
import type { GuardWords } from './guard-words.js';
import { stemOf } from './stem.js';

/** Rows and words that a clause is held against. */
export interface Grounds {
  readonly business: BusinessFacts;
  readonly words: GuardWords;
}

/** The rows that carry the clause: its values and its subject stand in the same one. Null when none does. */
export function supportedByRow(tokens: readonly Token[], grounds: Grounds): readonly string[] | null {
  return (
    holidayClaim(tokens, grounds) ??
    serviceClaim(tokens, grounds) ??
    offerClaim(tokens, grounds) ??
    identityClaim(tokens, grounds) ??
    quotation(tokens, grounds)
  );
}

/** One text for each meaning: what two clauses can be compared by. */
function key(token: Token, { business }: Grounds): string {
  if (token.kind === 'word') return stemOf(token.word, business.language);
  if (token.kind === 'money') return `${token.currency}${token.value}`;
  if (token.kind === 'minutes') return `${token.value}min`;
  if (token.kind === 'time') return `at${token.minutes.join('/')}`;
  return token.kind === 'day' ? `day${token.weekday}` : String(token.value);
}

const keysOf = (text: string, grounds: Grounds): readonly string[] =>
  (tokensOf(expanded(text, grounds.words), grounds.words, grounds.business.language) ?? []).map((token) =>
    key(token, grounds),
  );

/** Every key of the row is said, and nothing else but words that only join. */
function says(
  tokens: readonly Token[],
  row: readonly string[],
  joining: ReadonlySet<string>,
  grounds: Grounds,
): boolean {
  const said = tokens.map((token) => key(token, grounds));
  const allowed = new Set(row);
  const onlyThat = tokens.every(
    (token, i) => allowed.has(said[i] ?? '') || (token.kind === 'word' && joining.has(token.word)),
  );
  return row.length > 0 && onlyThat && row.every((each) => said.includes(each));
}

function holidayClaim(tokens: readonly Token[], { business, words }: Grounds): readonly string[] | null {
  const said = tokens.flatMap((token) => (token.kind === 'word' ? [token.word] : []));
  if (!said.some((word) => words.hours.closed.has(word))) return null;
  for (const { date, name } of business.holidays) {
    const day = DateTime.fromISO(date, { zone: 'utc' });
    const names = wordsOf(name);
    const fits = (token: Token): boolean => {
      if (token.kind === 'day') return token.weekday === day.weekday - 1;
      if (token.kind === 'number') return token.value === day.day;
      if (token.kind !== 'word') return false;
      const { fill, closed } = words.hours;
      const joining = fill.has(token.word) || closed.has(token.word) || token.word === 'the' || token.word === 'of';
      return joining || names.includes(token.word) || monthOf(token.word, business.language) === day.month;
    };
    const dated =
      tokens.some(({ kind }) => kind === 'number') && said.some((word) => monthOf(word, business.language) !== null);
    if (tokens.every(fits) && (dated || names.every((word) => said.includes(word)))) return [`holiday:${date}`];
  }
  return null;
}

function serviceClaim(tokens: readonly Token[], grounds: Grounds): readonly string[] | null {
  for (const [i, service] of grounds.business.services.entries())
    if (claimsOf(service, grounds).some(([row, joining]) => says(tokens, row, joining, grounds)))
      return [`service:${i}`];
  return null;
}

/** "We offer puncture repair and oil change": whole names of services, one after the other. */
function offerClaim(tokens: readonly Token[], grounds: Grounds): readonly string[] | null {
  const { business, words } = grounds;
  const joins = (token: Token) =>
    token.kind === 'word' && (words.offer.has(token.word) || words.hours.and.has(token.word));
  let rest = tokens.filter((token) => !joins(token)).map((token) => key(token, grounds));
  const evidence: string[] = [];
  while (rest.length > 0) {
    const named = business.services.findIndex(({ name }) => startsWith(rest, keysOf(name, grounds)));
    if (named < 0) return null;
    evidence.push(`service:${named}`);
    rest = rest.slice(keysOf(business.services[named]?.name ?? '', grounds).length);
  }
  return evidence.length === 0 ? null : evidence;
}

const startsWith = (keys: readonly string[], start: readonly string[]): boolean =>
  start.length > 0 && start.every((each, i) => keys[i] === each);

type RowClaim = readonly [row: readonly string[], joining: ReadonlySet<string>];

function claimsOf({ name, price, currency, minutes }: ServiceFacts, grounds: Grounds): readonly RowClaim[] {
  const { words } = grounds;
  const subject = keysOf(name, grounds);
  const cost: RowClaim = [[...subject, `${currency}${price}`], words.price];
  const time: RowClaim = [[...subject, `${minutes}min`], words.duration];
  const both: RowClaim = [[...cost[0], ...time[0]], new Set([...words.price, ...words.duration, ...words.hours.and])];
  if (price === null) return minutes === null ? [] : [time];
  return minutes === null ? [cost] : [cost, time, both];
}

function identityClaim(tokens: readonly Token[], grounds: Grounds): readonly string[] | null {
  const { business, words } = grounds;
  if (business.address !== null && says(tokens, keysOf(business.address, grounds), words.address, grounds))
    return ['address'];
  if (says(tokens, keysOf(business.name, grounds), words.name, grounds)) return ['name'];
  const { owner } = business;
  const namesOwner = tokens.some((token) => token.kind === 'word' && words.ownerNoun.has(token.word));
  const joining = new Set([...words.owner, ...words.ownerNoun]);
  return owner !== null && namesOwner && says(tokens, keysOf(owner.name, grounds), joining, grounds) ? ['owner'] : null;
}

/** A whole sentence of an owner's answer, word by word in its order: half a sentence may mean the opposite. */
function quotation(tokens: readonly Token[], grounds: Grounds): readonly string[] | null {
  const { business, words } = grounds;
  const plain = (keys: readonly string[]) => keys.filter((each) => !fills.has(each)).join(' ');
  const fills = new Set(Array.from(words.quoteFill, (word) => stemOf(word, business.language)));
  const said = plain(tokens.map((token) => key(token, grounds)));
  if (said === '') return null;
  for (const [i, { answer }] of business.faq.entries())
    for (const sentence of [answer, ...sentencesOf(answer)])
      if (plain(keysOf(withoutVerdict(sentence, words), grounds)) === said) return [`faq:${i}`];
  return null;
}

export const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/[.!?;…]+(?=\s|$)|\n/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

/** "Yes, we accept cards" says two things; the "yes" is judged by what was asked. */
function withoutVerdict(sentence: string, words: GuardWords): string {
  const comma = sentence.indexOf(',');
  return comma > 0 && words.verdict.test(foldCase(sentence.slice(0, comma)).trim())
    ? sentence.slice(comma + 1)
    : sentence;
}
