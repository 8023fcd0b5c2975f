export type Storage = 'SM' | 'ME' | 'SR';

/** Places of each store, as counted on a G-H (sim7600.md §2.9); indices start at 0. */
const SLOTS: Readonly<Record<Storage, number>> = { SM: 50, ME: 23, SR: 10 };

/** `<stat>` of +CMGR (MAN 7.11). */
export const STAT = { unread: 0, read: 1 } as const;

export interface StoredSms {
  readonly pdu: string;
  stat: number;
}

export const isStorage = (name: string | undefined): name is Storage => name === 'SM' || name === 'ME' || name === 'SR';

/** Messages on the card and in the modem. */
export class SmsStore {
  /** mem1 reads and deletes, mem2 writes, mem3 receives: AT+CPMS. Survives a reset. */
  memories: readonly [Storage, Storage, Storage] = ['SM', 'SM', 'SM'];
  readonly #slots = new Map<Storage, Map<number, StoredSms>>();

  /** The index, or null when the store is full. */
  add(storage: Storage, pdu: string): number | null {
    const slots = this.#of(storage);
    for (let index = 0; index < SLOTS[storage]; index++) {
      if (slots.has(index)) continue;
      slots.set(index, { pdu, stat: STAT.unread });
      return index;
    }
    return null;
  }

  get(index: number): StoredSms | undefined {
    return this.#of(this.memories[0]).get(index);
  }

  list(): [number, StoredSms][] {
    return Array.from(this.#of(this.memories[0])).toSorted(([a], [b]) => a - b);
  }

  delete(index: number): boolean {
    return this.#of(this.memories[0]).delete(index);
  }

  used(storage: Storage): number {
    return this.#of(storage).size;
  }

  total(storage: Storage): number {
    return SLOTS[storage];
  }

  #of(storage: Storage): Map<number, StoredSms> {
    const slots = this.#slots.get(storage) ?? new Map<number, StoredSms>();
    this.#slots.set(storage, slots);
    return slots;
  }
}
