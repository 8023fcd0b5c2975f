/** IMEI, IMSI, serial numbers and telephone numbers; times, indices and service numbers are shorter. */
const DIGITS = /\d{7,}/g;
/** PDUs, and texts that come as hex: who and what is in them. */
const HEX = /[0-9A-Fa-f]{20,}/g;
/** Telephones match by these, so that the national and the international form of a number stay one. */
const SIGNIFICANT = 7;

/** Hides people in what a modem said. Every stand-in is as long as what it hides, so that a byte stays where it was, and
 *  the same number has the same stand-in all through one capture. */
export class Veil {
  readonly #known = new Map<string, string>();

  over(text: string): string {
    return text
      .replace(HEX, (run) => (/^\d+$/.test(run) ? run : '0'.repeat(run.length)))
      .replace(DIGITS, (run) => (/^0+$/.test(run) ? run : this.#standIn(run)));
  }

  #standIn(digits: string): string {
    const key = digits.slice(-SIGNIFICANT);
    const known = this.#known.get(key) ?? String(this.#known.size + 1).padStart(SIGNIFICANT, '0');
    this.#known.set(key, known);
    return known.padStart(digits.length, '0');
  }
}
