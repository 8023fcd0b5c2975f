import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { SecretaryError } from '../base/errors.js';
import { quote, unknownField } from '../base/field.js';
import { countryOfTimezone } from '../base/phone.js';
import { type Business, readBusiness } from './business.js';
import { businessSchema, countryField, languageField, timezoneField } from './business-schema.js';
import { formatWeek } from './hours.js';
import type { Database } from './tables.js';
import { parseYaml, placeOf, valueAt, type YamlSource } from './yaml-source.js';

const MAX_BYTES = 1_000_000;
/** Whoever has more of them has a file of another kind. */
const MOST_FAULTS = 50;

/** What a business file says. Each line of `faults` names line, field, what was expected and what was there; without
 *  faults there is a business. `notes` tell what was left out because it was there twice. */
export type BusinessReading =
  | { readonly business: Business; readonly faults: readonly []; readonly notes: readonly string[] }
  | { readonly business: null; readonly faults: readonly string[]; readonly notes: readonly [] };

/** Reads a business file (../shared/commands.md). Never throws: all that is wrong with it is told at once. */
export function parseBusiness(text: string): BusinessReading {
  if (Buffer.byteLength(text) > MAX_BYTES) return refused(['line 1: expected at most 1 MB']);
  const source = parseYaml(text);
  return source.faults.length > 0 ? refused(source.faults) : readContent(source);
}

function refused(faults: readonly string[]): BusinessReading {
  const shown = faults.length > MOST_FAULTS ? [...faults.slice(0, MOST_FAULTS), 'and more'] : faults;
  return { business: null, faults: shown, notes: [] };
}

function readContent(source: YamlSource): BusinessReading {
  const country = countryOf(source);
  const result = businessSchema(country).safeParse(source.content);
  if (!result.success) {
    const issues = result.error.issues.slice(0, MOST_FAULTS + 1);
    return refused(issues.flatMap((issue) => faultsOf(source, issue)));
  }
  const notes: string[] = [];
  const once = <T>(field: string, items: readonly T[], name: (item: T) => string): T[] =>
    withoutDuplicates(items, name, (index) =>
      notes.push(`${placeOf(source, [field, index])}: left out, it is there twice`),
    );
  const { holidays, services, faq, contacts, ...same } = result.data;
  return {
    business: {
      ...same,
      country,
      holidays: once('holidays', holidays, ({ date }) => date).sort((a, b) => (a.date < b.date ? -1 : 1)),
      services: once('services', services, ({ name }) => name.toLowerCase()),
      faq: once('faq', faq, ({ question }) => question.toLowerCase()),
      contacts: once('contacts', contacts, ({ number }) => number),
    },
    faults: [],
    notes,
  };
}

/** Country: as the file says, else the one of its time zone, else the one where its language is at home. */
function countryOf(source: YamlSource): string {
  const country = countryField.safeParse(valueAt(source, ['country']));
  if (country.success) return country.data;
  const timezone = timezoneField.safeParse(valueAt(source, ['timezone']));
  const ofTimezone = timezone.success ? countryOfTimezone(timezone.data) : null;
  return ofTimezone ?? (languageField.safeParse(valueAt(source, ['language'])).data === 'ru' ? 'RU' : 'GB');
}

/** The first of equal ones stays. */
function withoutDuplicates<T>(items: readonly T[], name: (item: T) => string, leftOut: (index: number) => void): T[] {
  const seen = new Set<string>();
  return items.filter((item, index) => {
    const isNew = !seen.has(name(item));
    if (!isNew) leftOut(index);
    seen.add(name(item));
    return isNew;
  });
}

function faultsOf(source: YamlSource, issue: z.core.$ZodIssue): string[] {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = message.split(' ');
    const unknown = issue.keys.slice(0, MOST_FAULTS + 1);
    return unknown.map((key) => `${placeOf(source, [...path, key])}: ${unknownField(key, known)}`);
  }
  return [`${placeOf(source, path)}: expected ${message}, got ${quote(valueAt(source, path))}`];
}

/** What the assistant knows, as a file. Throws 'not-found' while it knows nothing. */
export async function exportBusiness(db: Database): Promise<string> {
  const business = await readBusiness(db);
  if (business === null) throw new SecretaryError('not-found', 'no business has been entered yet');
  return formatBusiness(business);
}

/** The file that ships, to try the product with. The compiler copies no assets: it lies with the sources, which are
 *  three folders up from `dist/daemon/store`. */
export const sampleBusinessPath = (language: Business['language']): string =>
  fileURLToPath(new URL(`../../../daemon/samples/business.${language}.yaml`, import.meta.url));

/** The business as a file; what `parseBusiness` makes of it is equal to `business`. */
export function formatBusiness(business: Business): string {
  const { name, language, timezone, country, address, hours, owner, faq, services, ...lists } = business;
  return stringify(
    {
      name,
      language,
      timezone,
      country,
      ...withoutNulls({ hours: hours === null ? null : formatWeek(hours), address, owner }),
      services: services.map(withoutNulls),
      faq: faq.map(({ question, also, answer }) => ({ question, ...(also.length > 0 ? { also } : {}), answer })),
      ...lists,
    },
    { lineWidth: 0 },
  );
}

function withoutNulls(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
