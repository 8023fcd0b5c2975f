/** What a call to a number is charged as, by the numbering plans; 'other' is premium rate, shared cost, satellite, pager
 *  and everything that no plan knows. */
export type NumberKind = 'mobile' | 'fixed' | 'toll-free' | 'other';

export interface KindOfNumber {
  /** ISO 3166, such as 'GB'; null where the plan belongs to no country (satellites, international services). */
  readonly country: string | null;
  readonly kind: NumberKind;
}

const KINDS: Readonly<Record<string, NumberKind>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed',
  FIXED_LINE_OR_MOBILE: 'mobile',
  TOLL_FREE: 'toll-free',
};

/** By the full metadata, which the smaller set of the rest of the program lacks. Loaded when somebody dials: 20 MB that a
 *  box which only answers never needs. */
export async function kindOfNumber(e164: string): Promise<KindOfNumber> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/max');
  const parsed = parsePhoneNumberFromString(e164);
  if (parsed?.isValid() !== true) return { country: parsed?.country ?? null, kind: 'other' };
  return { country: parsed.country ?? null, kind: KINDS[parsed.getType() ?? ''] ?? 'other' };
}
