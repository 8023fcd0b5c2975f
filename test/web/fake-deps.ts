import { inBoth } from '../../daemon/base/language.js';
import { rm, writeFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Topic } from '../../daemon/base/topic.js';
import { wavHeader } from '../../daemon/base/wav.js';
import type { LiveEvent } from '../../daemon/call/live.js';
import type { EngineStatus } from '../../daemon/engines/engine.js';
import type { StoreHealth } from '../../daemon/store/health.js';
import type { ModemStatus } from '../../daemon/modem/line.js';
import type { Outcome, TurnRecord } from '../../daemon/store/record.js';
import type { CallQuestion, CallSummary, Healing, StoredCall, Task, WebDeps } from '../../web/deps.js';

export const id = (n: number): string => `01KAH${String(n).padStart(21, '0')}`;

const QUIET = { endpointMs: 0, sttMs: 0, llmMs: 0, ttsMs: 0, playMs: 0, deadAirMs: 0 };

export const turn = (fields: Partial<TurnRecord>): TurnRecord => ({
  heard: null,
  heardStartMs: null,
  heardEndMs: null,
  said: null,
  spoken: fields.said ?? null,
  saidStartMs: null,
  saidEndMs: null,
  interrupted: false,
  path: 'faq',
  evidence: [],
  timing: QUIET,
  ...fields,
});

export const ANSWERED: Outcome = {
  kind: 'answered',
  summary: 'Asked when the workshop is open.',
  name: null,
  number: null,
  reason: null,
};

export const TURNS: readonly TurnRecord[] = [
  turn({
    said: 'Hello, this is the automatic assistant of Sunrise Bicycle Workshop. The call is recorded. How can I help?',
    saidStartMs: 400,
    saidEndMs: 5600,
    path: 'greeting',
  }),
  turn({
    heard: 'when are you open',
    heardStartMs: 6100,
    heardEndMs: 7300,
    said: 'We are open Monday to Friday from nine to six, and on Saturday from ten to two.',
    saidStartMs: 7840,
    saidEndMs: 12_300,
    evidence: ['hours'],
    timing: { endpointMs: 320, sttMs: 30, llmMs: 12, ttsMs: 98, playMs: 80, deadAirMs: 540 },
  }),
  turn({
    heard: 'do you sell electric scooters',
    heardStartMs: 13_000,
    heardEndMs: 14_500,
    said: 'I am not sure about that. I will find out, and somebody will call you back. May I have your name?',
    spoken: 'I am not sure about that. I will find out,',
    saidStartMs: 15_910,
    saidEndMs: 18_400,
    interrupted: true,
    path: 'llm',
    evidence: ['service:0', 'faq:3'],
    timing: { endpointMs: 380, sttMs: 40, llmMs: 790, ttsMs: 120, playMs: 80, deadAirMs: 1410 },
  }),
];

/** Five seconds a channel are enough for a player; the times of the turns above go on after them. */
async function writeRecording(file: string, seconds: number): Promise<void> {
  const bytes = seconds * 8000 * 4;
  await writeFile(file, Buffer.concat([wavHeader({ channels: 2, sampleRateHz: 8000 }, bytes), Buffer.alloc(bytes)]));
}

export interface FakeBox {
  readonly deps: WebDeps;
  readonly live: Topic<LiveEvent>;
  line: ModemStatus;
  engines: readonly EngineStatus[];
  store: StoreHealth;
  healing: readonly Healing[];
  calls: CallSummary[];
  tasks: Task[];
  /** What reading the calls fails with. */
  failure: Error | null;
  readonly recording: string;
  readonly stored: Map<string, StoredCall>;
  remove(): Promise<void>;
}

export const READY: ModemStatus = {
  state: 'ready',
  detail: inBoth(''),
  operator: 'Vodafone UK',
  registration: 'home',
  technology: 'LTE',
  signalDbm: -79,
  model: 'SIMCOM_SIM7600E-H',
  firmware: 'LE20B04SIM7600M22',
  subversion: 'B04V03',
  pinTries: null,
  chosen: null,
};

export const engine = (kind: EngineStatus['kind'], fields: Partial<EngineStatus> = {}): EngineStatus => ({
  kind,
  state: 'ready',
  detail: inBoth(''),
  model: { stt: 'vosk-small-en', llm: 'smollm2-135m', tts: 'piper-en-joe' }[kind],
  loadMs: 1240,
  memoryBytes: 182e6,
  restarts: 0,
  pid: 4000,
  ...fields,
});

