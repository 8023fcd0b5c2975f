import { time } from '../../daemon/base/time.js';
import type { OutcomeKind } from '../../daemon/store/record.js';
import type { CallSummary } from '../deps.js';
import { minutes, type View } from '../view.js';

export function OutcomePill({ view, kind }: { view: View; kind: OutcomeKind | null }) {
  const text = kind === null ? view.texts.inProgress : view.texts.outcomes[kind];
  return <span class={`pill pill-${kind ?? 'live'}`}>{text}</span>;
}

/** Calls under a heading for each day. */
export function CallList({ view, calls, search = '' }: { view: View; calls: readonly CallSummary[]; search?: string }) {
  const now = time.now();
  const days = Map.groupBy(calls, ({ startedAt }) => view.day(startedAt, now));
  return (
    <>
      {Array.from(days, ([day, ofDay]) => (
        <section class="day">
          <h3>{day}</h3>
          <ul class="calls">
            {ofDay.map((call) => (
              <CallLine view={view} call={call} search={search} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function CallLine({ view, call, search }: { view: View; call: CallSummary; search: string }) {
  const text = call.summary ?? '';
  return (
    <li>
      <a class="call" href={call.outcome === null ? '/live' : `/calls/${call.id}`}>
        <span class="call-who">
          <bdi>{shorten(call.name ?? view.number(call.from), NAME_CHARS)}</bdi>
          {call.name !== null && call.from !== null && (
            <small>
              <bdi>{view.number(call.from)}</bdi>
            </small>
          )}
        </span>
        <span class="call-when">
          {view.clock(call.startedAt)}
          {call.durationMs !== null && <span class="muted"> · {minutes(call.durationMs)}</span>}
        </span>
        {text !== '' && (
          <span class="call-text" dir="auto">
            <Marked text={shorten(text, LINE_CHARS)} words={search} />
          </span>
        )}
        <OutcomePill view={view} kind={call.outcome} />
      </a>
    </li>
  );
}

const NAME_CHARS = 60;
const LINE_CHARS = 280;

/** A hostile name or summary may be a novel: a line of a list shows its beginning. */
const shorten = (text: string, chars: number): string => (text.length > chars ? `${text.slice(0, chars)} …` : text);

/** The text with the searched words marked, wherever they begin a word. */
function Marked({ text, words }: { text: string; words: string }) {
  const wanted = words.match(/[\p{L}\p{N}]+/gu);
  if (wanted === null) return <bdi>{text}</bdi>;
  const parts = text.split(new RegExp(`(?<![\\p{L}\\p{N}])((?:${wanted.join('|')})[\\p{L}\\p{N}]*)`, 'giu'));
  return <bdi>{parts.map((part, i) => (i % 2 === 1 ? <mark>{part}</mark> : part))}</bdi>;
}
