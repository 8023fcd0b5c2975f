import type { LiveCall } from '../../daemon/call/live.js';
import { time } from '../../daemon/base/time.js';
import type { Region } from '../event-streams.js';
import { document, Empty } from '../parts/layout.js';
import { Line, Said } from '../parts/transcript.js';
import { minutes, type View } from '../view.js';

/** The conversation as it happens. */
export function livePage(view: View, call: LiveCall | null) {
  return document({
    view,
    title: view.texts.live,
    tab: 'live',
    stream: 'live',
    children: (
      <>
        <h1>{view.texts.live}</h1>
        <div id="live-head">
          <Head view={view} call={call} />
        </div>
        <ol id="live-turns" class="transcript" role="log" aria-live="polite">
          <Turns view={view} call={call} />
        </ol>
        <div id="live-now" class="transcript">
          <Now view={view} call={call} />
        </div>
      </>
    ),
  });
}

/** The same three pieces for the event stream: a partial word re-sends only the last of them. */
export function liveRegions(view: View, call: LiveCall | null): readonly Region[] {
  const head = call === null ? '' : [call.callId, call.phase, call.connectedAt, call.endedAt].join();
  const now = call === null ? '' : [call.callId, call.phase, call.hearing, call.saying].join('\n');
  return [
    { id: 'live-head', state: head, view: () => <Head view={view} call={call} /> },
    { id: 'live-turns', state: call?.turns, view: () => <Turns view={view} call={call} /> },
    { id: 'live-now', state: now, view: () => <Now view={view} call={call} /> },
  ];
}

function Head({ view, call }: { view: View; call: LiveCall | null }) {
  const t = view.texts;
  if (call === null) return <Empty title={t.noLiveCall} hint={t.noLiveCallHint} />;
  const running = call.endedAt === null;
  return (
    <div class={`card live-head phase-${call.phase}`}>
      <p class="live-who">
        <bdi>{view.number(call.from)}</bdi>
      </p>
      <p class="live-phase">
        <span class={`dot ${running ? 'dot-live' : ''}`} aria-hidden="true" />
        {t.phases[call.phase]}
      </p>
      <Clock since={call.connectedAt ?? call.ringingAt} until={call.endedAt} />
      {!running && (
        <p class="live-outcome">
          {call.outcome !== null && <bdi>{call.outcome.summary}</bdi>}{' '}
          <a href={`/calls/${call.callId}`}>{t.openRecord}</a>
        </p>
      )}
    </div>
  );
}

function Clock({ since, until }: { since: number; until: number | null }) {
  return (
    <time class="live-clock" role="timer" data-since={until === null ? String(since) : undefined}>
      {minutes((until ?? time.now()) - since)}
    </time>
  );
}

function Turns({ view, call }: { view: View; call: LiveCall | null }) {
  return (
    <>
      {(call?.turns ?? []).map((turn) => (
        <li class="turn">
          {turn.heard !== null && (
            <Line view={view} who="caller" at={null}>
              <bdi>{turn.heard}</bdi>
            </Line>
          )}
          {turn.said !== null && (
            <Line view={view} who="assistant" at={null}>
              <Said view={view} turn={turn} />
            </Line>
          )}
        </li>
      ))}
    </>
  );
}

/** What is being said at this moment: an answer in progress, then the caller who may be cutting it short. */
function Now({ view, call }: { view: View; call: LiveCall | null }) {
  if (call === null) return <></>;
  return (
    <>
      {call.saying !== '' && (
        <Line view={view} who="assistant" at={null}>
          <bdi>{call.saying}</bdi>
          {call.phase === 'assistant' && <Speaking />}
        </Line>
      )}
      {call.hearing !== '' && (
        <Line view={view} who="caller" at={null}>
          <bdi class="partial">{call.hearing}</bdi>
          {call.phase === 'caller' && <Speaking />}
        </Line>
      )}
      {call.phase === 'thinking' && call.saying === '' && <p class="thinking">{view.texts.phases.thinking} …</p>}
    </>
  );
}

const Speaking = () => (
  <span class="speaking" aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
);
