import type { Child } from 'hono/jsx';
import type { TurnRecord } from '../../daemon/store/record.js';
import { minutes, type View } from '../view.js';
import { TimingBar } from './timing.js';

interface LineProps {
  readonly view: View;
  readonly who: 'caller' | 'assistant';
  /** Where it stands in the recording; null while the call is going on. */
  readonly at: { readonly ms: number; readonly audio: string } | null;
  readonly children: Child;
}

/** Something said. Without JavaScript the time is a link that plays the recording from there. */
export function Line({ view, who, at, children }: LineProps) {
  const seconds = at === null ? undefined : (at.ms / 1000).toFixed(2);
  return (
    <div class={`line ${who}`} data-seek={seconds}>
      <span class="line-who">
        {view.texts[who]}
        {at !== null && (
          <a class="line-at" href={`${at.audio}#t=${seconds}`} aria-label={view.texts.playFrom(minutes(at.ms))}>
            {minutes(at.ms)}
          </a>
        )}
      </span>
      <p dir="auto">{children}</p>
    </div>
  );
}

/** The part that the caller heard, and what a barge-in kept from being played. */
export function Said({ view, turn }: { view: View; turn: TurnRecord }) {
  const said = turn.said ?? '';
  const spoken = turn.spoken ?? said;
  const unheard = said.startsWith(spoken) ? said.slice(spoken.length) : '';
  return (
    <>
      <bdi>{spoken}</bdi>
      {unheard.trim() !== '' && (
        <span class="unheard" title={view.texts.notPlayed}>
          <bdi>{unheard}</bdi>
        </span>
      )}
      {turn.interrupted && <span class="tag"> {view.texts.interrupted}</span>}
    </>
  );
}

/** A turn of a finished call: what was heard, how long the answer took, what was said and what it stands on. */
export function TurnItem(props: { view: View; turn: TurnRecord; audio: string | null; scaleMs: number }) {
  const { view, turn, audio, scaleMs } = props;
  const at = (ms: number | null) => (audio === null || ms === null ? null : { ms, audio });
  return (
    <li class="turn">
      {turn.heard !== null && (
        <Line view={view} who="caller" at={at(turn.heardStartMs)}>
          <bdi>{turn.heard}</bdi>
        </Line>
      )}
      {turn.heard !== null && turn.said !== null && <TimingBar view={view} timing={turn.timing} scaleMs={scaleMs} />}
      {turn.said !== null && (
        <Line view={view} who="assistant" at={at(turn.saidStartMs)}>
          <Said view={view} turn={turn} />
        </Line>
      )}
      {turn.said !== null && <Source view={view} turn={turn} />}
    </li>
  );
}

function Source({ view, turn }: { view: View; turn: TurnRecord }) {
  return (
    <p class="source">
      {view.texts.paths[turn.path]}
      {turn.evidence.length > 0 && ` · ${view.texts.evidence} `}
      {turn.evidence.map((row) => (
        <code>{row}</code>
      ))}
    </p>
  );
}
