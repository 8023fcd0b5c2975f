import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { needsOnlyCode } from './code-only.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What starts programs, opens a browser or needs a model. */
const MORE = /'(node:child_process|playwright-core|\.{1,2}\/.*(fakes\/models|engines\/real)\.js)'/;
const IMPORT = /^(?:import|export)\s+(?:[\w*{}\s,$]+?\s+from\s+)?'(\.\.?\/[^']+)\.js'/gm;

const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.test.ts'),
);
const compiled = (file: string) => file.replace(/\.ts$/, '.js');

/** The file and all of test/ that it stands on. */
function standsOn(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, to = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)) {
    const path = `${normalize(join(dirname(file), to))}.ts`;
    if (path.startsWith('test/')) standsOn(path, seen);
  }
  return seen;
}

t.test('a test of the quick check starts no program and needs no model', async (t) => {
  const quick = files.filter((file) => needsOnlyCode(compiled(file)));
  t.ok(quick.length > 80, `${quick.length} files`);
  const faults = quick.flatMap((file) =>
    [...standsOn(join('test', file))]
      .filter((each) => MORE.test(readFileSync(join(ROOT, each), 'utf8')))
      .map((each) => `${file} through ${each}`),
  );
  t.same(faults, []);
});

t.test('whoever needs more says so by folder or name', async (t) => {
  for (const file of ['scenarios/power-cut', 'browser/page', 'simulator/fault', 'audio/pcm-port.real'])
    t.notOk(needsOnlyCode(`${file}.test.js`), file);
  t.ok(needsOnlyCode('modem/parser/unsolicited.test.js'));
});