const summary = (n: number, fields: Partial<CallSummary>): CallSummary => ({
  id: id(n),
  from: '+447700900123',
  name: null,
  startedAt: Date.UTC(2026, 10, 21, 9, 0) - n * 5_400_000,
  durationMs: 42_000 + n * 1000,
  outcome: 'answered',
  summary: 'Asked when the workshop is open.',
  ...fields,
});

export const SOME_CALLS: readonly CallSummary[] = [
  summary(1, { outcome: null, summary: '', durationMs: 12_000 }),
  summary(2, {
    outcome: 'message',
    name: 'John Smith',
    summary:
      'His bicycle has a broken chain. Wants to bring it in tomorrow morning, and asks to be called back before ten.',
  }),
  summary(3, {}),
  summary(4, { from: null, outcome: 'abandoned', summary: 'Hung up during the greeting.', durationMs: 3100 }),
  summary(5, { from: '+4915112345678', outcome: 'spam', summary: 'Offered solar panels.' }),
];

export const SOME_TASKS: readonly Task[] = [
  {
    id: id(71),
    callId: id(2),
    createdAt: Date.UTC(2026, 10, 21, 6, 12),
    name: 'John Smith',
    number: '+447700900123',
    kind: 'message',
    reason: 'His bicycle has a broken chain. Please call back before ten.',
    state: 'open',
  },
  {
    id: id(72),
    callId: id(3),
    createdAt: Date.UTC(2026, 10, 20, 15, 40),
    name: null,
    number: null,
    kind: 'message',
    reason: 'Do you sell electric scooters?',
    state: 'open',
  },
];

/** A box whose every answer a test can set; only the daemon behind the page is made up, the page is the real one. */
export async function fakeBox(): Promise<FakeBox> {
  const folder = mkdtempSync(path.join(tmpdir(), 'secretary-web-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const recording = path.join(folder, `${id(2)}.wav`);
  await writeRecording(recording, 20);
  const live = new Topic<LiveEvent>('live');
  const box: FakeBox = {
    live,
    line: READY,
    engines: [engine('stt'), engine('llm'), engine('tts')],
    store: { state: 'well', detail: inBoth('') },
    healing: [],
    calls: [...SOME_CALLS],
    tasks: [...SOME_TASKS],
    failure: null,
    recording,
    stored: new Map(),
    remove: () => rm(folder, { recursive: true }),
    deps: {
      business: () => ({ name: 'Sunrise Bicycle Workshop', language: 'en', country: 'GB', timezone: 'Europe/London' }),
      lineStatus: () => box.line,
      engineStatuses: () => box.engines,
      storeHealth: () => box.store,
      listHealing: async () => box.healing,
      live,
      listCalls: async (query) => {
        if (box.failure !== null) throw box.failure;
        return find(box.calls, query);
      },
      readCall: async (callId) => box.stored.get(callId) ?? null,
      listTasks: async (state) => box.tasks.filter((task) => task.state === state),
      setTaskState: async (taskId, state) => {
        box.tasks = box.tasks.map((task) => (task.id === taskId ? { ...task, state } : task));
        return box.tasks.some((task) => task.id === taskId);
      },
    },
  };
  box.stored.set(id(2), storedCall(recording));
  return box;
}

export function storedCall(recording: string, turns: readonly TurnRecord[] = TURNS): StoredCall {
  return {
    startedAt: Date.UTC(2026, 10, 21, 6, 0),
    record: {
      call: {
        id: id(2),
        from: '+447700900123',
        direction: 'in',
        answeredAfterMs: 4100,
        durationMs: 19_000,
        endReason: 'caller-hung-up',
        recording,
        bytesOut: 0,
        rungs: ['faq', 'llm'],
      },
      turns,
      outcome: {
        ...ANSWERED,
        kind: 'message',
        name: 'John Smith',
        number: '+447700900123',
        reason: 'broken chain',
        summary: 'His bicycle has a broken chain. Please call back before ten.',
      },
    },
  };
}

function find(calls: readonly CallSummary[], { search = '', before, limit }: CallQuestion): readonly CallSummary[] {
  const from = before === undefined ? 0 : calls.findIndex(({ id: each }) => each === before) + 1;
  return calls
    .slice(from)
    .filter((call) => `${call.name} ${call.summary}`.toLowerCase().includes(search.toLowerCase()))
    .slice(0, limit);
}
