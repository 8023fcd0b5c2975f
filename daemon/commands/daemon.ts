import { parseArgs } from 'node:util';
import { startWeb } from '../../web/server.js';
import { App } from '../app.js';
import { type Bootstrap, loadBootstrap } from '../base/bootstrap.js';
import { messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import { DaemonControl } from '../daemon-control.js';
import { type SdNotify, sdNotify } from '../sd-notify.js';
import { webDeps } from '../web-deps.js';
import { stopSignal } from './stop-signal.js';

const log = logger('commands/daemon');

const HELP = `secretary daemon --config FILE       runs the secretary until it is told to stop (what the unit runs)
options:
  --config FILE                      bootstrap settings (TOML); environment variables SECRETARY_* come before it
example: secretary daemon --config /etc/secretary/secretary.toml
`;

/** What the terminal that started the daemon may want to know: one JSON line on standard output. */
export interface DaemonReady {
  readonly ready: true;
  readonly url: string | null;
  readonly control: string;
}

export async function run(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { config: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const bootstrap = loadBootstrap(values.config, process.env);
  const stop = stopSignal();
  const control = new DaemonControl(bootstrap.controlSocket);
  await control.listen();
  try {
    await serve(await App.open(bootstrap), bootstrap, control, stop);
  } finally {
    await control.close();
  }
  return 0;
}

async function serve(app: App, bootstrap: Bootstrap, control: DaemonControl, stop: Promise<void>): Promise<void> {
  await app.start();
  control.serve(app);
  const web = await servePage(app, bootstrap);
  const notify = sdNotify();
  const cancelBeat = feedWatchdog(app, notify);
  notify.ready();
  const ready: DaemonReady = { ready: true, url: web?.url ?? null, control: bootstrap.controlSocket };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await stop;
  notify.stopping();
  cancelBeat();
  await app.stop();
  await web?.stop();
}

/** The page is not the phone: a port that is taken is logged, and calls are answered without it. */
async function servePage(app: App, { listenHost: host, listenPort: port }: Bootstrap) {
  try {
    return await startWeb({ host, port }, webDeps(app));
  } catch (error) {
    log.error('the page cannot be served', { error: messageOf(error) });
    return null;
  }
}

/** The beat comes from the call loop: a line that is not freed, or an event loop that hangs, feeds nothing. */
function feedWatchdog(app: App, notify: SdNotify): () => void {
  if (notify.aliveEveryMs === null) return () => undefined;
  return time.every(notify.aliveEveryMs, () => {
    if (app.desk.healthy) notify.alive();
    else log.error('a call does not end: no beat for systemd');
  });
}
