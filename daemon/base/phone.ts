import { type CountryCode, getCountries, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** E.164 ("+447700900123"), or null when the text is no number that could be dialled from that country. */
export function toE164(text: string, country: string): string | null {
  const region = regionOf(country);
  const parsed = parsePhoneNumberFromString(text, region === undefined ? {} : { defaultCountry: region });
  return parsed?.isPossible() === true ? parsed.number : null;
}

/** As people of that country write it; what is no number comes back as it was. */
export function toNational(e164: string, country: string): string {
  const parsed = parsePhoneNumberFromString(e164);
  if (parsed === undefined) return e164;
  // A number of no known country is never national, not even where the country is unknown too.
  return parsed.country !== undefined && parsed.country === regionOf(country)
    ? parsed.formatNational()
    : parsed.formatInternational();
}

/** "+44…123": enough for the owner to recognise a caller, not enough to call one. */
export const maskNumber = (number: string | null): string =>
  number === null ? 'withheld' : `${number.slice(0, 3)}…${number.slice(-3)}`;

/** Whether the text is a country of ISO 3166 that has telephone numbers, such as 'GB'. */
export const isCountry = (text: string): boolean => regionOf(text) !== undefined;

/** The country in which that IANA zone is the time, such as 'GB' for 'Europe/London'; null for 'UTC' and its like. */
export function countryOfTimezone(timezone: string): string | null {
  const zone = new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone;
  return getCountries().find((country) => zonesOf(country).includes(zone)) ?? null;
}

/** TypeScript's library does not know getTimeZones yet (ECMA-402, Intl Locale Info); Node 22 and 24 have it. */
function zonesOf(region: CountryCode): readonly string[] {
  const locale: Intl.Locale & { getTimeZones?: () => readonly string[] | undefined } = new Intl.Locale('und', {
    region,
  });
  return locale.getTimeZones?.() ?? [];
}

function regionOf(country: string): CountryCode | undefined {
  const code = country.toUpperCase();
  return isSupportedCountry(code) ? code : undefined;
}
