import type { LiveCall } from '../../daemon/call/live.js';
import type { EngineStatus } from '../../daemon/engines/engine.js';
import type { ModemStatus } from '../../daemon/modem/line.js';
import type { StoreHealth } from '../../daemon/store/health.js';
import { barsOf } from '../../daemon/base/signal-bars.js';
import type { CallSummary, Healing, Task } from '../deps.js';
import type { Region } from '../event-streams.js';
import { CallList } from '../parts/call-list.js';
import { document, Empty } from '../parts/layout.js';
import { readinessOf } from '../readiness.js';
import type { View } from '../view.js';

export interface BoxState {
  readonly line: ModemStatus;
  readonly engines: readonly EngineStatus[];
  readonly store: StoreHealth;
  readonly call: LiveCall | null;
}

interface StatusData {
  readonly box: BoxState;
  readonly calls: readonly CallSummary[];
  readonly openTasks: readonly Task[];
  readonly healing: readonly Healing[];
}

/** Can it answer, and what came in lately. */
export function statusPage(view: View, { box, calls, openTasks, healing }: StatusData) {
  const t = view.texts;
  return document({
    view,
    title: t.nav.status,
    tab: 'status',
    stream: 'status',
    children: (
      <>
        <div id="hero">
          <Hero view={view} box={box} />
        </div>
        <div class="columns">
          <section class="card" aria-labelledby="line-title">
            <h2 id="line-title">{t.line}</h2>
            <div id="line">
              <LineFacts view={view} line={box.line} />
            </div>
            {healing.length > 0 && <HealingList view={view} healing={healing} />}
          </section>
          <section class="card" aria-labelledby="engines-title">
            <h2 id="engines-title">{t.engines}</h2>
            <ul id="engines" class="engines">
              <Engines view={view} engines={box.engines} />
            </ul>
          </section>
        </div>
        <Latest view={view} calls={calls} openTasks={openTasks} />
      </>
    ),
  });
}

export function statusRegions(view: View, box: BoxState): readonly Region[] {
  const { line, engines, store, call } = box;
  const lineState = JSON.stringify(line);
  const enginesState = JSON.stringify(engines);
  return [
    {
      id: 'hero',
      state: `${lineState}${enginesState}${store.detail.en}${call?.callId} ${call?.phase}`,
      view: () => <Hero view={view} box={box} />,
    },
    { id: 'line', state: lineState, view: () => <LineFacts view={view} line={line} /> },
    { id: 'engines', state: enginesState, view: () => <Engines view={view} engines={engines} /> },
  ];
}

function Hero({ view, box }: { view: View; box: BoxState }) {
  const t = view.texts;
  const { line, engines, store, call } = box;
  if (call !== null && call.phase !== 'ended') {
    return (
      <div class="hero tone-live">
        <span class="dot dot-live" aria-hidden="true" />
        <h1>{t.onCall}</h1>
        <p>
          <bdi>{view.number(call.from)}</bdi> · {t.phases[call.phase]}
        </p>
        <a class="button" href="/live">
          {t.follow}
        </a>
      </div>
    );
  }
  const readiness = readinessOf(line, engines);
  const trouble = engines.filter(({ state }) => state !== 'ready').map(({ kind }) => t.engineKinds[kind]);
  return (
    <div class={`hero tone-${readiness}`}>
      <span class="dot" aria-hidden="true" />
      <h1>{t.readiness[readiness]}</h1>
      {line.state === 'ready' ? (
        <p>{trouble.length > 0 && `${t.engines}: ${trouble.join(', ')}`}</p>
      ) : (
        <p>{stateOfLine(view, line)}</p>
      )}
      <p>{stateOfStore(view, store)}</p>
    </div>
  );
}

/** '' when all is well. */
const stateOfStore = (view: View, { state, detail }: StoreHealth): string => {
  if (state === 'well') return '';
  return `${state === 'failing' ? view.texts.notKept : view.texts.littleRoom}: ${detail[view.language]}`;
};

