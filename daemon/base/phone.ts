import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

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

function regionOf(country: string): CountryCode | undefined {
  const code = country.toUpperCase();
  return isSupportedCountry(code) ? code : undefined;
}
