/** A final result: a V.250 word, or an error number of 3GPP 27.007 §9.2 (CME) or 27.005 §3.2.5 (CMS). */
export type Final =
  | 'OK'
  | 'ERROR'
  | 'NO CARRIER'
  | 'BUSY'
  | 'NO ANSWER'
  | { readonly cme: number }
  | { readonly cms: number };

export interface Reply {
  readonly lines: readonly string[];
  /** null: it never comes. */
  readonly final: Final | null;
  /** Runs when the final result is on the wire. */
  readonly afterwards?: () => void;
}

export const ok = (...lines: string[]): Reply => ({ lines, final: 'OK' });
export const fail = (final: Final = 'ERROR'): Reply => ({ lines: [], final });
export const okThen = (afterwards: () => void): Reply => ({ lines: [], final: 'OK', afterwards });

/** sim7600.md §2.4, MAN 19.1 */
const DIGITS: Readonly<Record<string, number>> = { OK: 0, 'NO CARRIER': 3, ERROR: 4, BUSY: 7, 'NO ANSWER': 8 };

/** sim7600.md §2.2 and §2.4, MAN 19.3 and 19.4; only what the simulator can say. */
const CME_TEXTS: Readonly<Record<number, string>> = {
  3: 'operation not allowed',
  10: 'SIM not inserted',
  11: 'SIM PIN required',
  12: 'SIM PUK required',
  13: 'SIM failure',
  14: 'SIM busy',
  16: 'incorrect password',
  21: 'invalid index',
  27: 'invalid characters in dial string',
  30: 'no network service',
  100: 'unknown',
};
const CMS_TEXTS: Readonly<Record<number, string>> = {
  304: 'Invalid PDU mode parameter',
  310: 'SIM not inserted',
  311: 'SIM PIN required',
  314: 'SIM busy',
  321: 'Invalid memory index',
  322: 'Memory full',
  332: 'Network timeout',
  340: 'No +CNMA acknowledgement expected',
  500: 'Unknown error',
};

/** The final result as the settings CMEE (0, 1, 2) and V (verbose or digits) want it. */
export function finalText(final: Final, style: { readonly cmee: number; readonly verbose: boolean }): string {
  if (typeof final === 'string') return style.verbose ? final : String(DIGITS[final]);
  if (style.cmee === 0) return finalText('ERROR', style);
  const [kind, number, texts] =
    'cme' in final ? (['CME', final.cme, CME_TEXTS] as const) : (['CMS', final.cms, CMS_TEXTS] as const);
  return `+${kind} ERROR: ${style.cmee === 1 ? number : (texts[number] ?? 'unknown')}`;
}
