import { SecretaryError } from '../../base/errors.js';
import { type CaptureEntry, entrySchema, type TextEntry } from './entry.js';

/** A pause that tells something. */
const PAUSE_MS = 1000;

/** Reads the lines of a capture file; throws 'bad-input' with the number of one that is none. */
export function readCapture(text: string): CaptureEntry[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const entry = entrySchema.safeParse(jsonOf(line));
    if (entry.success) return [entry.data];
    throw new SecretaryError('bad-input', `line ${index + 1} of the capture is none of its entries`);
  });
}

/** What passed on one AT port, in the form of firmware-notes/transcripts: `<` from the modem, `>` to it, C escapes; a
 *  pause of a second or more is a comment. */
export function toTranscript(entries: readonly CaptureEntry[], port: TextEntry['port']): string {
  const said = entries.filter((entry): entry is TextEntry => 'text' in entry && entry.port === port);
  const lines: string[] = [];
  let lastMs = 0;
  for (const { ms, from, text } of joined(said)) {
    if (ms - lastMs >= PAUSE_MS) lines.push(`# ${(ms / 1000).toFixed(1)} s`);
    lastMs = ms;
    lines.push(...frames(text).map((frame) => `${from === 'modem' ? '<' : '>'} ${escape(frame)}`));
  }
  return `${lines.join('\n')}\n`;
}

/** A line may have come in several reads, and no reader of a transcript cares. */
function joined(entries: readonly TextEntry[]): TextEntry[] {
  const whole: TextEntry[] = [];
  for (const entry of entries) {
    const last = whole.at(-1);
    if (last === undefined || last.from !== entry.from || last.text.endsWith('\n')) whole.push(entry);
    else whole[whole.length - 1] = { ...last, text: last.text + entry.text };
  }
  return whole;
}

/** `\r\nRING\r\n` is one: the line ends before and after it belong to it. */
const frames = (text: string): readonly string[] => text.match(/[\r\n]*[^\r\n]+(?:\r*\n|\r|$)|[\r\n]+$/g) ?? [];

const ESCAPES: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\\': '\\\\' };

const escape = (text: string): string =>
  text.replace(
    /[^\x20-\x7E]|\\/g,
    (char) => ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
