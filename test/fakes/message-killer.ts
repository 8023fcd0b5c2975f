import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { decodePdu } from '../../daemon/modem/sms/pdu.js';
import { deliverPdus } from '../../daemon/simulator/sms-pdu.js';
import { readRecord } from '../../daemon/store/history.js';
import { POWER_LOST } from '../../daemon/store/recovery.js';
import { latestReceived } from '../../daemon/store/sms-in.js';
import { latestSent } from '../../daemon/store/sms-out.js';
import { openStore } from '../../daemon/store/store.js';
import type { Database } from '../../daemon/store/tables.js';
import { Pty } from './pty.js';
import { SmsScript } from './sms-script.js';

const LIFE = fileURLToPath(new URL('./sms-life.js', import.meta.url));
const QUIET_MS = 300;
const ALL = 10_000;

/** The modem outlives the daemon, and so does what the network took and what lies in the SIM. */
class Modem {
  readonly script: SmsScript;
  readonly #pty: Pty;

  constructor() {
    this.#pty = new Pty((bytes) => this.script.receive(bytes.toString('latin1')));
    this.script = new SmsScript((text) => this.#pty.write(text));
  }

  get path(): string {
    return this.#pty.path;
  }

  unplug(): void {
    this.#pty.unplug();
  }
}

interface Promised {
  readonly texts: string[];
  /** Ids. */
  readonly calls: string[];
}

/** Runs one life; `until` resolves when it is to be killed. Adds what it promised: texts to be sent, calls on record. */
async function live(args: readonly string[], until: Promise<unknown>, promised: Promised): Promise<void> {
  const child = spawn(process.execPath, [LIFE, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  let printed = '';
  child.stdout.on('data', (bytes: Buffer) => (printed += bytes.toString()));
  await Promise.race([until, gone]);
  child.kill('SIGKILL');
  await gone;
  for (const line of printed.split('\n').slice(0, -1)) {
    const [, call] = /^call (.+)$/.exec(line) ?? [];
    if (call === undefined) promised.texts.push(line);
    else promised.calls.push(call);
  }
}

/** Resolves with the so many'th command from now on: some kills come before its answer, some after. */
function commands(script: SmsScript, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    script.onCommand = () => {
      if (--left === 0) resolve();
    };
  });
}

/** Resolves when a life that has begun has nothing more to say. */
async function quiet(script: SmsScript): Promise<void> {
  const before = script.commands.length;
  for (let seen = before; seen === before || seen !== script.commands.length; ) {
    seen = script.commands.length;
    await wait(QUIET_MS);
  }
}

async function settled(script: SmsScript, db: Database): Promise<void> {
  const isOpen = async () =>
    (await latestSent(db, ALL)).some(({ state }) => state === 'queued' || state === 'submitting');
  while (script.stored.SM.size > 0 || (await isOpen())) await wait(50);
}

export interface Verdict {
  /** Texts that somebody wrote and the store does not have, or has twice. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Texts that the network took twice. */
  readonly sentTwice: readonly string[];
  /** Texts that were promised to go out and neither did nor are known to be in doubt. */
  readonly broken: readonly string[];
  readonly leftInModem: number;
  /** Calls that were on record and are not, or that never end there. */
  readonly unfinished: readonly string[];
  /** So that nobody takes an idle run for a good one. */
  readonly promised: number;
  readonly inDoubt: number;
  readonly callsCutOff: number;
}

/** Kills the box's records so many times at different points of their work on one database file, lets them finish, and says
 *  what came of all messages, in and out, and of the calls that were in hand meanwhile. `onLife` is told after each. */
export async function killRepeatedly(path: string, kills: number, onLife = (_life: number) => {}): Promise<Verdict> {
  const modem = new Modem();
  const { script } = modem;
  const promised: Promised = { texts: [], calls: [] };
  const written: string[] = [];
  for (let life = 0; life < kills; life++) {
    for (const text of [`to life ${life}`, `${life} `.repeat(100)]) {
      written.push(text);
      const at = new Date(Date.UTC(2026, 10, 21, 9, 0, life));
      for (const pdu of deliverPdus({ from: '+447700900456', text, at, reference: life & 0xff })) script.deliver(pdu);
    }
    // 1 to 31 commands of a life that has some twenty to say, in an order that tries every place.
    const enough = commands(script, 1 + ((life * 7) % 31));
    await live([path, modem.path, String(life)], Promise.race([enough, quiet(script)]), promised);
    script.forget();
    onLife(life);
  }
  const store = await openStore(path);
  try {
    await live([path, modem.path, 'last'], settled(script, store.db), promised);
    return await judge(store.db, script, { written, promised });
  } finally {
    await store.close();
    modem.unplug();
  }
}

interface Expected {
  readonly written: readonly string[];
  readonly promised: Promised;
}

async function judge(db: Database, script: SmsScript, { written, promised }: Expected): Promise<Verdict> {
  const received = (await latestReceived(db, ALL)).map(({ text }) => text);
  const taken = script.sent.map(textOf);
  const states = new Map((await latestSent(db, ALL)).map(({ text, state }) => [text, state]));
  const ends = await Promise.all(promised.calls.map(async (id) => (await readRecord(db, id))?.call.endReason ?? ''));
  const isTrue = (text: string) =>
    states.get(text) === 'unknown' || (states.get(text) === 'sent' && taken.includes(text));
  return {
    lost: written.filter((text) => !received.includes(text)),
    doubled: repeated(received),
    sentTwice: repeated(taken),
    broken: promised.texts.filter((text) => !isTrue(text)),
    leftInModem: script.stored.SM.size,
    unfinished: promised.calls.filter((_, at) => ends[at] === ''),
    promised: promised.texts.length,
    inDoubt: Array.from(states.values()).filter((state) => state === 'unknown').length,
    callsCutOff: ends.filter((end) => end === POWER_LOST).length,
  };
}

const repeated = (texts: readonly string[]): string[] => texts.filter((text, at) => texts.indexOf(text) !== at);

function textOf(hex: string): string {
  const pdu = decodePdu(hex);
  return pdu.type === 'submit' ? pdu.text : '';
}
