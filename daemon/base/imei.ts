/** An IMEI is what tells one modem from another: SIM7600s all have the same USB serial number (sim7600.md §1.1). Eight
 *  digits of type, six of the device, a check digit (3GPP 23.003 §6.2.1). */

const DIGITS = 15;
const DEVICE_DIGITS = 14;
/** What stands in the place of the check digit while an IMEI is transmitted (3GPP 23.003 §6.2.1). */
const SPARE = '0';

/** Whether it is meant as one; anything else of a modem's names holds a dash or a letter. */
export const looksLikeImei = (text: string): boolean => /^\d+$/.test(text);

/** What was expected of a text that is no IMEI, null for one that is. A mistyped digit is found by the check digit. */
export function faultOfImei(text: string): string | null {
  if (!looksLikeImei(text) || text.length !== DIGITS) return `expected an IMEI of ${DIGITS} digits`;
  const last = text.slice(DEVICE_DIGITS);
  return last === SPARE || last === checkDigit(text)
    ? null
    : 'expected an IMEI whose last digit fits the others: one of them is mistyped (AT+CGSN and the label of the modem show it)';
}

/** The same device, whatever stands behind it: check digit, spare digit, or the software's version (IMEISV). */
export const isSameDevice = (one: string, other: string): boolean =>
  one.slice(0, DEVICE_DIGITS) === other.slice(0, DEVICE_DIGITS);

/** Enough for its owner to know it by. */
export const shortImei = (imei: string): string => `…${imei.slice(-4)}`;

/** Luhn's, over the digits of the device (3GPP 23.003 annex B): every second one doubled, its digits added up. */
function checkDigit(imei: string): string {
  const sum = Array.from(imei.slice(0, DEVICE_DIGITS), Number).reduce((total, digit, at) => {
    const value = at % 2 === 0 ? digit : 2 * digit;
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}
