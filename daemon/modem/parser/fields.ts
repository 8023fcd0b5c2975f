/** The comma-separated values of an information text (3GPP 27.007 §4): trimmed, quotes removed, a missing one is ''. */
export function fieldsOf(text: string): string[] {
  const fields: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
    if (at < text.length && (char !== ',' || quoted)) continue;
    fields.push(unquote(text.slice(from, at).trim()));
    from = at + 1;
  }
  return fields;
}

const unquote = (field: string): string =>
  field.length >= 2 && field.startsWith('"') && field.endsWith('"') ? field.slice(1, -1) : field;

/** A whole number, or null for anything else. */
export const toInteger = (field: string | undefined): number | null =>
  field !== undefined && /^-?\d{1,9}$/.test(field) ? Number(field) : null;

/** Type of number 145 says "international" whether or not the plus is there (3GPP 24.008 §10.5.4.7). */
const INTERNATIONAL = '145';

/** The dialable number of a CLIP, CCWA or CLCC line; null when it is withheld, undefined when it is not a number. */
export function toNumber(field: string, type: string | undefined): string | null | undefined {
  if (field === '') return null;
  if (!/^\+?[0-9*#]{1,32}$/.test(field)) return undefined;
  return type === INTERNATIONAL && !field.startsWith('+') ? `+${field}` : field;
}
