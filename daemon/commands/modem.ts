import type { Command } from './command.js';

const HELP = `secretary modem replay FILE           a transcript through the driver's own parser, as events
example: secretary modem replay firmware-notes/transcripts/withheld.txt
Each has --help.
`;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  replay: () => import('./modem-replay.js'),
};

export async function run([name = '', ...argv]: string[]): Promise<number> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load !== undefined) return (await load()).run(argv);
  const asked = name === '--help';
  (asked ? process.stdout : process.stderr).write(HELP);
  return asked ? 0 : 2;
}
