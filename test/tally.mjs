// Prints the one line that CI reads from a tap run's own output, and fails when nothing ran.
import { readFileSync } from 'node:fs';

const summary = [...readFileSync(process.argv[2], 'utf8').matchAll(/^# \{ total: .*\}$/gm)].at(-1)?.[0] ?? '';
const count = (key) => Number(new RegExp(`\\b${key}: (\\d+)`).exec(summary)?.[1] ?? 0);
console.log(`${count('pass')} passed, ${count('fail')} failed, ${count('skip') + count('todo')} skipped`);
process.exitCode = count('total') === 0 || count('fail') > 0 ? 1 : 0;
