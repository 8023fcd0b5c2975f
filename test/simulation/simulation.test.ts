import t from 'tap';
import { redirectLog } from '../../daemon/base/log.js';
import { simulate } from './simulation.js';

t.before(() => redirectLog(() => undefined, 'error'));

t.test('the same seed gives the same run, to the byte and the millisecond; another seed another one', async (t) => {
  const runs = [];
  for (const seed of [11, 11, 12]) {
    const lines: string[] = [];
    const result = await simulate({ seed, calls: 60, trace: (line) => lines.push(line) });
    runs.push({ ...result, text: lines.join('\n') });
  }
  const [first, again, other] = runs;
  t.same(first?.violations, []);
  t.equal(again?.digest, first?.digest);
  t.equal(again?.text, first?.text);
  t.not(other?.digest, first?.digest);
  t.match(first?.text, /fault /, 'and there were faults in it');
});
