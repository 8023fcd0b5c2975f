import { readFileSync } from 'node:fs';
import { type Cancel, time } from '../../daemon/base/time.js';
import type { EngineKind } from '../../daemon/engines/engine.js';
import type { LlmUsage } from '../../daemon/engines/llm/llm.js';
import { DemoBox, type Processes } from './demo-box.js';
import { type HeardCall, hearCall } from './heard-call.js';
import { once } from './measure.js';
import { cpuMs, residentBytes, shareOfMemoryBytes } from './process-usage.js';
import { QUESTIONS } from './questions.js';
import { sum } from './statistics.js';
import { atEnd, tell, inWorkspace } from './workspace.js';

/** Resident megabytes at one moment; 'all' is daemon and engines together. */
export type Memory = Readonly<Record<'daemon' | EngineKind | 'all', number>>;

/** One daemon, three calls of ten turns each; what the measures of conversation are taken from. */
export interface DemoCalls {
  readonly box: DemoBox;
  readonly processes: Processes;
  readonly firstRingMs: number;
  /** The ten questions, as the first call after the start and once more. */
  readonly first: HeardCall;
  readonly later: HeardCall;
  /** A question and nine more, each into the answer before. */
  readonly barging: HeardCall;
  /** CPU of the daemon's process during the later call, without its engines. */
  readonly laterCpuMs: number;
  /** Every second from the first ring to the end of the last call. */
  readonly memory: readonly Memory[];
  /** Two seconds after the last call. */
  readonly memoryAtRest: Memory;
  /** After the last call, the daemon's own share in bytes (process-usage.ts). */
  readonly daemonShareBytes: number;
  /** One for each time that the language model was asked. */
  readonly llmUsage: readonly LlmUsage[];
}

/** Their answers last long enough to be broken into a second after they begin. */
const LONG_ANSWERS = ['Do you repair electric bikes?', 'When are you open?', 'Do you give a guarantee?'] as const;
const BARGES = 9;

export const demoCalls = once(async (): Promise<DemoCalls> => {
  const box = new DemoBox(inWorkspace('demo'));
  atEnd(() => box.stop());
  const say = QUESTIONS.flatMap((text) => ['--say', text]);
  tell('demo: the first call, ten questions');
  const firstRingMs = await box.start([...say, ...stepsOf('first')]);
  const processes = await box.processes();
  const memory: Memory[] = [];
  const stop = watch(processes, memory);
  try {
    await box.firstCallOver();
    tell('demo: the ten questions again');
    const cpuBefore = cpuMs(processes.daemon);
    await box.call([...say, ...stepsOf('later')]);
    const laterCpuMs = cpuMs(processes.daemon) - cpuBefore;
    tell('demo: a caller who interrupts');
    await box.call([...bargingSteps(), ...stepsOf('barging')]);
    stop();
    await time.sleep(2000);
    const memoryAtRest = memoryOf(processes);
    const daemonShareBytes = shareOfMemoryBytes(processes.daemon);
    const [first, later, barging] = ['first', 'later', 'barging'].map((name) => hearCall(jsonOf(name)));
    if (first === undefined || later === undefined || barging === undefined) throw new Error('a call is missing');
    const llmUsage = usageIn(box.log);
    const [calls, memories] = [
      { first, later, barging },
      { memory, memoryAtRest, daemonShareBytes },
    ];
    return { box, processes, firstRingMs, ...calls, ...memories, laterCpuMs, llmUsage };
  } finally {
    stop();
  }
});

const jsonOf = (name: string): string => inWorkspace(`${name}.json`);
const stepsOf = (name: string): string[] => ['--from', '+447700900456', '--json', jsonOf(name)];

function bargingSteps(): string[] {
  const question = (i: number) => LONG_ANSWERS[i % LONG_ANSWERS.length] ?? '';
  const barges = Array.from({ length: BARGES }, (_, i) => ['--barge', question(i + 1)]);
  return ['--say', question(0), ...barges.flat()];
}

function watch(processes: Processes, memory: Memory[]): Cancel {
  return time.every(1000, () => {
    try {
      memory.push(memoryOf(processes));
    } catch {
      // A process that is gone has no memory; the calls will tell.
    }
  });
}

function memoryOf({ daemon, engines }: Processes): Memory {
  const megabytes = (pid: number) => residentBytes(pid) / 1e6;
  const parts = { daemon: megabytes(daemon), stt: 0, llm: 0, tts: 0 };
  for (const { kind, pid } of engines) parts[kind] = megabytes(pid);
  return { ...parts, all: sum(Object.values(parts)) };
}

/** What the daemon logs of each answer of the language model. */
function usageIn(logFile: string): readonly LlmUsage[] {
  const lines = readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return lines
    .map((line) => JSON.parse(line) as LlmUsage & { in: string; message: string })
    .filter((line) => line.in === 'engines/llm' && line.message === 'answered');
}
