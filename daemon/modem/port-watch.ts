import { hasCode, messagesOf, SecretaryError } from '../base/errors.js';
import { type InBothLanguages, inBoth } from '../base/language.js';
import { logger } from '../base/log.js';
import type { PortFinder, PortPaths } from './port.js';

const log = logger('modem/port-watch');

const NO_FAULT = inBoth('');

/** Where the modem's ports were at the last look, and what is wrong when there are none to use. */
export class PortWatch {
  #paths: PortPaths | null = null;
  #fault: { readonly words: InBothLanguages; readonly mayPass: boolean } | null = null;

  constructor(private readonly findPorts: PortFinder) {}

  /** null when there was none. */
  get paths(): PortPaths | null {
    return this.#paths;
  }

  /** Why the modem that is on the bus cannot be used; '' when there is none, or nothing is wrong. */
  get fault(): InBothLanguages {
    return this.#fault?.words ?? NO_FAULT;
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
    const before = this.fault.en;
    this.#fault = null;
    this.#paths = await this.findPorts().catch((error: unknown) => {
      this.#fault = { words: messagesOf(error), mayPass: hasCode(error, 'not-found') && error.retryable };
      if (this.fault.en !== before) log.warn('no modem can be used', { fault: this.fault.en });
      return null;
    });
    return this.#paths;
  }
}
