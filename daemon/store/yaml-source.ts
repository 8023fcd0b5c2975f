import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';

type Path = readonly PropertyKey[];

/** A YAML file in which every scalar is its text, and which still knows its lines. */
export interface YamlSource {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly content: unknown;
  /** What makes it no plain YAML; with any of these `content` is not to be used. */
  readonly faults: readonly string[];
}

/** Of a scalar only its text counts ("failsafe" schema), so that a number keeps its plus and "no" stays a word. */
export function parseYaml(text: string): YamlSource {
  const lines = new LineCounter();
  // The library's own check for unique keys compares each with each, which takes a minute for 1 MB.
  const options = { schema: 'failsafe', uniqueKeys: false, lineCounter: lines, prettyErrors: false } as const;
  const document = parseDocument(text, options);
  const faults = [...syntaxFaults(document, lines), ...structureFaults(document, lines)];
  return { document, lines, content: faults.length > 0 ? undefined : document.toJS(), faults };
}

const lineAt = (lines: LineCounter, offset = 0): string => `line ${lines.linePos(offset).line}`;

/** One a line: after the first the parser has lost its place, and the others only tell so. */
function syntaxFaults(document: Document.Parsed, lines: LineCounter): string[] {
  const faults = new Map<string, string>();
  for (const { pos, message } of document.errors.toReversed()) faults.set(lineAt(lines, pos[0]), plain(message));
  return Array.from(faults, ([line, message]) => `${line}: ${message}`).toReversed();
}

/** Ten thousand brackets within brackets end the parser's stack, which it reports in its own words. */
const plain = (message: string): string =>
  message.startsWith('Maximum call stack')
    ? 'expected lists and fields, got too many brackets within brackets'
    : message;

/** Names given twice, names that are no text, and references, with which few bytes can become gigabytes. */
function structureFaults(document: Document.Parsed, lines: LineCounter): string[] {
  const faults: string[] = [];
  visit(document, {
    Alias: (_, { range, source }) =>
      void faults.push(`${lineAt(lines, range?.[0])}: expected a value, got the reference *${source}`),
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const line = lineAt(lines, isNode(key) ? key.range?.[0] : undefined);
        const name = isScalar(key) ? String(key.value) : null;
        if (name === null) faults.push(`${line}: expected a name before the colon`);
        else if (seen.has(name)) faults.push(`${line}, ${name}: expected once, got it twice`);
        else seen.add(name);
      }
    },
  });
  return faults;
}

/** "line 7, hours.mon-fri"; items of a list count from 1. What is missing is missed where its owner stands. */
export function placeOf(source: YamlSource, path: Path): string {
  const name = path.map((key) => (typeof key === 'number' ? key + 1 : String(key))).join('.');
  return `${lineOf(source, path)}${name === '' ? '' : `, ${name}`}`;
}

function lineOf({ document, lines }: YamlSource, path: Path): string {
  for (let depth = path.length; depth > 0; depth--) {
    const key = path[depth - 1];
    const parent = document.getIn(path.slice(0, depth - 1), true);
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node = pair?.key ?? document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lineAt(lines, node.range[0]);
  }
  return 'line 1';
}

/** What stands there; undefined when nothing does. */
export function valueAt(source: YamlSource, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined,
    source.content,
  );
}
