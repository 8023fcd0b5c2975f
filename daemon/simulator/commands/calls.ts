import { addressType } from '../call-machine.js';
import { failureWord } from '../call-lines.js';
import { type Reply, fail, ok, okThen } from '../reply.js';
import { isKey } from '../tones.js';
import type { CommandContext, CommandTable } from './command.js';

async function answer({ modem }: CommandContext): Promise<Reply> {
  const call = await modem.exchange.answer();
  if (call === null) return fail('NO CARRIER');
  const { begin } = modem.profile.calls;
  const say = () => modem.urc.emit('VOICE CALL: BEGIN');
  // Both orders are in the manual, and both were seen (sim7600.md §3.1).
  if (begin === 'B') say();
  return okThen(() => {
    if (begin === 'A') say();
    modem.exchange.reportState(call);
  });
}

async function hangUp({ modem }: CommandContext): Promise<Reply> {
  const { announce } = modem.exchange.hangUp();
  if (modem.profile.calls.hangUpOkFirst) return okThen(() => void announce());
  await announce();
  return ok();
}

/** `ATD<number>;`: without the semicolon it would be a data call, which nobody here takes (MAN 3.2). */
function dial({ modem, text, port }: CommandContext): Reply | Promise<Reply> {
  const number = /^([+*#0-9]+)[Ii]?;$/.exec(text)?.[1];
  if (!text.endsWith(';')) return fail('NO CARRIER');
  if (number === undefined) return fail({ cme: 27 });
  if (!modem.network.inService) return fail({ cme: 30 });
  if (modem.exchange.calls.length > 0) return fail();
  if (modem.settings.get('+COLP') === '1') return dialAndWait({ modem, port }, number);
  return okThen(() => void modem.exchange.dialOut(number));
}

/** With AT+COLP=1 the result comes when somebody answered, and typing ends the dialling (MAN 6.14). */
async function dialAndWait({ modem, port }: Pick<CommandContext, 'modem' | 'port'>, number: string): Promise<Reply> {
  const { exchange } = modem;
  const call = exchange.dialOut(number);
  port.untilTyped().addEventListener('abort', () => call.state !== 'released' && exchange.release(call, 'hung-up'));
  await call.machine.changes.next(({ to }) => to === 'active' || to === 'released', new AbortController().signal);
  if (call.state === 'active') return ok(`+COLP: "${number}",${addressType(number)},,,`);
  return fail(failureWord(call, modem));
}

/** AT+CHLD: 0 rejects what waits, 1 ends what is active for the other, 2 holds it (MAN 6.10). */
function handleCalls({ modem, text }: CommandContext): Reply {
  const { exchange } = modem;
  const ends = { '0': exchange.find('waiting', 'held'), '1': exchange.find('active'), '2': undefined }[text];
  if (!/^[012]$/.test(text) || exchange.calls.length === 0) return fail();
  const { announce } = exchange.hangUp(ends === undefined ? [] : [ends]);
  if (text !== '0') exchange.swap();
  return okThen(() => void announce());
}

/** AT+VTS="1,3,5": heard by the far end, not in our own voice (MAN 6.15). */
function sendKeys({ modem, args }: CommandContext): Reply {
  // A duration may follow the key (1/10 s).
  const keys = args.length === 2 && /^\d+$/.test(args[1] ?? '') ? args.slice(0, 1) : args;
  const each = keys.flatMap((arg) => arg.split(','));
  if (!modem.inCall || each.length === 0 || !each.every((key) => isKey(key))) return fail();
  for (const key of each) modem.farEnd.keysHeard.publish(key);
  return ok();
}

/** Calls and who calls (sim7600.md §2.5, §2.6). */
export const CALLS: CommandTable = {
  A: { run: answer },
  H: { run: (context) => (context.modem.settings.get('+CVHU') === '0' ? hangUp(context) : ok()) },
  '+CHUP': { run: hangUp, test: () => ok() },
  '+CLCC': { run: ({ modem }) => ok(...modem.exchange.calls.map((call) => call.clccLine())) },
  '+CPAS': {
    run: ({ modem }) => {
      if (modem.inCall) return ok('+CPAS: 4');
      return ok(modem.exchange.find('incoming', 'answering') === undefined ? '+CPAS: 0' : '+CPAS: 3');
    },
  },
  '+CEER': { run: ({ modem }) => ok(`+CEER: ${modem.exchange.lastCause}`) },
  // Two whole numbers here, a quoted number in the unsolicited line: same prefix (§2.5).
  '+CLIP': { read: ({ modem }) => ok(`+CLIP: ${modem.settings.get('+CLIP')},1`) },
  '+CCWA': {
    set: ({ modem, text, args: [, mode] }) => {
      if (mode === '2') return ok(`+CCWA: ${modem.profile.calls.callWaiting ? 1 : 0},1`);
      return modem.settings.set('+CCWA', text, { call: modem.inCall }) ? ok() : fail();
    },
  },
  '+VTS': { set: sendKeys, test: () => ok('+VTS: (0-9,*,#,A,B,C,D),(0-255)') },
  '+DDET': { set: ({ modem }) => (modem.profile.knowsDdet ? ok() : fail()) },
  '+CHLD': { set: handleCalls, test: () => ok('+CHLD: (0,1,1x,2,2x,3)') },
  D: { set: dial },
};
