import { isSameDevice } from '../base/imei.js';
import { messageOf } from '../base/errors.js';
import { hidden, logger } from '../base/log.js';
import { Topic } from '../base/topic.js';
import { imeiOf } from './identity.js';
import type { ModemEvent } from './line.js';
import { Link } from './link.js';
import { PastCallers } from './past-callers.js';
import type { OpenPort, PortFinder, PortPaths, UsbPlace } from './port.js';
import { wake } from './sim7600.js';

const log = logger('modem/choice');

export interface ChoiceOptions {
  /** Of the modem that owns the number; null: whichever the finder names. */
  readonly imei: string | null;
  readonly findPorts: PortFinder;
  readonly openPort: OpenPort;
}

/** Which of several modems is ours. An IMEI can only be asked for: one after the other is opened, asked and let go,
 *  strangers once for each time that they come to the bus, those that do not answer again when it is their turn. */
export class Choice {
  /** By place, which of the devices that were plugged in there it was. */
  readonly #strangers = new Map<string, string>();
  /** Places that were asked in vain in this round. */
  readonly #silent = new Set<string>();

  /** Where ours was found last. */
  #home: string | null = null;

  constructor(private readonly options: ChoiceOptions) {}

  /** Whether one that fails may be healed: not one of several that may be somebody else's. */
  mayBeOurs(paths: PortPaths | null): boolean {
    const chosen = paths?.chosen;
    return this.options.imei === null || chosen === undefined || chosen.of === 1 || chosen.place === this.#home;
  }

  /** The next one to be asked, or the finder's if nobody is; see PortFinder. */
  async find(): Promise<PortPaths | null> {
    const { findPorts } = this.options;
    const isStranger = ({ place, enumeration }: UsbPlace) => this.#strangers.get(place) === enumeration;
    if (this.#silent.size > 0) {
      const other = await findPorts((at) => isStranger(at) || this.#silent.has(at.place)).catch(() => null);
      if (other !== null) return other;
      this.#silent.clear();
    }
    return findPorts(isStranger);
  }

  /** Rejects when it does not say who it is; then it is the others' turn. */
  async isOurs({ atPort, chosen }: PortPaths, signal: AbortSignal): Promise<boolean> {
    const { imei } = this.options;
    if (imei === null || chosen === undefined) return true;
    const { place, enumeration } = chosen;
    const said = await this.#ask(atPort, signal).catch((error: unknown) => {
      log.info('a modem does not say who it is', { place, error: messageOf(error) });
      this.#silent.add(place);
      throw error;
    });
    const ours = isSameDevice(said, imei);
    log.info(ours ? 'the modem is ours' : 'another modem is meant', {
      place,
      imei: hidden(said),
      wanted: hidden(imei),
    });
    if (ours) this.#home = place;
    else this.#strangers.set(place, enumeration);
    return ours;
  }

  /** A link of its own: what a stranger hears meanwhile, be it a call, is not for us. */
  async #ask(atPort: string, signal: AbortSignal): Promise<string> {
    const events = new Topic<ModemEvent>('events of a stranger');
    const nobody = { events, past: new PastCallers(), lost: () => undefined };
    const link = await Link.open(this.options.openPort, atPort, nobody);
    const stop = () => void link.close();
    signal.addEventListener('abort', stop);
    try {
      await wake(link);
      return await imeiOf(link.queue);
    } finally {
      signal.removeEventListener('abort', stop);
      await link.close();
    }
  }
}
