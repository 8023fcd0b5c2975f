import { join, resolve } from 'node:path';
import { type Bootstrap, loadBootstrap } from '../base/bootstrap.js';
import { hasCode, SecretaryError } from '../base/errors.js';
import { JsonClient, type Request } from '../base/json-socket.js';

/** Which daemon is meant: that of the configuration in force, or the one that keeps its data in a folder (a demo). */
export const DAEMON_OPTIONS = { config: { type: 'string' }, data: { type: 'string' } } as const;

export const DAEMON_HELP = `  --config FILE, --data DIR          which daemon: its settings, or the folder of its data
`;

export interface DaemonChoice {
  readonly config?: string | undefined;
  readonly data?: string | undefined;
}

export function bootstrapOf({ config, data }: DaemonChoice): Bootstrap {
  const env = data === undefined ? {} : { SECRETARY_DATA: resolve(data), SECRETARY_RUN: join(resolve(data), 'run') };
  return loadBootstrap(config, { ...process.env, ...env });
}

/** The result of one operation. Rejects 'not-found' when the daemon does not run, 'refused' with its own words. */
export function askDaemon(choice: DaemonChoice, request: Request): Promise<unknown> {
  return askControl(bootstrapOf(choice).controlSocket, request);
}

/** The same, by its control socket. */
export async function askControl(controlSocket: string, request: Request): Promise<unknown> {
  const daemon = await JsonClient.connect(controlSocket).catch((error: unknown) => {
    if (!hasCode(error, 'not-found')) throw error;
    const words = `the daemon does not run here (nothing listens at ${controlSocket}); name its folder with --data`;
    throw new SecretaryError('not-found', words, { cause: error });
  });
  try {
    return await daemon.request(request);
  } finally {
    daemon.close();
  }
}
