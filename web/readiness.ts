import type { EngineStatus } from '../daemon/engines/engine.js';
import type { ModemStatus } from '../daemon/modem/line.js';

/** 'limited' answers calls, but an engine is missing and the ladder serves from a lower rung. */
export type Readiness = 'ready' | 'limited' | 'starting' | 'down';

const ON_THE_WAY: ReadonlySet<ModemStatus['state']> = new Set(['opening', 'initialising', 'searching', 'resetting']);

export function readinessOf(line: ModemStatus, engines: readonly EngineStatus[]): Readiness {
  if (line.state !== 'ready') return ON_THE_WAY.has(line.state) ? 'starting' : 'down';
  if (engines.every(({ state }) => state === 'ready')) return 'ready';
  return engines.some(({ state }) => state === 'starting') ? 'starting' : 'limited';
}
