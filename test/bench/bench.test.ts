import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { median, percentile } from './statistics.js';
import { wordErrors } from './word-errors.js';

const bench = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('./bench.js', import.meta.url)), ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
};

t.test('a name that no measure has is wrong use, and tells what was meant', async (t) => {
  const { status, stderr } = bench('D50', 'DFIRSTT');
  t.equal(status, 2);
  t.match(stderr, /DFIRSTT.*did you mean DFIRST\?/);
  t.equal(bench('--jsn').status, 2);
});

t.test('--list tells names, goals and meanings and measures nothing', async (t) => {
  const { status, stdout } = bench('--list', 'g23', 'P1');
  t.equal(status, 0);
  t.match(stdout, /^G23 +1±0\.02 +sum of the reported stages.*\nP1 +≤1 +.*\n$/);
});

t.test('a measure that cannot be made is told with its reason, and the run goes on', async (t) => {
  const script = `
    import { MEASURES } from ${JSON.stringify(new URL('./measures/all.js', import.meta.url).href)};
    const figure = { figure: 0.5, unit: 's', ok: false, n: 3, samples: [] };
    MEASURES[0].measure = () => Promise.reject(new Error('no such port'));
    MEASURES[1].measure = () => Promise.resolve(figure);
    MEASURES[2].measure = () => Promise.resolve({ skipped: 'no pip' });
    process.argv = [process.argv[0], 'bench', ...MEASURES.slice(0, 3).map(({ name }) => name)];
    await import(${JSON.stringify(new URL('./bench.js', import.meta.url).href)});`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  t.equal(status, 1);
  t.match(stdout, /^FIRSTRING failed: no such port\nD50 0\.5s goal=≤700ms missed n=3\nD95 skipped: no pip$/m);
});

t.test('figures: median, nearest rank, words wrong', async (t) => {
  t.equal(median([3, 1, 2]), 2);
  t.equal(median([4, 1, 2, 3]), 2.5);
  t.equal(
    percentile(
      Array.from({ length: 20 }, (_, i) => i + 1),
      0.95,
    ),
    19,
  );
  t.equal(wordErrors(['a', 'b', 'c'], ['a', 'x', 'c', 'd']), 2);
});
