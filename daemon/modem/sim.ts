import { hasCode, SecretaryError } from '../base/errors.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import { act, type Command, query, TIMEOUT_MS } from './commands.js';
import { fieldsOf, toInteger } from './parser/fields.js';
import { SIM_BUSY, SIM_NOT_INSERTED } from './parser/final.js';
import type { AtQueue } from './queue.js';
import { attempt } from './sim7600.js';

const log = logger('modem/sim');

const ASK_SIM: Command = query('AT+CPIN?', {
  timeoutMs: TIMEOUT_MS.medium,
  // In early boot `+CPIN: READY` was seen without an OK (sim7600.md §5 row 5).
  settledBy: { line: /^\+CPIN:/, quietMs: 300 },
});
const SIM_BUSY_RETRY_MS = 2000;
const SIM_BUSY_LIMIT_MS = 30_000;
/** With fewer left a mistake was made before us: the last tries are the owner's, in a phone. */
const TRIES_NEEDED = 3;

/** The SIM's state as +CPIN says it ('READY', 'SIM PIN' …), 'NOT INSERTED', or 'FAILURE' for every other error. A SIM
 *  that is busy after boot is waited for, 30 s at most (sim7600.md §5 row 8). */
export async function askSim(queue: AtQueue, signal: AbortSignal): Promise<string> {
  const untilMs = time.monotonicMs() + SIM_BUSY_LIMIT_MS;
  for (;;) {
    const { final, lines } = await queue.ask(ASK_SIM);
    if (final.ok) return lines[0]?.slice('+CPIN:'.length).trim() ?? 'FAILURE';
    if (final.code !== SIM_BUSY || time.monotonicMs() > untilMs) {
      return final.code === SIM_NOT_INSERTED ? 'NOT INSERTED' : 'FAILURE';
    }
    await time.sleep(SIM_BUSY_RETRY_MS, signal);
  }
}

/** How often the PIN may still be wrong, by AT+SPIC; null when the modem does not say (sim7600.md §2.2). */
export async function pinTriesLeft(queue: AtQueue): Promise<number | null> {
  const [line] = await attempt(queue, query('AT+SPIC', { mustAnswer: false }));
  return toInteger(fieldsOf(line?.slice('+SPIC:'.length) ?? '')[0]);
}

/** Unlocks the SIM card with its owner's PIN, and the same card again after each restart of the modem. Nothing of it is
 *  ever written down. */
export class PinKeeper {
  #known: { readonly card: string; readonly pin: string } | null = null;

  /** Rejects 'bad-input' for what is no PIN, and 'refused' without touching the card when it does not ask for its PIN or
   *  has fewer than three tries left, or when the PIN is wrong. A PUK is never entered. */
  async enter(queue: AtQueue, pin: string, signal: AbortSignal): Promise<void> {
    if (!/^\d{4,8}$/.test(pin)) throw new SecretaryError('bad-input', 'a PIN has four to eight digits');
    const sim = await askSim(queue, signal);
    if (sim === 'READY') throw new SecretaryError('refused', 'the SIM card is unlocked already');
    if (sim !== 'SIM PIN') throw new SecretaryError('refused', `the SIM card does not ask for its PIN (${sim})`);
    const tries = await pinTriesLeft(queue);
    if (tries === null || tries < TRIES_NEEDED) throw new SecretaryError('refused', tooFewTries(tries));
    const { final } = await queue.ask(act(`AT+CPIN="${pin}"`));
    if (!final.ok) throw new SecretaryError('refused', `the SIM card did not take that PIN (${final.text})`);
    const card = await cardOf(queue);
    this.#known = card === null ? null : { card, pin };
  }

  /** After a restart: true when the card in the modem is the one that was unlocked before, and is so again. */
  async again(queue: AtQueue, signal: AbortSignal): Promise<boolean> {
    const known = this.#known;
    if (known === null || (await cardOf(queue)) !== known.card) return false;
    // Whatever comes of it, the PIN is not tried a second time by itself.
    this.#known = null;
    try {
      await this.enter(queue, known.pin, signal);
      return true;
    } catch (error) {
      if (!hasCode(error, 'refused')) throw error;
      log.warn('the PIN that unlocked the SIM card before was not entered again', { reason: error.message });
      return false;
    }
  }
}

const tooFewTries = (tries: number | null): string =>
  `the SIM card has ${tries ?? 'an unknown number of'} tries left, and the next mistake may lock it: ` +
  'put it in a phone, enter the PIN there and switch it off';

/** Its serial number, which can be read while it is locked. */
async function cardOf(queue: AtQueue): Promise<string | null> {
  const [line] = await attempt(queue, query('AT+CICCID', { mustAnswer: false }));
  return line?.replace(/^\+ICCID: ?/, '') ?? null;
}
