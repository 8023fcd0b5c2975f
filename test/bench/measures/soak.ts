import { readFileSync } from 'node:fs';
import type { CallRecord } from '../../../daemon/store/record.js';
import type { Measure } from '../measure.js';
import { DemoBox } from '../demo-box.js';
import { residentBytes } from '../process-usage.js';
import { median } from '../statistics.js';
import { atEnd, inWorkspace, tell } from '../workspace.js';
import { time } from '../../../daemon/base/time.js';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 30);
/** The caller's questions, each a reason to answer. */
const STEPS = [
  '--say',
  'When are you open?',
  '--say',
  'How much is a puncture repair?',
  '--say',
  'Thank you, goodbye.',
];
const GROWTH_AT_MOST = 0.02;

/** What one call of the soak came to; 'heard' and 'spoke' are the two ways of the voice. */
interface Visit {
  readonly heard: boolean;
  readonly spoke: boolean;
  readonly residentMb: number;
}

export const soak: Measure = {
  name: 'SOAK',
  about: `${MINUTES} minutes of calls on a modem of profile degrading: calls after the first without voice both ways`,
  goal: '0, growth ≤0.02',
  onlyNamed: true,
  async measure() {
    const box = new DemoBox(inWorkspace('soak'));
    atEnd(() => box.stop());
    await box.start([...STEPS, '--profile', 'degrading', '--json', inWorkspace('soak-0.json')]);
    await box.firstCallOver();
    const visits: Visit[] = [];
    for (const sinceMs = time.monotonicMs(); time.monotonicMs() - sinceMs < MINUTES * 60_000; ) {
      visits.push(await visit(box, inWorkspace(`soak-${visits.length + 1}.json`)));
      tell(`soak: ${visits.length} calls, ${visits.filter(({ heard, spoke }) => !heard || !spoke).length} lame`);
    }
    const lame = visits.filter(({ heard, spoke }) => !heard || !spoke).length;
    const resident = visits.map(({ residentMb }) => residentMb);
    const growth = median(resident.slice(-5)) / median(resident.slice(0, 5)) - 1;
    const ok = lame === 0 && growth <= GROWTH_AT_MOST;
    return {
      figure: lame,
      unit: 'calls',
      ok,
      n: visits.length,
      samples: visits,
      beside: { growth: growth.toFixed(3) },
    };
  },
};

async function visit(box: DemoBox, json: string): Promise<Visit> {
  // The caller takes its next step only when it has heard an answer to the last.
  const spoke = await box.call([...STEPS, '--json', json]).catch(() => false);
  const { daemon, engines } = await box.processes();
  const bytes = [daemon, ...engines.map(({ pid }) => pid)].reduce((sum, pid) => sum + residentBytes(pid), 0);
  return { heard: wasHeard(json), spoke, residentMb: bytes / 1e6 };
}

/** A call that left no record was not heard. */
function wasHeard(json: string): boolean {
  try {
    const { turns } = JSON.parse(readFileSync(json, 'utf8')) as CallRecord;
    return turns.filter(({ heard }) => (heard ?? '') !== '').length >= STEPS.length / 2;
  } catch {
    return false;
  }
}
