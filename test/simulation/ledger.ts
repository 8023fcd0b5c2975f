import type { Call } from '../../daemon/simulator/call-machine.js';
import type { Modem } from '../../daemon/simulator/modem.js';
import type { Database } from '../../daemon/store/tables.js';
import type { MemoryBus } from './memory-bus.js';

interface Entry {
  readonly call: Call;
  /** The port that was open when it rang; null when none was. */
  readonly heardOn: object | null;
  readonly opensBefore: number;
  /** The same port was open to the end: the box cannot say that it did not know. */
  mustBeKept: boolean;
  /** A port that was given up and opened again in the call makes two of it: one is closed as lost with the modem. */
  rowsAtMost: number;
  rows: number;
}

/** Rows that are looked at and thrown away, so that the store stays as small as at the start. */
const ROWS_KEPT = 50;

/** What the network knows of the calls, held against what the box has written down. */
export class Ledger {
  #entries: Entry[] = [];
  #seen = 0;
  #kept = 0;

  constructor(
    private readonly modem: Modem,
    private readonly bus: MemoryBus,
    private readonly db: Database,
  ) {
    modem.exchange.events.subscribe('ledger', (event) => {
      if (event.type === 'ringing') this.#ringing(event.call);
      if (event.type === 'ended') this.#ended(event.call);
    });
  }

  /** What is wrong with the rows since the last time, as sentences. `forged` lines may have made calls that never were,
   *  and an ailing disk may have lost some. */
  async audit({ forged, lossy }: { forged: boolean; lossy: boolean }): Promise<readonly string[]> {
    const rows = await this.db
      .selectFrom('calls')
      .select(['seq', 'number', 'endReason', 'endedAt'])
      .where('seq', '>', this.#seen)
      .orderBy('seq')
      .execute();
    this.#seen = rows.at(-1)?.seq ?? this.#seen;
    const entries = this.#entries;
    this.#entries = [];
    const wrong = rows
      .filter(({ endReason, endedAt }) => endedAt === null || (endReason ?? '') === '')
      .map(({ seq }) => `call row ${seq} has no end`);
    // Numbers first: a row whose number was lost on the way may be any call that is left.
    for (const row of [...rows].sort((a, b) => Number(a.number === null) - Number(b.number === null))) {
      const fits = ({ call }: Entry) => row.number === null || call.number === row.number;
      const entry = entries.find((each) => fits(each) && each.rows < each.rowsAtMost);
      if (entry !== undefined) entry.rows++;
      else if (!forged) wrong.push(`row ${row.seq} (${row.number}, ${row.endReason}) is no call, or one more of it`);
    }
    for (const { call, mustBeKept, rows: kept } of entries) {
      if (mustBeKept && kept === 0 && !lossy) wrong.push(`the call of ${call.number} (${call.endReason}) has no row`);
    }
    await this.#tidy(rows.length);
    return wrong;
  }

  #ringing(call: Call): void {
    const { reader, opens: opensBefore } = this.bus;
    // A modem that has just booted says nothing of second callers before it is told to.
    const untold = call.state === 'waiting' && this.modem.settings.number('+CCWA') !== 1;
    const heardOn = untold ? null : reader;
    this.#entries.push({ call, heardOn, opensBefore, mustBeKept: false, rowsAtMost: 1, rows: 0 });
  }

  #ended(call: Call): void {
    const entry = this.#entries.find((each) => each.call === call);
    if (entry === undefined) return;
    entry.mustBeKept = entry.heardOn !== null && entry.heardOn === this.bus.reader;
    entry.rowsAtMost = 1 + this.bus.opens - entry.opensBefore;
  }

  async #tidy(more: number): Promise<void> {
    this.#kept += more;
    if (this.#kept < ROWS_KEPT) return;
    this.#kept = 0;
    await this.db.deleteFrom('tasks').execute();
    await this.db.deleteFrom('calls').where('endedAt', 'is not', null).where('seq', '<', this.#seen).execute();
  }
}
