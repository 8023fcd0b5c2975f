import { audit } from './audit.js';
import { type Contact, listContacts, saveContact } from './contacts.js';
import type { Interval, Week } from './hours.js';
import { writeSetting } from './settings.js';
import { inSnapshot, inTransaction } from './store.js';
import type { Database } from './tables.js';

export interface Service {
  readonly name: string;
  /** In units of the currency (10 is ten pounds); null when the owner named none. */
  readonly price: number | null;
  /** ISO 4217; present whenever there is a price. */
  readonly currency: string | null;
  readonly minutes: number | null;
}

export interface Faq {
  readonly question: string;
  /** Other ways to ask it. */
  readonly also: readonly string[];
  readonly answer: string;
}

export interface Holiday {
  /** YYYY-MM-DD, a day of the business's time zone. */
  readonly date: string;
  readonly name: string;
}

/** Everything that the assistant may state as a fact. Evidence counts the lists from 0: 'faq:3', 'service:0'. */
export interface Business {
  readonly name: string;
  readonly language: 'en' | 'ru';
  /** IANA, such as 'Europe/London'. */
  readonly timezone: string;
  /** ISO 3166, such as 'GB': how numbers without a country code are read and written. */
  readonly country: string;
  readonly address: string | null;
  /** Null when the owner gave none: then nobody knows, which is not the same as closed. */
  readonly hours: Week | null;
  readonly holidays: readonly Holiday[];
  readonly services: readonly Service[];
  readonly faq: readonly Faq[];
  readonly contacts: readonly Contact[];
  readonly owner: { readonly name: string; readonly number: string } | null;
}

/** Replaces what is known by this, or leaves everything as it was. Contacts are merged: a number that is known gets
 *  the new name and group, and no contact goes away. */
export function importBusiness(db: Database, business: Business, actor: string): Promise<void> {
  return inTransaction(db, async (trx) => {
    for (const table of ['business', 'hours', 'holidays', 'services', 'faq'] as const) {
      await trx.deleteFrom(table).execute();
    }
    await insertBusiness(trx, business);
    await insertLists(trx, business);
    for (const contact of business.contacts) await saveContact(trx, contact);
    await writeSetting(trx, 'language', business.language, actor);
    const { services, faq, contacts } = business;
    const detail = { services: services.length, faq: faq.length, contacts: contacts.length };
    await audit(trx, { actor, action: 'business.import', subject: 'business', detail });
  });
}

async function insertBusiness(db: Database, business: Business): Promise<void> {
  const { name, language, timezone, country, address, owner, hours } = business;
  await db
    .insertInto('business')
    .values({
      id: 1,
      name,
      language,
      timezone,
      country,
      address,
      ownerName: owner?.name ?? null,
      ownerNumber: owner?.number ?? null,
      hoursGiven: hours === null ? 0 : 1,
    })
    .execute();
}

/** Row by row: SQLite takes 32766 values a statement at most, and within a transaction many cost no more than one. */
async function insertLists(db: Database, business: Business): Promise<void> {
  for (const [day, intervals] of (business.hours ?? []).entries()) {
    for (const interval of intervals) {
      await db
        .insertInto('hours')
        .values({ weekday: day + 1, ...interval })
        .execute();
    }
  }
  for (const { date, name } of business.holidays) await db.insertInto('holidays').values({ date, name }).execute();
  for (const [position, { name, price, currency, minutes }] of business.services.entries()) {
    await db.insertInto('services').values({ position, name, price, currency, minutes }).execute();
  }
  for (const [faqPosition, { question, answer, also }] of business.faq.entries()) {
    await db.insertInto('faq').values({ position: faqPosition, question, answer }).execute();
    for (const [position, text] of also.entries()) {
      await db.insertInto('faqParaphrases').values({ faqPosition, position, text }).execute();
    }
  }
}

/** What the assistant knows, or null when nothing was imported yet. */
export function readBusiness(db: Database): Promise<Business | null> {
  return inSnapshot(db, async (snapshot) => {
    const row = await snapshot.selectFrom('business').selectAll().where('id', '=', 1).executeTakeFirst();
    if (row === undefined) return null;
    const { id: _, hoursGiven, ownerName, ownerNumber, ...same } = row;
    return {
      ...same,
      hours: hoursGiven === 1 ? await readWeek(snapshot) : null,
      holidays: await snapshot.selectFrom('holidays').selectAll().orderBy('date').execute(),
      services: await snapshot
        .selectFrom('services')
        .select(['name', 'price', 'currency', 'minutes'])
        .orderBy('position')
        .execute(),
      faq: await readFaq(snapshot),
      contacts: await listContacts(snapshot),
      owner: ownerName === null || ownerNumber === null ? null : { name: ownerName, number: ownerNumber },
    };
  });
}

async function readWeek(db: Database): Promise<Week> {
  const week: Interval[][] = [[], [], [], [], [], [], []];
  const rows = await db.selectFrom('hours').selectAll().orderBy('weekday').orderBy('fromMinute').execute();
  for (const { weekday, ...interval } of rows) week[weekday - 1]?.push(interval);
  return week;
}

async function readFaq(db: Database): Promise<Faq[]> {
  const rows = await db.selectFrom('faq').selectAll().orderBy('position').execute();
  const paraphrases = await db.selectFrom('faqParaphrases').selectAll().orderBy('position').execute();
  const also = Map.groupBy(paraphrases, ({ faqPosition }) => faqPosition);
  return rows.map(({ position, question, answer }) => ({
    question,
    also: (also.get(position) ?? []).map(({ text }) => text),
    answer,
  }));
}
