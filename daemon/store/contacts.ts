import { time } from '../base/time.js';
import type { ContactGroup, Database } from './tables.js';

export interface Contact {
  readonly name: string;
  /** E.164; there is one contact a number. */
  readonly number: string;
  readonly group: ContactGroup;
}

const COLUMNS = ['name', 'number', 'group'] as const;

export async function contactByNumber(db: Database, number: string): Promise<Contact | null> {
  return (await db.selectFrom('contacts').select(COLUMNS).where('number', '=', number).executeTakeFirst()) ?? null;
}

export function listContacts(db: Database): Promise<Contact[]> {
  return db.selectFrom('contacts').select(COLUMNS).orderBy('name').orderBy('number').execute();
}

/** Makes the contact, or changes the one that has the number. */
export async function saveContact(db: Database, contact: Contact): Promise<void> {
  const { name, number, group } = contact;
  const changed = { name, group, updatedAt: time.now() };
  await db
    .insertInto('contacts')
    .values({ number, ...changed })
    .onConflict((conflict) => conflict.column('number').doUpdateSet(changed))
    .execute();
}

export async function removeContact(db: Database, number: string): Promise<void> {
  await db.deleteFrom('contacts').where('number', '=', number).execute();
}
