import type { DateTime } from 'luxon';
import { halves, type Token } from './clause-tokens.js';
import {
  type BusinessFacts,
  dayEvidence,
  dayFacts,
  type Interval,
  localTime,
  nextWeekday,
  openInterval,
} from './facts.js';
import type { GuardWords } from './guard-words.js';

/** "from nine", "until six", "closed": null leaves an end open. Minutes are every one that may be meant. */
interface Claim {
  readonly closed: boolean;
  readonly from: readonly number[] | null;
  readonly to: readonly number[] | null;
}

/** A day as the rows have it; a weekday that falls on a holiday next has two truths. */
interface ClaimedDay {
  readonly truths: readonly (readonly Interval[])[];
  readonly evidence: string;
}

const CLOSED: Claim = { closed: true, from: null, to: null };
const OPEN: Claim = { closed: false, from: null, to: null };

/** Checks what a clause says about opening hours against the week. Null: it is not (only) about hours, or it is wrong. */
export function supportedHours(
  tokens: readonly Token[],
  business: BusinessFacts,
  now: number,
  words: GuardWords['hours'],
): readonly string[] | null {
  const reader = new HoursReader(business, localTime(business, now), words);
  return reader.read(tokens) ? reader.evidence() : null;
}

/** Reads days and times in either order ("Monday from nine to six", "from nine to six on Monday") and checks each pair. */
class HoursReader {
  readonly #found = new Set<string>();
  #days: ClaimedDay[] = [];
  #claim: Claim | null = null;
  #said: 'open' | 'close' | null = null;
  #checked = 0;
  #ofNow = false;

  constructor(
    private readonly business: BusinessFacts,
    private readonly at: DateTime,
    private readonly words: GuardWords['hours'],
  ) {}

  evidence(): readonly string[] {
    return Array.from(this.#found);
  }

  read(tokens: readonly Token[]): boolean {
    if (this.business.hours === null) return false;
    for (let i = 0; i < tokens.length; ) {
      const used = this.#step(tokens, i);
      if (used === 0) return false;
      i += used;
    }
    return this.#end();
  }

  /** How many tokens were understood and are true; 0 stops everything. */
  #step(tokens: readonly Token[], i: number): number {
    const token = tokens[i];
    if (token === undefined) return 0;
    if (token.kind === 'day') return this.#weekday(tokens, i, token.weekday);
    const minutes = minutesOf(token);
    if (minutes !== null) return this.#time(tokens, i, minutes);
    return token.kind === 'word' ? this.#word(token.word) : 0;
  }

  #weekday(tokens: readonly Token[], i: number, first: number): number {
    const last = tokens[i + 2];
    const range = last?.kind === 'day' && this.#isWord(tokens[i + 1], this.words.to);
    const until = range ? last.weekday : first;
    const days = Array.from({ length: ((until - first + 7) % 7) + 1 }, (_, ahead) => (first + ahead) % 7);
    return this.#addDays(days.map((day) => this.#claimedWeekday(day, range))) ? (range ? 3 : 1) : 0;
  }

  #claimedWeekday(weekday: number, inRange: boolean): ClaimedDay {
    const weekly = this.business.hours?.[weekday] ?? [];
    const next = dayFacts(this.business, nextWeekday(this.at, weekday))?.intervals ?? [];
    return { truths: inRange ? [weekly] : [weekly, next], evidence: dayEvidence(weekday) };
  }

  #time(tokens: readonly Token[], i: number, minutes: readonly number[]): number {
    const joint = this.#isWord(tokens[i + 1], this.words.to) || this.#isWord(tokens[i + 1], this.words.and) ? 1 : 0;
    const second = tokens[i + 1 + joint];
    const end = second === undefined ? null : minutesOf(second);
    if (end !== null) return this.#addClaim({ closed: false, from: minutes, to: end }) ? 2 + joint : 0;
    const closing = this.#said === 'close' || this.#isWord(tokens[i - 1], this.words.to);
    if (!closing && this.#said === null) return 0;
    return this.#addClaim({ closed: false, from: closing ? null : minutes, to: closing ? minutes : null }) ? 1 : 0;
  }

  #word(word: string): number {
    const { open, close, closed, today, tomorrow, now } = this.words;
    if (word === today || word === tomorrow) return this.#relativeDay(word === today ? 0 : 1) ? 1 : 0;
    if (word === now) this.#ofNow = true;
    if (closed.has(word)) return this.#addClaim(CLOSED) ? 1 : 0;
    if (open.has(word)) this.#said = 'open';
    else if (close.has(word)) this.#said = 'close';
    return word === now ||
      open.has(word) ||
      close.has(word) ||
      this.words.fill.has(word) ||
      this.words.to.has(word) ||
      this.words.and.has(word)
      ? 1
      : 0;
  }

  #relativeDay(ahead: number): boolean {
    const day = dayFacts(this.business, this.at.plus({ days: ahead }));
    return day !== null && this.#addDays([{ truths: [day.intervals], evidence: day.evidence[0] ?? 'hours' }]);
  }

  #addDays(days: readonly ClaimedDay[]): boolean {
    this.#days.push(...days);
    return this.#claim === null || this.#check();
  }

  #addClaim(claim: Claim): boolean {
    if (this.#claim !== null) return false;
    this.#claim = claim;
    return this.#days.length === 0 || this.#check();
  }

  /** Days and times that stand together must be so in the rows, for every one of the days. */
  #check(): boolean {
    const claim = this.#claim ?? OPEN;
    const holds = this.#days.every(({ truths }) => truths.every((intervals) => fits(claim, intervals)));
    for (const { evidence } of this.#days) this.#found.add(evidence);
    this.#days = [];
    this.#claim = null;
    this.#checked++;
    return holds;
  }

  /** What was left without its other half: "we are open on Monday", or a time, which then is said of the whole week. */
  #end(): boolean {
    if (this.#ofNow) return this.#endNow();
    if (this.#days.length > 0) return this.#said === 'open' && this.#check();
    if (this.#claim === null) return this.#checked > 0;
    if (this.#claim.closed || this.#checked > 0) return false;
    const openDays = (this.business.hours ?? []).filter((intervals) => intervals.length > 0);
    this.#days = openDays.map((intervals) => ({ truths: [intervals], evidence: 'hours' }));
    return openDays.length > 0 && this.#check();
  }

  /** "We are open now, until six", «мы сейчас закрыты»: judged by the clock and by today's hours. */
  #endNow(): boolean {
    const today = dayFacts(this.business, this.at);
    if (today === null || this.#days.length > 0 || this.#checked > 0) return false;
    for (const row of today.evidence) this.#found.add(row);
    const open = openInterval(this.business, this.at) !== null;
    if (this.#claim?.closed === true) return !open;
    return this.#said === 'open' && open && (this.#claim === null || fits(this.#claim, today.intervals));
  }

  #isWord(token: Token | undefined, among: ReadonlySet<string>): boolean {
    return token?.kind === 'word' && among.has(token.word);
  }
}

function minutesOf(token: Token): readonly number[] | null {
  if (token.kind === 'time') return token.minutes;
  if (token.kind !== 'number' || token.ordinal || !Number.isInteger(token.value) || token.value > 24) return null;
  return halves(token.value * 60);
}

function fits(claim: Claim, intervals: readonly Interval[]): boolean {
  if (claim.closed) return intervals.length === 0;
  const [only, ...more] = intervals;
  if (only === undefined || (more.length > 0 && (claim.from !== null || claim.to !== null))) return false;
  return (claim.from?.includes(only.fromMinute) ?? true) && (claim.to?.includes(only.toMinute) ?? true);
}
