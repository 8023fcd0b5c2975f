import Sqlite from 'better-sqlite3';
import { hasCode, messagesOf, SecretaryError } from '../base/errors.js';
import { type InBothLanguages, inBoth } from '../base/language.js';
import { logger } from '../base/log.js';
import { Topic } from '../base/topic.js';
import { type DiskUse, type Room, roomOf } from './disk.js';

const log = logger('store/health');

/** Whether what is written is kept, and goes on being so. */
export interface StoreHealth {
  /** 'filling' and 'nearly-full' are kept well, and told while there is still time to do something. */
  readonly state: 'well' | Exclude<Room, 'enough'> | 'failing';
  /** Why, in plain words without capital and stop; '' when all is well. */
  readonly detail: InBothLanguages;
}

/** Result codes (sqlite.org/rescode.html) after which nothing more can be kept, in words for the owner. */
const DISK_FAULTS: ReadonlyArray<readonly [prefix: string, words: InBothLanguages]> = [
  ['SQLITE_FULL', { en: 'the disk is full', ru: 'диск заполнен' }],
  [
    'SQLITE_READONLY',
    {
      en: 'the disk or the database file is read-only',
      ru: 'диск или файл базы данных доступен только для чтения',
    },
  ],
  ['SQLITE_IOERR', { en: 'the disk does not read or write', ru: 'диск не читает или не пишет' }],
  ['SQLITE_CANTOPEN', { en: 'the database file cannot be opened', ru: 'файл базы данных не открывается' }],
  ['SQLITE_CORRUPT', { en: 'the database file is damaged', ru: 'файл базы данных повреждён' }],
  ['SQLITE_NOTADB', { en: 'the database file is damaged', ru: 'файл базы данных повреждён' }],
  [
    'SQLITE_PERM',
    {
      en: 'the database file may not be used by this user',
      ru: 'этому пользователю нельзя пользоваться файлом базы данных',
    },
  ],
];

/** SQLite's error as ours; only its code is quoted, because its message may quote what a caller said. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error;
  const { code } = error;
  const words = DISK_FAULTS.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (words !== undefined) {
    return new SecretaryError('disk', `${words.en} (${code})`, { ru: `${words.ru} (${code})`, cause: error });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new SecretaryError('busy', `another program holds the database (${code})`, { retryable: true });
  }
  return new SecretaryError('internal', `the database refused a statement (${code})`, { cause: error });
}

const filled = (percent: number): InBothLanguages => ({
  en: `the disk is ${percent} % full: keep calls for fewer days, or use a larger one`,
  ru: `диск заполнен на ${percent} %: храните звонки меньше дней или возьмите диск побольше`,
});

/** Watches what SQLite answers and how full the disk is: turns errors into ours, and tells when the store begins and ceases
 *  to fail. With a lasting fault nothing that is written is kept, whatever SQLite says. */
export class HealthWatch {
  readonly changes = new Topic<StoreHealth>('store health');
  #fault: InBothLanguages | null = null;
  #room: Room = 'enough';
  #usedPercent = 0;
  #told: StoreHealth;

  constructor(private readonly lastingFault: InBothLanguages | null = null) {
    this.#told = this.health;
  }

  get health(): StoreHealth {
    const fault = this.lastingFault ?? this.#fault;
    if (fault !== null) return { state: 'failing', detail: fault };
    if (this.#room === 'enough') return { state: 'well', detail: inBoth('') };
    return { state: this.#room, detail: filled(this.#usedPercent) };
  }

  /** The result of `work`, or its error in our words. */
  attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (raw) {
      const error = storeError(raw);
      if (hasCode(error, 'disk')) this.#faultIs(messagesOf(error));
      throw error;
    }
  }

  /** Something new has reached the disk. */
  proveWell(): void {
    this.#faultIs(null);
  }

  diskIs({ usedPercent }: DiskUse): void {
    this.#room = roomOf(usedPercent, this.#room);
    this.#usedPercent = usedPercent;
    this.#tell();
  }

  #faultIs(fault: InBothLanguages | null): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#tell();
  }

  #tell(): void {
    const { health } = this;
    const before = this.#told;
    if (health.state === before.state && health.detail.en === before.detail.en) return;
    this.#told = health;
    if (health.state === 'failing') log.error('the store fails', { detail: health.detail.en });
    else if (health.state !== 'well') log.warn('the store has little room', { detail: health.detail.en });
    else log.info('the store writes again, and has room');
    this.changes.publish(health);
  }
}
