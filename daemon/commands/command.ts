/** One `secretary …` command. `argv` is what follows its name; resolves with the exit code: 0 done, 1 failed with one
 *  plain sentence on standard error, 2 wrong use. */
export interface Command {
  run(argv: string[]): Promise<number>;
}
