/** Fields of `+CTZV: 32,08/12/09,17:00:00,1` (zone in quarters of an hour, local date and time) as ISO 8601 with its
 *  offset; null when they are no date (sim7600.md §2.8). */
export function readClock([zone = '', date = '', clock = '']: readonly string[]): string | null {
  const [, year, month, day] = /^(?:20)?(\d\d)\/(\d\d)\/(\d\d)$/.exec(date) ?? [];
  if (!/^[+-]?\d{1,2}$/.test(zone) || year === undefined || !/^\d\d:\d\d:\d\d$/.test(clock)) return null;
  const at = `20${year}-${month}-${day}T${clock}${offsetOf(Number(zone))}`;
  return Number.isNaN(Date.parse(at)) ? null : at;
}

/** Quarters of an hour as "+03:30". */
export function offsetOf(quarters: number): string {
  const minutes = Math.abs(quarters) * 15;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${quarters < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `"08/11/28,12:30:35+32"` of +CCLK; null without a zone, which it has only once the network told the time. */
export function readSetClock(rest: string): string | null {
  const [, date, clock, zone] = /^"([\d/]+),([\d:]+)([+-]\d{1,2})"$/.exec(rest) ?? [];
  return date === undefined || clock === undefined || zone === undefined ? null : readClock([zone, date, clock]);
}
