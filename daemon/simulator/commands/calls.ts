import { type Reply, fail, ok, okThen } from '../reply.js';
import type { CommandContext, CommandTable } from './command.js';

async function answer({ modem }: CommandContext): Promise<Reply> {
  const call = await modem.exchange.answer();
  if (call === null) return fail('NO CARRIER');
  const announce = () => modem.exchange.announceConnected(call);
  // Both orders are in the manual, and both were seen (sim7600.md §3.1).
  if (modem.profile.calls.begin === 'A') return okThen(announce);
  announce();
  return ok();
}

async function hangUp({ modem }: CommandContext): Promise<Reply> {
  const { announce } = modem.exchange.hangUp();
  if (modem.profile.calls.hangUpOkFirst) return okThen(() => void announce());
  await announce();
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
  '+VTS': {
    set: ({ modem, args }) => {
      const keys = args.flatMap((arg) => arg.split(','));
      if (!modem.inCall || !/^[0-9A-D*#]$/.test(keys[0] ?? '')) return fail();
      return ok();
    },
    test: () => ok('+VTS: (0-9,*,#,A,B,C,D),(0-255)'),
  },
  '+DDET': { set: ({ modem }) => (modem.profile.knowsDdet ? ok() : fail()) },
  // Without a semicolon it would be a data call, which the simulated network does not carry.
  D: { set: ({ text }) => (text.endsWith(';') ? fail({ cme: 30 }) : fail('NO CARRIER')) },
};
