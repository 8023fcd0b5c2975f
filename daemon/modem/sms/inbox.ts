import { createHash } from 'node:crypto';
import { logger } from '../../base/log.js';
import { time } from '../../base/time.js';
import {
  type NewSms,
  type PartOf,
  type ReceivedSms,
  type WaitingPart,
  dropOldParts,
  groupsWaitingSince,
  keepPart,
  saveSms,
  waitingParts,
} from '../../store/sms-in.js';
import { inTransaction } from '../../store/store.js';
import type { Database } from '../../store/tables.js';
import type { Deliver } from './deliver.js';
import { octetsOf } from './octets.js';
import { decodePdu } from './pdu.js';

const log = logger('modem/sms/inbox');

/** Parts that have not come by then never will (sim7600.md §6.1). */
const PATIENCE_MS = 24 * 3_600_000;
/** Stands for parts that never came. */
const GAP = '[…]';

/** Keeps what came in, and makes whole messages of it. All that is returned is on disk. */
export class Inbox {
  constructor(private readonly db: Database) {}

  /** Keeps one PDU; the messages that it makes whole: none while parts are missing, or when it came before. Rejects
   *  'disk' when it could not be kept: then it must not be deleted from the modem. */
  keep(pdu: string, deliver: Deliver | null): Promise<ReceivedSms[]> {
    return inTransaction(this.db, async (trx) => {
      const of = groupOf(deliver);
      const seq = await keepPart(trx, {
        fingerprint: fingerprintOf(pdu, deliver),
        pdu,
        sender: deliver?.from ?? null,
        of,
        part: deliver?.concat?.part ?? null,
      });
      if (seq === null) {
        log.info('a message came a second time');
        return [];
      }
      if (of === null) return [await saveSms(trx, aloneOf(deliver), [seq])];
      return joinWith(trx, of, seq);
    });
  }

  /** Gives up waiting for parts that are a day late, and forgets PDUs that cannot come again. */
  async tidy(): Promise<ReceivedSms[]> {
    return inTransaction(this.db, async (trx) => {
      await dropOldParts(trx);
      const messages: ReceivedSms[] = [];
      for (const of of await groupsWaitingSince(trx, time.now() - PATIENCE_MS)) {
        log.warn('a message stays without some of its parts', { total: of.total });
        messages.push(await join(trx, of, await waitingParts(trx, of)));
      }
      return messages;
    });
  }
}

function groupOf(deliver: Deliver | null): PartOf | null {
  if (deliver?.concat == null) return null;
  const { from: sender, referenceBits, concat } = deliver;
  return { sender, reference: concat.ref, referenceBits, total: concat.total };
}

/** What is left of it when the centre delivers it again: neither the centre's address nor the bits of the first octet,
 *  such as "more messages to send". */
function fingerprintOf(pdu: string, deliver: Deliver | null): string {
  const hash = createHash('sha256');
  if (deliver === null) return hash.update(pdu).digest('hex');
  const octets = octetsOf(pdu);
  return hash.update(octets.subarray(2 + (octets[0] ?? 0))).digest('hex');
}

/** A message of one part; one that cannot be read has no sender and no text, but is a message. */
function aloneOf(deliver: Deliver | null): NewSms {
  if (deliver === null) {
    return { from: '', sentAt: null, text: '', class: null, parts: 1, missing: [], marks: ['unreadable'] };
  }
  const { from, sentAt, text, class: messageClass, marks } = deliver;
  return { from, sentAt, text: text.toWellFormed(), class: messageClass, parts: 1, missing: [], marks };
}

/** A part number that is there already begins another message of the same reference: the earlier one stays as it is. */
async function joinWith(db: Database, of: PartOf, seq: number): Promise<ReceivedSms[]> {
  const waiting = await waitingParts(db, of);
  const { part } = waiting.find((each) => each.seq === seq) ?? {};
  const earlier = waiting.filter((each) => each.seq !== seq);
  if (earlier.some((each) => each.part === part)) return [await join(db, of, earlier)];
  return waiting.length === of.total ? [await join(db, of, waiting)] : [];
}

async function join(db: Database, of: PartOf, waiting: readonly WaitingPart[]): Promise<ReceivedSms> {
  const parts = waiting.toSorted((one, other) => one.part - other.part).map(({ pdu }) => decodeDeliver(pdu));
  const [first] = parts;
  const numbers = new Set(waiting.map(({ part }) => part));
  const missing = Array.from({ length: of.total }, (_, index) => index + 1).filter((part) => !numbers.has(part));
  const sms: NewSms = {
    from: of.sender,
    sentAt: first?.sentAt ?? null,
    text: textOf(parts, of.total).toWellFormed(),
    class: first?.class ?? null,
    parts: of.total,
    missing,
    marks: Array.from(new Set(parts.flatMap(({ marks }) => marks))),
  };
  return saveSms(
    db,
    sms,
    waiting.map(({ seq }) => seq),
  );
}

/** Halves of a surrogate pair that was cut between two parts come together here. */
function textOf(parts: readonly Deliver[], total: number): string {
  let text = '';
  let last = 0;
  for (const { concat, text: own } of parts) {
    const part = concat?.part ?? 0;
    text += (part > last + 1 ? GAP : '') + own;
    last = part;
  }
  return last < total ? text + GAP : text;
}

/** Only what was read as a part is ever joined. */
function decodeDeliver(hex: string): Deliver {
  const pdu = decodePdu(hex);
  if (pdu.type !== 'deliver') throw new TypeError(`a ${pdu.type} among the parts of a message`);
  return pdu;
}
