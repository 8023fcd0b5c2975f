/** How long a command may take to its final result code (sim7600.md §2.11). */
export const TIMEOUT_MS = { audio: 3000, query: 5000, medium: 10_000, radio: 15_000, network: 60_000 } as const;

/** What is written after a prompt, and then Ctrl-Z. */
export interface Body {
  readonly text: string;
  /** Without a prompt for so long the command is given up; its own `timeoutMs` runs from the prompt on. */
  readonly promptMs: number;
  /** Called right before the text is written: from here on it may take effect, whatever is heard of it. */
  written(): void;
}

/** One command of the AT port, as a record. */
export interface Command {
  /** Without the CR. */
  readonly text: string;
  /** Information lines that it may claim; null for a command that answers with a final result only. */
  readonly answer: RegExp | null;
  readonly timeoutMs: number;
  /** In the init list: without it a call could not be handled, so its error fails the init. */
  readonly required: boolean;
  /** Sending it twice does no harm: it is repeated once after a timeout. */
  readonly repeatable: boolean;
  /** An OK without an information line cannot be its own: a late one of another command has come between. */
  readonly mustAnswer: boolean;
  /** Goes before everything that waits. */
  readonly urgent: boolean;
  /** Harmless to repeat and never slow: while something urgent waits, its answer is not waited for long. */
  readonly givesWay: boolean;
  readonly body?: Body;
  /** Firmware was seen to leave the final result out after this line; it is taken as OK after `quietMs`. */
  readonly settledBy?: { readonly line: RegExp; readonly quietMs: number };
}

/** Prefixes that answers share with what comes unasked: only this grammar, and only after a query, is an answer. */
const SHARED: Readonly<Record<string, RegExp>> = {
  CLIP: /^\+CLIP: ?\d,\d$/,
  CCWA: /^\+CCWA: ?\d,\d+$/,
  CREG: /^\+CREG: ?\d,\d\d?(,|$)/,
  CEREG: /^\+CEREG: ?\d,\d\d?(,|$)/,
  CNSMOD: /^\+CNSMOD: ?\d,\d+$/,
  CLCC: /^\+CLCC: ?\d+,[01],[0-5],/,
  CPIN: /^\+CPIN: /,
  CSQ: /^\+CSQ: ?\d+,\d+$/,
  CUSD: /^\+CUSD: ?\d$/,
};

/** Answers that do not start with their command's name. */
const PECULIAR: Readonly<Record<string, RegExp>> = {
  CGSN: /^\d{14,17}$/,
  CIMI: /^\d{6,15}$/,
  CGMI: /^[^+]/,
  CGMM: /^[^+]/,
  CGMR: /^(\+CGMR:|[^+])/,
  CICCID: /^\+ICCID:/,
  SIMCOMATI: /^[^+]|^\+GCAP:/,
  CMGL: /^\+CMGL:|^[0-9A-Fa-f]{2,}$/,
  CMGR: /^\+CMGR:|^[0-9A-Fa-f]{2,}$/,
  CMGRD: /^\+CMGRD?:|^[0-9A-Fa-f]{2,}$/,
};

const EXTENDED = /^AT\+([A-Z]+)(\?|=)?/i;
const QUERIED_BARE: ReadonlySet<string> = new Set(['CLCC', 'CSQ']);

/** The information lines that belong to a command, by its text. */
export function answerOf(text: string): RegExp | null {
  if (/^ATI$/i.test(text)) return /^[^+]|^\+GCAP:/;
  const [, name = '', form] = EXTENDED.exec(text) ?? [];
  const upper = name.toUpperCase();
  if (upper === '') return null;
  const shared = SHARED[upper];
  if (shared === undefined) return PECULIAR[upper] ?? new RegExp(`^\\+${upper}:`);
  const queries = form === '?' || upper === 'CCWA' || (form === undefined && QUERIED_BARE.has(upper));
  return queries ? shared : null;
}

type Details = Partial<Omit<Command, 'text'>>;

function command(text: string, details: Details): Command {
  const { timeoutMs = TIMEOUT_MS.query, repeatable = true, urgent = false } = details;
  const defaults = { answer: answerOf(text), required: false, mustAnswer: false };
  const givesWay = repeatable && !urgent && timeoutMs <= TIMEOUT_MS.medium;
  return { text, timeoutMs, repeatable, urgent, givesWay, ...defaults, ...details };
}

/** Sets something that can be set again. */
export const set = (text: string, details: Details = {}): Command => command(text, { answer: null, ...details });

/** Asks for something and gets at least one information line. */
export const query = (text: string, details: Details = {}): Command => command(text, { mustAnswer: true, ...details });

/** Does something that must not happen twice. */
export const act = (text: string, details: Details = {}): Command =>
  command(text, { repeatable: false, timeoutMs: TIMEOUT_MS.medium, ...details });

/** What may stand in a log or an error: the command without its parameters, which may be numbers, PINs or texts. */
export const nameOf = (text: string): string => /^AT(?:D|[+&*^]?[A-Z]+)?/i.exec(text)?.[0] ?? 'AT';
