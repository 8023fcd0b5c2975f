/** How long the service centre tries, as one relative octet (3GPP 23.040 §9.2.3.12.1). */

const HOUR = 60;
const DAY = 24 * HOUR;

/** Steps of the scale: up to which octet, and what it means in minutes. */
const SCALE: readonly { readonly last: number; minutes(octet: number): number }[] = [
  { last: 143, minutes: (octet) => (octet + 1) * 5 },
  { last: 167, minutes: (octet) => 12 * HOUR + (octet - 143) * 30 },
  { last: 196, minutes: (octet) => (octet - 166) * DAY },
  { last: 255, minutes: (octet) => (octet - 192) * 7 * DAY },
];

export const minutesOfValidity = (octet: number): number =>
  SCALE.find(({ last }) => octet <= last)?.minutes(octet) ?? 0;

/** The shortest period that is not shorter than asked for; 63 weeks is the longest there is. */
export function validityOf(minutes: number): number {
  for (let octet = 0; octet < 255; octet++) if (minutesOfValidity(octet) >= minutes) return octet;
  return 255;
}
