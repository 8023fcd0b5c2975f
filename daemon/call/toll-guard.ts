import { z } from 'zod';
import { SecretaryError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { logger } from '../base/log.js';
import { toE164 } from '../base/phone.js';
import { kindOfNumber, type KindOfNumber } from '../base/phone-kind.js';
import { time } from '../base/time.js';
import type { ModemStatus } from '../modem/line.js';
import { audit, auditSince } from '../store/audit.js';
import type { Settings } from '../store/settings-schema.js';
import { inTransaction } from '../store/store.js';
import type { Database } from '../store/tables.js';

const log = logger('call/toll-guard');

const DAY_MS = 24 * 60 * 60_000;
/** Less than this is no call worth beginning. */
const SHORTEST_MS = 60_000;

/** Who wants the call. There is no third kind: nothing that a caller says can make the box dial (product.md §4.5). */
export type DialPurpose =
  /** A caller asked to be called back: there is an open task with that number. */
  | { readonly why: 'callback' }
  /** The owner ordered it, by that way: 'command', 'sms', 'page'. */
  | { readonly why: 'owner'; readonly actor: string };

export type TollPolicy = Pick<Settings, 'outgoingCalls' | 'outgoingCallsPerDay' | 'outgoingMinutesPerDay'> & {
  /** ISO 3166: the only country that is dialled. */
  readonly country: string;
};

export interface Permit {
  /** E.164. */
  readonly number: string;
  /** The call must be over then. */
  readonly longestMs: number;
  /** To be told how long it cost; a permit that never hears of it counts in full. */
  ended(lastedMs: number, result: string): Promise<void>;
}

const grantOf = z.object({ permit: z.string(), longestMs: z.number() });
const endOf = z.object({ permit: z.string(), lastedMs: z.number() });

/** Decides on every outgoing call, and writes down each time what it decided: denied unless allowed. */
export class TollGuard {
  constructor(
    private readonly db: Database,
    private readonly policy: () => TollPolicy,
    private readonly line: () => Pick<ModemStatus, 'registration'>,
  ) {}

  /** Rejects 'refused' in plain words that name no number. */
  async ask(number: string, purpose: DialPurpose): Promise<Permit> {
    const actor = purpose.why === 'owner' ? purpose.actor : 'daemon';
    const subject = toE164(number, this.policy().country) ?? number;
    const forbidden = this.#forbids(await kindOfNumber(subject));
    // Refusal and permit are written in the transaction that counts, so that two at once cannot both be the last.
    const decided = await inTransaction(this.db, async (db) => {
      const reason = forbidden ?? (await this.#obstacle(db, subject, purpose));
      const longestMs = reason === null ? await this.#leftMs(db) : 0;
      const refusal = reason ?? (longestMs < SHORTEST_MS ? 'the minutes of this day are used up' : null);
      const permit = newId();
      const detail = refusal === null ? { why: purpose.why, permit, longestMs } : { why: purpose.why, refusal };
      await audit(db, { actor, action: refusal === null ? 'dial.permit' : 'dial.refuse', subject, detail });
      return { refusal, permit, longestMs };
    });
    const { refusal, permit, longestMs } = decided;
    if (refusal !== null) {
      log.warn('outgoing call refused', { refusal });
      throw new SecretaryError('refused', `not dialled: ${refusal}`);
    }
    const ended = (lastedMs: number, result: string) =>
      audit(this.db, { actor, action: 'dial.end', subject, detail: { permit, lastedMs, result } });
    return { number: subject, longestMs, ended };
  }

  #forbids({ country, kind }: KindOfNumber): string | null {
    const policy = this.policy();
    if (!policy.outgoingCalls) return 'outgoing calls are not allowed in the settings';
    if (this.line().registration === 'roaming') return 'the SIM card is roaming';
    if (kind === 'other') return 'that kind of number is never dialled';
    return country === policy.country ? null : 'numbers abroad are never dialled';
  }

  async #obstacle(db: Database, number: string, purpose: DialPurpose): Promise<string | null> {
    if (purpose.why === 'callback' && !(await wasAsked(db, number))) return 'nobody asked to be called at that number';
    const today = await auditSince(db, 'dial.permit', time.now() - DAY_MS);
    return today.length < this.policy().outgoingCallsPerDay ? null : 'the calls of this day are used up';
  }

  async #leftMs(db: Database): Promise<number> {
    const sinceMs = time.now() - DAY_MS;
    const lasted = new Map(
      (await auditSince(db, 'dial.end', sinceMs)).map(({ detail }) => {
        const { permit, lastedMs } = endOf.parse(detail);
        return [permit, lastedMs];
      }),
    );
    const grants = (await auditSince(db, 'dial.permit', sinceMs)).map(({ detail }) => grantOf.parse(detail));
    const usedMs = grants.reduce((sum, { permit, longestMs }) => sum + (lasted.get(permit) ?? longestMs), 0);
    return this.policy().outgoingMinutesPerDay * 60_000 - usedMs;
  }
}

/** The caller's wish is a row, not something that anybody claims now. */
async function wasAsked(db: Database, number: string): Promise<boolean> {
  const task = await db
    .selectFrom('tasks')
    .select('id')
    .where('kind', '=', 'callback')
    .where('state', '=', 'open')
    .where('number', '=', number)
    .executeTakeFirst();
  return task !== undefined;
}
