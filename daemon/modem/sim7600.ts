import { SecretaryError, hasCode, messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import { type Command, TIMEOUT_MS, act, query, set } from './commands.js';
import type { VoicePath } from './line.js';
import type { Link } from './link.js';
import { fieldsOf } from './parser/fields.js';
import type { OpenPort } from './port.js';
import type { AtQueue } from './queue.js';

const log = logger('modem/sim7600');

// Every command that the driver sends, and everything that is peculiar to this modem. Sources: sim7600.md §2.

/** CHUP ends and rejects; ATH is ignored with OK unless CVHU=0 (§2.6). */
export const HANG_UP: Command = set('AT+CHUP', { timeoutMs: TIMEOUT_MS.medium, urgent: true });
/** BEGIN may come before OK, after it, or not at all; an OK lost after the call is up must not cost the caller ten
 *  seconds. */
export const ANSWER: Command = act('ATA', {
  answer: null,
  urgent: true,
  settledBy: { line: /^(VOICE CALL: BEGIN$|\+CLCC: ?\d+,1,0,)/, quietMs: 1000 },
});
export const LIST_CALLS: Command = query('AT+CLCC', { mustAnswer: false, urgent: true, givesWay: true });
export const RESET: Command = act('AT+CRESET', { timeoutMs: TIMEOUT_MS.query });

const VOICE_ON: Command = set('AT+CPCMREG=1', { timeoutMs: TIMEOUT_MS.audio, urgent: true });
const VOICE_OFF: Command = set('AT+CPCMREG=0,1', { timeoutMs: TIMEOUT_MS.audio, urgent: true });
const ASK_VOICE: Command = query('AT+CPCMREG?', { timeoutMs: TIMEOUT_MS.audio, urgent: true });

/** Gets out of a prompt that a crash left half typed (§5 row 9). */
const LEAVE_PROMPT = '\x1B\r';
const LEAVE_PROMPT_MS = 300;
/** For up to 4 s after enumeration the modem does not answer (§3.6). */
const PROBES = 5;

const HANDSHAKE: readonly Command[] = [
  set('ATE0', { required: true }),
  set('ATV1'),
  set('ATQ0'),
  set('AT+CMEE=1', { required: true }),
];

/** All of it is lost in a reset, and setting it again does no harm: so it is sent after every port appearance (§2.11).
 *  What only some firmware knows may fail. */
const SETTINGS: readonly Command[] = [
  set('AT+CVHU=0'),
  set('AT+CRC=0'),
  set('AT+CLIP=1', { required: true }),
  set('AT+CLCC=1'),
  set('AT+COLP=0'),
  set('AT+CSSN=1,1'),
  set('AT+CCWA=1', { timeoutMs: TIMEOUT_MS.network }),
  set('ATS0=0'),
  set('AT+CSCLK=0'),
  set('AT+CREG=2'),
  set('AT+CEREG=2'),
  set('AT+CNSMOD=1'),
  set('AT+AUTOCSQ=1,1'),
  set('AT+CTZU=1'),
  // Without it the time that the network tells after the start is never passed on (§2.8).
  set('AT+CTZR=1'),
  // VoLTE talks 16 kHz unless told otherwise, which is half-speed noise to an 8 kHz host (§4.10).
  set('AT+CPCMBANDWIDTH=1,1'),
  set('AT+CMICGAIN=3'),
  set('AT+COUTGAIN=8'),
  set('AT+DDET=1'),
  set('AT+CMGF=0', { required: true }),
  set('AT+CSMS=0'),
  set('AT+CPMS="SM","SM","SM"', { required: true, timeoutMs: TIMEOUT_MS.medium }),
  set('AT+CNMI=2,1,0,2,0'),
  set('AT+CSCS="IRA"'),
];

/** Waits until the modem answers at all; changes nothing in it. */
export async function wake(link: Link): Promise<void> {
  link.write(LEAVE_PROMPT);
  await link.queue.synchronise(PROBES, LEAVE_PROMPT_MS);
}

/** Makes the answers of a modem that is awake what the parser expects. */
export async function shakeHands(link: Link): Promise<void> {
  await wake(link);
  await sendAll(link.queue, HANDSHAKE);
}

/** Sends the settings and asks for what the settings only report on change. */
export async function configure(queue: AtQueue): Promise<void> {
  await sendAll(queue, SETTINGS);
  const [frames] = await attempt(queue, query('AT+CPCMFRM?'));
  // ModemManager does that, and only a reset undoes it (§1.4).
  if (frames?.endsWith('1') === true) log.warn('the modem was switched to 16 kHz frames by another program');
  await askRegistration(queue);
  // +CTZV comes only when the network changes the time, so it is asked for once.
  for (const command of [query('AT+CNSMOD?'), query('AT+CSQ'), query('AT+CCLK?', { mustAnswer: false })])
    await attempt(queue, command);
}

/** The answers are heard as facts, like the unsolicited lines of the same names. */
export async function askRegistration(queue: AtQueue): Promise<void> {
  for (const command of [query('AT+CREG?'), query('AT+CEREG?')]) await attempt(queue, command);
}

/** `+COPS: 0,0,"China Mobile Com",0`; null without one. */
export async function askOperator(queue: AtQueue): Promise<string | null> {
  const [line] = await attempt(queue, query('AT+COPS?'));
  return fieldsOf(line?.slice('+COPS:'.length) ?? '')[2] ?? null;
}

async function sendAll(queue: AtQueue, commands: readonly Command[]): Promise<void> {
  for (const command of commands) {
    if (command.required) await queue.run(command);
    else await attempt(queue, command);
  }
}

/** What no call depends on: refused or unanswered, it has no lines. Rejects only when the modem is gone. */
export async function attempt(queue: AtQueue, command: Command): Promise<readonly string[]> {
  return queue.run(command).catch((error: unknown) => {
    if (hasCode(error, 'port-gone')) throw error;
    log.info('not had', { command: command.text, error: messageOf(error) });
    return [];
  });
}

const RADIO_OFF_MS = 2000;

/** AT+CFUN=0, 2 s, AT+CFUN=1: the radio forgets its network and looks anew; the ports stay (§3.6). */
export async function toggleRadio(queue: AtQueue, signal: AbortSignal): Promise<void> {
  await queue.run(set('AT+CFUN=0', { timeoutMs: TIMEOUT_MS.radio }));
  await time.sleep(RADIO_OFF_MS, signal);
  await queue.run(set('AT+CFUN=1', { timeoutMs: TIMEOUT_MS.radio }));
}

/** AT+CRESET through the second AT port, for a modem whose first one is deaf or missing (§5, reset ladder). Rejects
 *  'port-gone' when that one cannot be had either; whether it was heard shows when the ports vanish. */
export async function restartThrough(open: OpenPort, path: string): Promise<void> {
  const port = await open(path, { data: () => undefined, gone: () => undefined });
  port.write(LEAVE_PROMPT);
  await time.sleep(LEAVE_PROMPT_MS);
  port.write(`${RESET.text}\r`);
  await time.sleep(LEAVE_PROMPT_MS);
  await port.close();
}

const VOICE_FIRST_MS = 100;
const VOICE_RETRY_MS = 1000;
const VOICE_LIMIT_MS = 12_000;

/** AT+CPCMREG=1 is accepted 0.1 to 12 s after the answer: retried, and believed only when read back (§4.5). Rejects
 *  'modem-error' when it was never accepted, 'refused' when there is no call any more. */
export async function openVoicePath({ queue, calls }: Link, signal: AbortSignal): Promise<VoicePath> {
  const startMs = time.monotonicMs();
  let released = false;
  await time.sleep(VOICE_FIRST_MS, signal);
  for (let attempts = 1; ; attempts++) {
    if (calls.call === null) throw new SecretaryError('refused', 'voice: the caller is gone');
    const accepted = await registers(queue);
    if (accepted === true) return { attempts, afterMs: time.monotonicMs() - startMs };
    if (accepted === false && !released) {
      released = true;
      await releaseVoicePath(queue);
    }
    if (time.monotonicMs() - startMs + VOICE_RETRY_MS > VOICE_LIMIT_MS) break;
    await time.sleep(VOICE_RETRY_MS, signal);
  }
  throw new SecretaryError('modem-error', 'the modem gives no voice to this call', { retryable: true });
}

/** True when it is on, false when it was refused, null when OK was said but is not so: that must not be reset. */
async function registers(queue: AtQueue): Promise<boolean | null> {
  try {
    if (!(await queue.ask(VOICE_ON)).final.ok) return false;
    const [line] = await queue.run(ASK_VOICE);
    return line?.trim().endsWith('1') === true ? true : null;
  } catch (error) {
    if (hasCode(error, 'port-gone')) throw error;
    return null;
  }
}

/** After a call, or to clear what the last call left: an error is of no matter. */
export async function releaseVoicePath(queue: AtQueue): Promise<void> {
  await queue.ask(VOICE_OFF).catch(() => undefined);
}
