import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SecretaryError } from '../base/errors.js';
import { replay } from '../modem/replay.js';

const HELP = `secretary modem replay FILE           the events of a transcript, one JSON object a line
  a line "<" came from the modem, ">" went to it, both with C escapes; "#" is a comment
example: secretary modem replay firmware-notes/transcripts/withheld.txt
`;

const OPTIONS = { help: { type: 'boolean' } } as const;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new SecretaryError('wrong-use', 'name one transcript');
  for (const event of replay(readFileSync(file, 'utf8'))) process.stdout.write(`${JSON.stringify(event)}\n`);
  return 0;
}
