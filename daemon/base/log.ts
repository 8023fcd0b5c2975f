import { time } from './time.js';
import { messageOf } from './errors.js';

export type Level = 'debug' | 'info' | 'warn' | 'error';
export type Fields = Readonly<Record<string, unknown>>;

/** A value that names or quotes a person: printed only when the operator asked for it. */
class Private {
  constructor(readonly value: unknown) {}
}

/** Marks a number, name or transcript; such values may stand in fields only, never in the message. */
export const hidden = (value: unknown): unknown => new Private(value);

export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

const RANK: Record<Level, number> = { debug: 0, info: 1, warn: 2, error: 3 };
/** Syslog priorities, which journald reads from the `<n>` in front of a line. */
const PRIORITY: Record<Level, number> = { debug: 7, info: 6, warn: 4, error: 3 };

let sink: (line: string) => void = (line) => process.stderr.write(`${line}\n`);
let threshold: Level = toLevel(process.env['SECRETARY_LOG']);
const showPrivate = process.env['SECRETARY_LOG_PRIVATE'] === '1';
const underSystemd = process.env['JOURNAL_STREAM'] !== undefined;

function toLevel(text: string | undefined): Level {
  return text !== undefined && text in RANK ? (text as Level) : 'info';
}

/** Sends lines elsewhere (tests, the demo's log file) and returns what undoes it. */
export function redirectLog(to: (line: string) => void, level: Level = threshold): () => void {
  const before = { sink, threshold };
  sink = to;
  threshold = level;
  return () => ({ sink, threshold } = before);
}

function plain(value: unknown): unknown {
  if (value instanceof Private) return showPrivate ? plain(value.value) : '[hidden]';
  if (value instanceof Error) return messageOf(value);
  return value;
}

function write(level: Level, namespace: string, message: string, fields: Fields = {}): void {
  if (RANK[level] < RANK[threshold]) return;
  const shown = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plain(value)]));
  const line = JSON.stringify({ at: new Date(time.now()).toISOString(), level, in: namespace, message, ...shown });
  sink(underSystemd ? `<${PRIORITY[level]}>${line}` : line);
}

/** One namespace a file: `const log = logger('modem/queue')`. Lines are JSON objects on standard error. */
export function logger(namespace: string): Log {
  return {
    debug: (message, fields) => write('debug', namespace, message, fields),
    info: (message, fields) => write('info', namespace, message, fields),
    warn: (message, fields) => write('warn', namespace, message, fields),
    error: (message, fields) => write('error', namespace, message, fields),
  };
}
