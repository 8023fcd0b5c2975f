import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { redirectLog } from '../daemon/base/log.js';
import { time } from '../daemon/base/time.js';
import { needsOnlyCode } from './code-only.js';

/** The tests that need nothing but the code, all in this one process: to start one for each file takes five times as long
 *  as its tests. What needs more is for `./install.sh test`, which runs every file by itself. */
const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(needsOnlyCode).toSorted();

/** Each file is read when the tests of the one before are over; reading is a test itself, for tap ends when nothing runs. */
function run([file, ...later]: readonly string[]): void {
  if (file === undefined) return;
  void t.test(`${file} begins on the real clock`, async (t) => {
    t.ok(Math.abs(time.now() - Date.now()) < 1000);
    await import(`./${file}`);
    run(later);
  });
}

t.setTimeout(0);
redirectLog(() => undefined);
run(files);
