import { type Reply, fail, ok } from '../reply.js';
import { tpduOctets } from '../sms-pdu.js';
import { STAT, type Storage, type StoredSms, isStorage } from '../sms-store.js';
import type { CommandContext, CommandTable, Handler } from './command.js';

/** 3GPP 27.005 §3.2.5 */
const CMS = { notSupported: 303, simMissing: 310, pinRequired: 311, simBusy: 314, pukRequired: 316, invalidIndex: 321 };
/** `<stat>` that lists everything. */
const ALL = 4;

/** Needs a card that can be used, and PDU mode: text mode is not simulated, because the product has no use for it. */
const withStore =
  (handle: Handler): Handler =>
  (context) => {
    const { modem } = context;
    const codes = { absent: CMS.simMissing, 'SIM PIN': CMS.pinRequired, 'SIM PUK': CMS.pukRequired, busy: CMS.simBusy };
    if (modem.sim.state !== 'READY') return fail({ cms: codes[modem.sim.state] });
    return modem.settings.get('+CMGF') === '1' ? fail({ cms: CMS.notSupported }) : handle(context);
  };

/** `<stat>,<alpha>,<length>` and the PDU on a line of its own; reading marks as read (MAN 7.11, 7.12). */
function shown(message: StoredSms): string {
  const text = `${message.stat},,${tpduOctets(message.pdu)}\r\n${message.pdu}`;
  if (message.stat === STAT.unread) message.stat = STAT.read;
  return text;
}

function readMessage({ modem, args }: CommandContext): Reply {
  const message = modem.sms.store.get(Number(args[0]));
  return message === undefined ? fail({ cms: CMS.invalidIndex }) : ok(`+CMGR: ${shown(message)}`);
}

function listMessages({ modem, args }: CommandContext): Reply {
  const wanted = Number(args[0] ?? STAT.unread);
  const listed = modem.sms.store.list().filter(([, { stat }]) => wanted === ALL || stat === wanted);
  return ok(...listed.map(([index, message]) => `+CMGL: ${index},${shown(message)}`));
}

/** `=<index>`, or with a flag: 1–3 what was read, 4 everything, the index being of no matter (MAN 7.16). */
function deleteMessages({ modem, args: [index = '', flag = '0'] }: CommandContext): Reply {
  const { store } = modem.sms;
  if (flag === '0' && !store.delete(Number(index || Number.NaN))) return fail({ cms: CMS.invalidIndex });
  for (const [each, { stat }] of flag === '0' ? [] : store.list()) {
    if (flag === '4' || stat !== STAT.unread) store.delete(each);
  }
  modem.sms.redeliver();
  return ok();
}

async function send({ modem, args, port }: CommandContext): Promise<Reply> {
  const length = Number(args[0]);
  if (!Number.isInteger(length) || length <= 0) return fail({ cms: 304 });
  const pdu = await port.prompt();
  // ESC took it back: the manual promises OK (MAN 7.13).
  return pdu === null ? ok() : modem.sms.submit(pdu, length);
}

function chooseStorage({ modem, args }: CommandContext): Reply {
  const { store } = modem.sms;
  const [first, second = store.memories[1], third = store.memories[2]] = args;
  if (!isStorage(first) || !isStorage(second) || !isStorage(third)) return fail();
  store.memories = [first, second, third];
  // Six numbers and no names, unlike the read form (MAN 7.2).
  return ok(`+CPMS: ${store.memories.map((name) => `${store.used(name)},${store.total(name)}`).join(',')}`);
}

/** Short messages in PDU mode (sim7600.md §2.9). */
export const SMS: CommandTable = {
  '+CPMS': {
    read: ({ modem: { sms } }) => {
      const shownStorage = (name: Storage) => `"${name}",${sms.store.used(name)},${sms.store.total(name)}`;
      return ok(`+CPMS: ${sms.store.memories.map(shownStorage).join(',')}`);
    },
    set: chooseStorage,
    test: () => ok('+CPMS: ("ME","MT","SM","SR"),("ME","MT","SM"),("ME","SM")'),
  },
  '+CSMS': {
    read: () => ok('+CSMS: 0,1,1,1'),
    set: ({ text }) => (/^[01]$/.test(text) ? ok('+CSMS: 1,1,1') : fail()),
  },
  '+CSCA': { read: ({ modem }) => modem.sim.obstacle() ?? ok('+CSCA: "+447785016005",145'), set: () => ok() },
  '+CNMI': {
    set: ({ modem, text }) => {
      const [mode, mt, , ds] = text.split(',').map(Number);
      // Reports or everything handed over need mode 1; messages, 1 or 2 (MAN 7.9).
      if (((mt === 3 || ds === 1) && mode !== 1) || (mt === 2 && mode === 0)) return fail();
      return modem.settings.set('+CNMI', text, { call: modem.inCall }) ? ok() : fail();
    },
  },
  // Nothing waits for an acknowledgement in the ways that are simulated (MAN 7.8).
  '+CNMA': { run: () => fail({ cms: 340 }), set: () => fail({ cms: 340 }) },
  '+CMGL': { run: withStore(listMessages), set: withStore(listMessages) },
  '+CMGR': { set: withStore(readMessage) },
  // Reads and deletes at once (MAN 7.12).
  '+CMGRD': {
    set: withStore((context) => {
      const reply = readMessage(context);
      context.modem.sms.store.delete(Number(context.args[0]));
      return { ...reply, lines: reply.lines.map((line) => line.replace('+CMGR:', '+CMGRD:')) };
    }),
  },
  '+CMGD': { set: withStore(deleteMessages) },
  '+CMGS': { set: withStore(send) },
};
