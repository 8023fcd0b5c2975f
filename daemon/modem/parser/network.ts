import { fieldsOf, toInteger } from './fields.js';
import type { ModemStatus } from '../line.js';

export type RegistrationState = ModemStatus['registration'];
/** Circuit-switched (+CREG) or LTE (+CEREG). */
export type Domain = 'cs' | 'eps';

/** By <stat> of +CREG and +CEREG (3GPP 27.007 §7.2, §10.1.22): 6 and 7 are for SMS only, 8 for emergency calls. */
const REGISTRATION: readonly RegistrationState[] = [
  'none',
  'home',
  'searching',
  'denied',
  'none',
  'roaming',
  'none',
  'none',
  'none',
  'home',
  'roaming',
];

/** Reads both arities: unsolicited `<stat>[,<lac>,<ci>…]`, answer `<n>,<stat>[,…]`. They are told apart by the second
 *  field, which is a lone digit or two only when it is the <stat> of an answer. */
export function readRegistration(rest: string): RegistrationState | null {
  const answer = /^[0-5],(\d\d?)(?=,|$)/.exec(rest);
  const stat = toInteger(answer === null ? fieldsOf(rest)[0] : answer[1]);
  return REGISTRATION[stat ?? -1] ?? null;
}

const RANK: readonly RegistrationState[] = ['home', 'roaming', 'searching', 'denied', 'none'];

/** Service in either domain is service: a VoLTE-only SIM shows `+CREG: 0,3` with `+CEREG: 0,1` (sim7600.md §2.3). */
export function betterOf(one: RegistrationState, other: RegistrationState): RegistrationState {
  return RANK.indexOf(one) <= RANK.indexOf(other) ? one : other;
}

export const hasService = (state: RegistrationState): boolean => state === 'home' || state === 'roaming';

/** +CSQ's <rssi> in dBm, null when unknown; from 100 on it is the scale of TD-SCDMA (sim7600.md §2.3). */
export function toDbm(rssi: number): number | null {
  if (rssi >= 0 && rssi <= 31) return 2 * rssi - 113;
  return rssi >= 100 && rssi <= 191 ? rssi - 216 : null;
}

/** +CNSMOD's <stat> (sim7600.md §2.3): tells VoLTE from a fall-back to 3G or 2G. */
const TECHNOLOGIES: readonly (string | null)[] = [null, 'GSM', 'GPRS', 'EDGE', 'UMTS', 'HSPA', 'HSPA', 'HSPA', 'LTE'];

export const technologyName = (mode: number): string | null => TECHNOLOGIES[mode] ?? null;
