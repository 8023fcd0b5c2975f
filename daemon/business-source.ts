import { readFileSync } from 'node:fs';
import { hasCode, messageOf, SecretaryError, systemCode } from './base/errors.js';
import type { Language } from './base/language.js';
import { logger } from './base/log.js';
import { type Business, importBusiness, readBusiness } from './store/business.js';
import { parseBusiness } from './store/business-file.js';
import type { Database } from './store/tables.js';

const log = logger('business-source');

/** Reads a business file; throws 'bad-input' that lists every fault with its line. */
export function readBusinessFile(path: string): Business {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new SecretaryError('bad-input', `${path} cannot be read (${systemCode(error)})`, { cause: error });
  }
  const reading = parseBusiness(text);
  for (const note of reading.notes) log.warn('business file', { note });
  if (reading.business === null) throw new SecretaryError('bad-input', `${path}:\n  ${reading.faults.join('\n  ')}`);
  return reading.business;
}

/** What the assistant knows: the file when one is named (it replaces what is stored), else the rows, else nothing but
 *  politeness. */
export async function loadBusiness(db: Database, file: string | null, language: Language): Promise<Business> {
  if (file === null) return (await readBusiness(db)) ?? blankBusiness(language);
  const business = readBusinessFile(file);
  try {
    await importBusiness(db, business, 'business-file');
  } catch (error) {
    // A disk that is full must not keep the phone from being answered.
    if (!hasCode(error, 'disk')) throw error;
    log.error('the business file is used, but could not be stored', { error: messageOf(error) });
  }
  return business;
}

/** Before the owner has said anything, every question ends in a message taken. */
const blankBusiness = (language: Language): Business => ({
  name: language === 'en' ? 'Our office' : 'Наша компания',
  language,
  timezone: language === 'en' ? 'Europe/London' : 'Europe/Moscow',
  country: language === 'en' ? 'GB' : 'RU',
  address: null,
  hours: null,
  holidays: [],
  services: [],
  faq: [],
  contacts: [],
  owner: null,
});
