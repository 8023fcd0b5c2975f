import { toInteger } from './fields.js';

/** How a command ended. `text` is the line as it came. */
export interface Final {
  readonly text: string;
  readonly ok: boolean;
  /** Number of a +CME or +CMS error, also when it came in words; null for everything else. */
  readonly code: number | null;
}

/** Errors that decide something, in the words that CMEE=2 gives them (sim7600.md §2.2, §2.4). */
const WORDS: ReadonlyMap<string, number> = new Map([
  ['operation not allowed', 3],
  ['operation not supported', 4],
  ['sim not inserted', 10],
  ['sim pin required', 11],
  ['sim puk required', 12],
  ['sim failure', 13],
  ['sim busy', 14],
  ['sim wrong', 15],
  ['incorrect password', 16],
  ['memory full', 20],
  ['no network service', 30],
  ['network timeout', 31],
  ['unknown', 100],
]);

export const SIM_NOT_INSERTED = 10;
export const SIM_BUSY = 14;

const ALWAYS_FINAL: ReadonlySet<string> = new Set(['OK', 'ERROR']);
/** Final only for a command that dials or answers; at any other time they tell of a call (V.250 §5.7.1). */
const CALL_RESULTS: ReadonlySet<string> = new Set(['NO CARRIER', 'BUSY', 'NO ANSWER', 'NO DIALTONE', 'NO DIAL TONE']);
const CODED = /^\+CM[ES] ERROR: ?(.*)$/;
const CALLS = /^AT[AD]/i;

/** Reads a final result code, or null when the line is none for that command ('' = no command is running). */
export function readFinal(line: string, command: string): Final | null {
  if (ALWAYS_FINAL.has(line)) return { text: line, ok: line === 'OK', code: null };
  const coded = CODED.exec(line);
  if (coded !== null) return { text: line, ok: false, code: errorNumber(coded[1] ?? '') };
  if (!CALLS.test(command)) return null;
  if (CALL_RESULTS.has(line)) return { text: line, ok: false, code: null };
  return line === 'CONNECT' || line.startsWith('CONNECT ') ? { text: line, ok: true, code: null } : null;
}

const errorNumber = (text: string): number | null => toInteger(text) ?? WORDS.get(text.trim().toLowerCase()) ?? null;

/** A final result and the line glued to it without a line end: `ERROR+CNUM: …` was seen (sim7600.md §5 row 6). */
export function splitGlued(line: string): readonly string[] {
  for (const final of ALWAYS_FINAL)
    if (line.startsWith(final) && line[final.length] === '+') return [final, line.slice(final.length)];
  return [line];
}
