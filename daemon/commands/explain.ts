import { hasCode, messageOf, systemCode } from '../base/errors.js';

/** One plain sentence on standard error; returns the exit code: 2 for a command line that is wrong, 1 for all else. */
export function explain(command: string, error: unknown): number {
  const wrongUse = hasCode(error, 'wrong-use') || systemCode(error)?.startsWith('ERR_PARSE_ARGS') === true;
  const hint = wrongUse ? ` (see: secretary ${command} --help)` : '';
  // parseArgs goes on with advice for programmers.
  const words = wrongUse ? messageOf(error).replace(/\. To specify a positional argument.*/s, '') : messageOf(error);
  process.stderr.write(`${words}${hint}\n`);
  return wrongUse ? 2 : 1;
}
