/** How a command is used (3GPP 27.007 §4): `AT+X`, `AT+X?`, `AT+X=?`, `AT+X=…`. */
export type Form = 'run' | 'read' | 'test' | 'set';

export interface CommandCall {
  /** Upper case: '+CLIP', 'E', 'S0', 'D'. */
  readonly name: string;
  readonly form: Form;
  /** What stands behind '=' or the letter, as it came. */
  readonly text: string;
  /** The same, split at commas outside quotes, quotes taken off. */
  readonly args: readonly string[];
}

/** Pieces of a command line: an extended command up to ';', a dial string, an S register, a basic command. */
const PIECE = /\+[^;="]+(?:=(?:"[^"]*"|[^;"])*|[?])?|D[^;]*;?|S\d+(?:=\d*|\?)?|[&\\]?[A-Z]\d*/iy;

/** The commands of one line without its CR (V.250 §5.2), or null when the line means nothing to a modem. What
 *  precedes the first "AT" is noise; "AT" alone is an empty list; a piece that cannot be read is named '?'. */
export function parseCommandLine(line: string): CommandCall[] | null {
  const start = line.search(/at/i);
  if (start < 0) return null;
  const body = line.slice(start + 2).trim();
  const calls: CommandCall[] = [];
  for (PIECE.lastIndex = 0; PIECE.lastIndex < body.length; ) {
    const at = PIECE.lastIndex;
    if (body[at] === ';' || body[at] === ' ') {
      PIECE.lastIndex = at + 1;
      continue;
    }
    const piece = PIECE.exec(body)?.[0];
    if (piece === undefined) return [...calls, { name: '?', form: 'run', text: body.slice(at), args: [] }];
    calls.push(parsePiece(piece.trim()));
  }
  return calls;
}

function parsePiece(piece: string): CommandCall {
  if (/^d/i.test(piece)) return { name: 'D', form: 'set', text: piece.slice(1), args: [piece.slice(1)] };
  const [, name = '', sign = '', text = ''] = /^(\+[^=?]+|S\d+|[&\\]?[A-Z])([=?]*)(.*)$/is.exec(piece) ?? [];
  const call = { name: name.toUpperCase(), text, args: splitArguments(text) };
  if (sign === '?') return { ...call, form: 'read' };
  if (sign === '=?') return { ...call, form: 'test' };
  return { ...call, form: sign === '=' ? 'set' : 'run' };
}

function splitArguments(text: string): string[] {
  if (text === '') return [];
  const parts = text.match(/(?:"[^"]*"|[^,"])+|(?<=,|^)(?=,|$)/g) ?? [];
  return parts.map((part) => part.trim().replace(/^"([^"]*)"$/, '$1'));
}
