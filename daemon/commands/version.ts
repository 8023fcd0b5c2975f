import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const PACKAGE = path.join(import.meta.dirname, '..', '..', '..', 'package.json');

export async function run(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(
      'secretary version\n  the version of the secretary and of Node\n  example: secretary version\n',
    );
    return 0;
  }
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(PACKAGE, 'utf8')));
  process.stdout.write(`secretary ${version}, Node ${process.version}, ${process.platform}-${process.arch}\n`);
  return 0;
}
