import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { decodePdu } from '../../daemon/modem/sms/pdu.js';
import { deliverPdus } from '../../daemon/simulator/sms-pdu.js';
import { latestReceived } from '../../daemon/store/sms-in.js';
import { latestSent } from '../../daemon/store/sms-out.js';
import { openStore } from '../../daemon/store/store.js';
import type { Database } from '../../daemon/store/tables.js';
import { Pty } from '../fakes/pty.js';
import { SmsScript } from '../fakes/sms-script.js';
import { tempFolder } from '../store/temp-store.js';

const LIFE = fileURLToPath(new URL('../fakes/sms-life.js', import.meta.url));
const KILLS = 25;
const QUIET_MS = 300;

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

/** Runs one life; `until` resolves when it is to be killed. Returns the texts that it promised to send. */
async function live(args: readonly string[], until: Promise<unknown>): Promise<string[]> {
  const child = spawn(process.execPath, [LIFE, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  let printed = '';
  child.stdout.on('data', (bytes: Buffer) => (printed += bytes.toString()));
  await Promise.race([until, gone]);
  child.kill('SIGKILL');
  await gone;
  return printed.split('\n').slice(0, -1);
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
    (await latestSent(db, 1000)).some(({ state }) => state === 'queued' || state === 'submitting');
  while (script.stored.SM.size > 0 || (await isOpen())) await wait(50);
}

t.test('kill -9 at any moment loses no message and sends none twice', async (t) => {
  const path = join(tempFolder(t), 'secretary.sqlite');
  const modem = new Modem();
  t.teardown(() => modem.unplug());
  const { script } = modem;
  const promised: string[] = [];
  const written: string[] = [];
  for (let life = 0; life < KILLS; life++) {
    for (const text of [`to life ${life}`, `${life} `.repeat(100)]) {
      written.push(text);
      const at = new Date(Date.UTC(2026, 10, 21, 9, 0, life));
      for (const pdu of deliverPdus({ from: '+447700900456', text, at, reference: life })) script.deliver(pdu);
    }
    // 1 to 31 commands of a life that has some twenty to say, in an order that tries every place.
    const enough = commands(script, 1 + ((life * 7) % 31));
    promised.push(...(await live([path, modem.path, String(life)], Promise.race([enough, quiet(script)]))));
    script.forget();
  }
  const store = await openStore(path);
  t.teardown(() => store.close());
  await live([path, modem.path, 'last'], settled(script, store.db));
  const received = await latestReceived(store.db, 1000);
  t.same(received.map(({ text }) => text).sort(), written.sort(), 'every message came in, and once');
  t.equal(script.stored.SM.size, 0);
  const taken = script.sent.map((pdu) => textOf(pdu));
  t.equal(new Set(taken).size, taken.length, 'nothing went out twice');
  const sent = await latestSent(store.db, 1000);
  const states = new Map(sent.map(({ text, state }) => [text, state]));
  for (const text of promised) {
    const state = states.get(text);
    t.ok(state === 'sent' || state === 'unknown', `${text}: ${state}`);
    if (state === 'sent') t.ok(taken.includes(text), `${text} was really sent`);
  }
  t.ok(promised.length > KILLS, `${promised.length} were promised, ${taken.length} went out`);
});

function textOf(hex: string): string {
  const pdu = decodePdu(hex);
  return pdu.type === 'submit' ? pdu.text : '';
}
