import { fail, ok } from '../reply.js';
import type { CommandTable } from './command.js';

/** Places on the card and in the modem (MAN 7.2, seen on a G-H). */
const SIM_SLOTS = 50;

/** Short messages: the settings, and a store in which nothing lies (sim7600.md §2.9). */
export const SMS: CommandTable = {
  '+CPMS': {
    read: () => ok(`+CPMS: ${Array.from({ length: 3 }, () => `"SM",0,${SIM_SLOTS}`).join(',')}`),
    // Six numbers and no names, unlike the read form (MAN 7.2).
    set: () => ok(`+CPMS: ${Array.from({ length: 3 }, () => `0,${SIM_SLOTS}`).join(',')}`),
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
      // Direct delivery of reports or of everything needs mode 1; of messages, 1 or 2 (MAN 7.9).
      if (((mt === 3 || ds === 1) && mode !== 1) || (mt === 2 && mode === 0)) return fail();
      return modem.settings.set('+CNMI', text, { call: modem.inCall }) ? ok() : fail();
    },
  },
  '+CMGL': { set: ({ modem }) => modem.sim.obstacle() ?? ok() },
  '+CMGR': { set: () => fail({ cms: 321 }) },
  '+CMGD': { set: () => ok() },
};