const stateOfLine = (view: View, line: ModemStatus): string =>
  line.state === 'ready' ? view.texts.lineReady : line.detail[view.language];

function LineFacts({ view, line }: { view: View; line: ModemStatus }) {
  const t = view.texts;
  return (
    <dl class="facts">
      <dt>{t.modem}</dt>
      <dd>{[line.model, stateOfLine(view, line)].filter(Boolean).join(' · ')}</dd>
      <dt>{t.network}</dt>
      <dd>{[line.operator, line.technology, t.registrations[line.registration]].filter(Boolean).join(' · ')}</dd>
      <dt>{t.signal}</dt>
      <dd>{line.signalDbm === null ? t.unknown : <Signal view={view} dbm={line.signalDbm} />}</dd>
      {line.firmware !== null && <dt>{t.firmware}</dt>}
      {line.firmware !== null && (
        <dd>
          <code>{line.firmware}</code>
        </dd>
      )}
    </dl>
  );
}

/** As it was when the page was opened: what it shows took minutes. */
function HealingList({ view, healing }: { view: View; healing: readonly Healing[] }) {
  return (
    <>
      <h3 class="healing-title">{view.texts.healing}</h3>
      <ul class="healing">
        {healing.map(({ at, words }) => (
          <li>
            <small>{view.dateAndTime(at)}</small> {words[view.language]}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Bars as telephones draw them, from the dBm of +CSQ (−113 … −51). */
function Signal({ view, dbm }: { view: View; dbm: number }) {
  const bars = barsOf(dbm);
  return (
    <span class="signal">
      <svg viewBox="0 0 22 16" width="22" height="16" aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <rect
            class={bar <= bars ? 'on' : 'off'}
            x={(bar - 1) * 6}
            y={16 - bar * 4}
            width="4"
            height={bar * 4}
            rx="1"
          />
        ))}
      </svg>
      {view.texts.signalOf(bars, dbm)}
    </span>
  );
}

function Engines({ view, engines }: { view: View; engines: readonly EngineStatus[] }) {
  return (
    <>
      {engines.map((engine) => (
        <Engine view={view} engine={engine} />
      ))}
    </>
  );
}

function Engine({ view, engine }: { view: View; engine: EngineStatus }) {
  const t = view.texts;
  const facts = [
    engine.loadMs === null ? '' : t.loadedIn(t.seconds(view.figure(engine.loadMs / 1000, 1))),
    engine.memoryBytes === null ? '' : t.memory(view.figure(engine.memoryBytes / 1e6)),
    engine.restarts === 0 ? '' : t.restarted(engine.restarts),
  ];
  return (
    <li class={`engine engine-${engine.state}`}>
      <span class="dot" aria-hidden="true" />
      <b>{t.engineKinds[engine.kind]}</b> <span class="engine-state">{t.engineStates[engine.state]}</span>
      {engine.model !== null && <code>{engine.model}</code>}
      {engine.detail.en !== '' && <p>{engine.detail[view.language]}</p>}
      <small>{facts.filter((fact) => fact !== '').join(' · ')}</small>
    </li>
  );
}

function Latest({ view, calls, openTasks }: { view: View; calls: readonly CallSummary[]; openTasks: readonly Task[] }) {
  const t = view.texts;
  return (
    <section aria-labelledby="latest-title">
      <div class="section-head">
        <h2 id="latest-title">{t.latestCalls}</h2>
        {openTasks.length > 0 && (
          <a class="count" href="/messages">
            {t.openMessages} <b>{openTasks.length}</b>
          </a>
        )}
        {calls.length > 0 && <a href="/calls">{t.allCalls}</a>}
      </div>
      {calls.length === 0 ? <Empty title={t.noCalls} hint={t.noCallsHint} /> : <CallList view={view} calls={calls} />}
    </section>
  );
}
