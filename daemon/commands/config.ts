import { parseArgs } from 'node:util';
import { bootstrapSchema, loadBootstrap } from '../base/bootstrap.js';
import { SecretaryError } from '../base/errors.js';
import { aboutField } from '../base/field.js';
import { readBusinessFile } from '../business-source.js';

const HELP = `secretary config check               are the bootstrap settings and the business file right
secretary config show                the settings in force, each with the variable that overrides it
options:
  --config FILE                      bootstrap settings (TOML)
example: secretary config check --config /etc/secretary/secretary.toml
`;

const OPTIONS = { help: { type: 'boolean' }, config: { type: 'string' } } as const;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const bootstrap = loadBootstrap(values.config, process.env);
  if (positionals[0] === 'check') {
    if (bootstrap.businessFile !== null) readBusinessFile(bootstrap.businessFile);
    process.stdout.write('all settings can be used\n');
    return 0;
  }
  if (positionals[0] !== 'show') throw new SecretaryError('wrong-use', 'expected config check or config show');
  for (const [key, value] of Object.entries(bootstrap)) {
    const schema = Object.entries(bootstrapSchema.shape).find(([name]) => name === key)?.[1];
    const about = schema === undefined ? undefined : aboutField(schema);
    process.stdout.write(
      `${key.padEnd(14)} ${String(value ?? '').padEnd(44)} ${about?.title.en ?? ''}${about?.env === undefined ? '' : ` (${about.env})`}\n`,
    );
  }
  return 0;
}
