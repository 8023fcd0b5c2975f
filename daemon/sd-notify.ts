import koffi from 'koffi';
import { messageOf } from './base/errors.js';
import { logger } from './base/log.js';

const log = logger('sd-notify');

/** What the daemon tells systemd (sd_notify(3)); every call does nothing where no systemd listens. */
export interface SdNotify {
  /** Calls can be answered. */
  ready(): void;
  /** Feeds the watchdog: only from a loop that has seen the call path work. */
  alive(): void;
  stopping(): void;
  /** One line for `systemctl status`. */
  status(text: string): void;
  /** How often `alive` is due: half of the unit's WatchdogSec; null when the unit has none. */
  readonly aliveEveryMs: number | null;
}

/** The library reads NOTIFY_SOCKET from the process itself, at each call. */
export function sdNotify(env: NodeJS.ProcessEnv = process.env): SdNotify {
  const send = env['NOTIFY_SOCKET'] === undefined ? () => undefined : sender();
  return {
    ready: () => send('READY=1'),
    alive: () => send('WATCHDOG=1'),
    stopping: () => send('STOPPING=1'),
    // A line feed would begin another assignment.
    status: (text) => send(`STATUS=${text.replaceAll(/\s+/g, ' ')}`),
    aliveEveryMs: watchdogMs(env),
  };
}

function sender(): (state: string) => void {
  try {
    const notify = koffi.load('libsystemd.so.0').func('int sd_notify(int unset_environment, const char *state)');
    return (state) => void notify(0, state);
  } catch (error) {
    log.warn('systemd cannot be told anything', { error: messageOf(error) });
    return () => undefined;
  }
}

function watchdogMs(env: NodeJS.ProcessEnv): number | null {
  const { WATCHDOG_USEC: micros, WATCHDOG_PID: pid } = env;
  const ours = pid === undefined || pid === String(process.pid);
  const halfMs = Number(micros) / 2000;
  return ours && halfMs > 0 ? halfMs : null;
}
