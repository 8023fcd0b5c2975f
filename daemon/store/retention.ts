import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isId, timeOfId } from '../base/ids.js';
import { syncPath } from '../base/sync-path.js';
import { audit } from './audit.js';
import { inTransaction } from './store.js';
import type { Database } from './tables.js';

/** The store stands still while they are removed: a tenth of a second on a slow card. */
export const CALLS_AT_ONCE = 100;

/** How much was removed, which is all that may be known of it afterwards. */
export interface Purged {
  readonly recordings: number;
  readonly calls: number;
  readonly tasks: number;
  readonly messages: number;
}

/** Removes what is older than that moment (UTC ms): recordings, then calls with all that was said in them, tasks that are
 *  done, short messages that wait for nothing. Open tasks and the audit stay. Whatever cuts it off, the next run ends it:
 *  no sound is left without its row. At most CALLS_AT_ONCE calls; rejects 'disk' when the disk refuses. */
export async function purge(db: Database, recordingsDir: string, before: number): Promise<Purged> {
  const calls = await oldCalls(db, before);
  const sounds = calls.flatMap(({ path }) => (path === null ? [] : [path]));
  const lost = await soundsWithoutCall(db, recordingsDir, before);
  for (const path of [...sounds, ...lost]) await rm(path, { force: true });
  // The rows go for certain; a sound that a power cut brought back would be nobody's.
  await syncPath(recordingsDir);
  return inTransaction(db, async (trx) => {
    for (const { id } of calls) await trx.deleteFrom('calls').where('id', '=', id).execute();
    const purged = {
      recordings: sounds.length + lost.length,
      calls: calls.length,
      tasks: await removeTasks(trx, before),
      messages: (await removeReceived(trx, before)) + (await removeSent(trx, before)),
    };
    if (Object.values(purged).some((count) => count > 0)) {
      await audit(trx, { actor: 'daemon', action: 'retention.purge', subject: 'calls', detail: purged });
    }
    return purged;
  });
}

/** Events, turns, their index and the recording's row go with a call; its open task stays, without it. */
function oldCalls(db: Database, before: number): Promise<{ readonly id: string; readonly path: string | null }[]> {
  return db
    .selectFrom('calls')
    .leftJoin('recordings', 'recordings.callId', 'calls.id')
    .select(['calls.id', 'recordings.path'])
    .where('startedAt', '<', before)
    .where('endedAt', 'is not', null)
    .orderBy('seq')
    .limit(CALLS_AT_ONCE)
    .execute();
}

/** Recordings of calls that were kept in memory only, while the disk could not be used for more. */
async function soundsWithoutCall(db: Database, folder: string, before: number): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder)) {
    const [id = ''] = name.split('.');
    if (!isId(id) || timeOfId(id) >= before) continue;
    const call = await db.selectFrom('calls').select('id').where('id', '=', id).executeTakeFirst();
    if (call === undefined) found.push(join(folder, name));
  }
  return found;
}

async function removeTasks(db: Database, before: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('tasks')
    .where('state', '=', 'done')
    .where('createdAt', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

async function removeReceived(db: Database, before: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('smsIn').where('receivedAt', '<', before).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

async function removeSent(db: Database, before: number): Promise<number> {
  const waiting = db.selectFrom('smsOutParts').select('smsId').where('state', 'in', ['queued', 'submitting']);
  const { numDeletedRows } = await db
    .deleteFrom('smsOut')
    .where('createdAt', '<', before)
    .where('id', 'not in', waiting)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
