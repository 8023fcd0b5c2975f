import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { newId } from '../../daemon/base/ids.js';
import { type CallStart, startCall } from '../../daemon/store/calls.js';
import type { TurnRecord } from '../../daemon/store/record.js';
import { openStore, type Store } from '../../daemon/store/store.js';
import type { Database } from '../../daemon/store/tables.js';

/** A folder of its own, gone after the test. */
export function tempFolder(test: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-store-'));
  test.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A real database file, closed and gone after the test. */
export async function tempStore(test: Test): Promise<Store> {
  const folder = tempFolder(test);
  const store = await openStore(join(folder, 'secretary.sqlite'));
  test.teardown(() => store.close());
  return store;
}

/** A call that goes on; returns its id. */
export async function someCall(db: Database, start: Partial<CallStart> = {}): Promise<string> {
  const id = newId();
  await startCall(db, {
    id,
    from: '+447700900123',
    direction: 'in',
    startedAt: 1_795_000_000_000,
    recordingPath: null,
    ...start,
  });
  return id;
}

export const someTurn = (turn: Partial<TurnRecord> = {}): TurnRecord => ({
  heard: 'how long does a repair take',
  heardStartMs: 4000,
  heardEndMs: 5600.125,
  said: 'Repairs take two days.',
  spoken: 'Repairs take two days.',
  saidStartMs: 6100,
  saidEndMs: 7900,
  interrupted: false,
  path: 'faq',
  evidence: ['faq:0'],
  timing: { endpointMs: 300, sttMs: 60, llmMs: 0, ttsMs: 90, playMs: 24.875, deadAirMs: 474.875 },
  ...turn,
});
