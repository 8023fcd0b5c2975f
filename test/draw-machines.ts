import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Drawn, machines, statesOf } from './machines.js';

const ROOT = new URL('../..', import.meta.url);
export const DRAWING = new URL('docs/machines.md', ROOT);

const HEAD = `# State machines

Drawn from the tables in the code by \`node dist/test/draw-machines.js\`; a test fails when this page is not current.
An event without an arrow means nothing in that state: it is logged, counted and changes nothing.
`;

/** What \`docs/machines.md\` must say. */
export const drawing = (): string => [HEAD, ...machines.map(section)].join('\n');

function section(machine: Drawn): string {
  const meanings = meaningsIn(machine);
  const rows = statesOf(machine).map((state) => `| ${state} | ${meanings.get(state) ?? ''} |`);
  const head = [`## ${machine.name}`, '', `\`${machine.file}\``, '', '```mermaid', 'stateDiagram-v2'];
  return [...head, ...arrows(machine), '```', '', '| State | |', '| --- | --- |', ...rows, ''].join('\n');
}

function arrows(machine: Drawn): string[] {
  const lines = statesOf(machine).map((state) => `  state "${state}" as ${id(state)}`);
  lines.push(...machine.initial.map((state) => `  [*] --> ${id(state)}`));
  for (const [from, row] of Object.entries(machine.table)) {
    const ways = Map.groupBy(Object.entries(row), ([, to]) => to ?? from);
    for (const [to, events] of ways)
      lines.push(`  ${id(from)} --> ${id(to)}: ${events.map(([event]) => event).join(', ')}`);
    if (ways.size === 0) lines.push(`  ${id(from)} --> [*]`);
  }
  return lines;
}

/** Mermaid's names know no hyphen. */
const id = (state: string): string => state.replaceAll('-', '_');

/** The table's doc comment tells its states as "name: meaning · name: meaning". */
export function meaningsIn(machine: Drawn): ReadonlyMap<string, string> {
  const source = readFileSync(new URL(machine.file, ROOT), 'utf8');
  const states = statesOf(machine);
  const comments = Array.from(source.matchAll(/\/\*\*([\s\S]*?)\*\//g), ([, text]) => plain(text ?? ''));
  const found = comments.flatMap((comment) => Array.from(comment.matchAll(/(?:^|[·.] )([a-z-]+): ([^·]+)/g)));
  return new Map(
    found
      .filter(([, state]) => states.includes(state ?? ''))
      .map(([, state, meaning]) => [state ?? '', tidy(meaning ?? '')]),
  );
}

const plain = (comment: string): string =>
  comment
    .replaceAll(/\n\s*\*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
const tidy = (meaning: string): string => meaning.trim().replace(/\.$/, '');

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DRAWING, drawing());
