import type { CallFacts, CallRecord } from '../../daemon/store/record.js';
import type { StoredCall } from '../deps.js';
import { OutcomePill } from '../parts/call-list.js';
import { document } from '../parts/layout.js';
import { timingScale } from '../parts/timing.js';
import { TurnItem } from '../parts/transcript.js';
import { minutes, type View } from '../view.js';

/** One call: what came of it, its sound, and every line of it. */
export function callPage(view: View, { startedAt, record }: StoredCall, hasRecording: boolean) {
  const { call, outcome } = record;
  const audio = hasRecording ? `/calls/${call.id}/recording.wav` : null;
  return document({
    view,
    title: view.texts.call,
    tab: 'calls',
    children: (
      <article>
        <header class="call-head">
          <h1>
            <bdi>{outcome.name ?? view.number(call.from)}</bdi>
          </h1>
          <OutcomePill view={view} kind={outcome.kind} />
          <p class="muted">
            {view.dateAndTime(startedAt)} · {minutes(call.durationMs)}
          </p>
          {outcome.summary !== '' && (
            <p class="summary" dir="auto">
              <bdi>{outcome.summary}</bdi>
            </p>
          )}
        </header>
        <div class="with-aside">
          <div>
            <Player view={view} audio={audio} />
            <Transcript view={view} record={record} audio={audio} />
          </div>
          <Facts view={view} record={record} audio={audio} />
        </div>
      </article>
    ),
  });
}

function Player({ view, audio }: { view: View; audio: string | null }) {
  if (audio === null) return <p class="card muted">{view.texts.noRecording}</p>;
  return (
    <div class="player card">
      <audio id="player" controls preload="metadata" src={audio} aria-label={view.texts.recording} />
    </div>
  );
}

function Transcript({ view, record, audio }: { view: View; record: CallRecord; audio: string | null }) {
  const t = view.texts;
  const scaleMs = timingScale(record.turns.map(({ timing }) => timing));
  return (
    <section aria-labelledby="transcript-title">
      <h2 id="transcript-title">{t.transcript}</h2>
      {record.turns.length === 0 && <p class="muted">{t.noTurns}</p>}
      <ol class={`transcript ${audio === null ? '' : 'seekable'}`}>
        {record.turns.map((turn) => (
          <TurnItem view={view} turn={turn} audio={audio} scaleMs={scaleMs} />
        ))}
      </ol>
    </section>
  );
}

function Facts({ view, record, audio }: { view: View; record: CallRecord; audio: string | null }) {
  const t = view.texts;
  const { call } = record;
  return (
    <aside class="card" aria-labelledby="facts-title">
      <h2 id="facts-title">{t.facts}</h2>
      <dl class="facts">
        {factsOf(view, record).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </>
        ))}
      </dl>
      <p class="downloads">
        {audio !== null && <a href={`${audio}?download`}>{t.downloadWav}</a>}
        <a href={`/calls/${call.id}/record.json`}>{t.downloadJson}</a>
      </p>
    </aside>
  );
}

function factsOf(view: View, { call, outcome }: CallRecord): readonly (readonly [string, string])[] {
  const t = view.texts;
  const asked = [
    [t.callerName, outcome.name],
    [t.callbackNumber, outcome.number === null ? null : view.number(outcome.number)],
    [t.reason, outcome.reason],
  ] as const;
  return [
    [t.caller, view.number(call.from)],
    ...asked.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
    [t.direction, call.direction === 'in' ? t.incoming : t.outgoing],
    [t.answeredAfter, t.seconds(view.figure(call.answeredAfterMs / 1000, 1))],
    [t.duration, minutes(call.durationMs)],
    [t.endReason, t.endReasons[call.endReason] ?? call.endReason.replaceAll('-', ' ')],
    [t.engines, rungs(view, call)],
    [t.privacy, call.bytesOut === 0 ? t.nothingLeft : t.bytesLeft(view.figure(call.bytesOut))],
  ];
}

const rungs = (view: View, call: CallFacts): string =>
  call.rungs.map((rung) => view.texts.paths[rung]).join(', ') || '–';
