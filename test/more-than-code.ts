import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { needsOnlyCode } from './code-only.js';

// Prints the compiled tests that the quick check leaves out, for `./install.sh test`.
const folder = fileURLToPath(new URL('.', import.meta.url));
for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
  if (file.endsWith('.test.js') && !needsOnlyCode(file)) process.stdout.write(`dist/test/${file}\n`);
}
