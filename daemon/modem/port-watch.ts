import { hasCode, messageOf, SecretaryError } from '../base/errors.js';
import { logger } from '../base/log.js';
import type { PortFinder, PortPaths } from './port.js';

const log = logger('modem/port-watch');

/** Where the modem's ports were at the last look, and what is wrong when there are none to use. */
export class PortWatch {
  #paths: PortPaths | null = null;
  #fault: { readonly words: string; readonly mayPass: boolean } | null = null;

  constructor(private readonly findPorts: PortFinder) {}

  /** Why the modem that is on the bus cannot be used; '' when there is none, or nothing is wrong. */
  get fault(): string {
    return this.#fault?.words ?? '';
  }

  /** A modem is on the bus, and if it cannot be used, that is nothing that it was set up to be. */
  get present(): boolean {
    return this.#paths !== null || this.#fault?.mayPass === true;
  }

  /** The port that takes commands beside the first one; throws 'port-gone' when there is none. */
  get secondAtPort(): string {
    const path = this.#paths?.secondAtPort ?? null;
    if (path === null) throw new SecretaryError('port-gone', 'the modem has no second AT port', { retryable: true });
    return path;
  }

  async look(): ReturnType<PortFinder> {
    const before = this.fault;
    this.#fault = null;
    this.#paths = await this.findPorts().catch((error: unknown) => {
      this.#fault = { words: messageOf(error), mayPass: hasCode(error, 'not-found') && error.retryable };
      if (this.fault !== before) log.warn('no modem can be used', { fault: this.fault });
      return null;
    });
    return this.#paths;
  }
}
