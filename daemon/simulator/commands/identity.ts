import { fail, ok, okThen } from '../reply.js';
import type { CommandTable } from './command.js';

const MAKER = 'SIMCOM INCORPORATED';

/** Who the modem is, echo, power (sim7600.md §2.1, §2.10). */
export const IDENTITY: CommandTable = {
  E: {
    run: ({ text, port }) => {
      if (text !== '' && text !== '0' && text !== '1') return fail();
      port.echo = text === '1';
      return ok();
    },
  },
  V: { run: ({ text, modem }) => (modem.settings.set('V', text || '0', { call: false }) ? ok() : fail()) },
  Q: { run: ({ text, modem }) => (modem.settings.set('Q', text || '0', { call: false }) ? ok() : fail()) },
  '&F': {
    // It ends every call (MAN 3.21): the reason that a running daemon must not send it.
    run: async ({ modem, port }) => {
      await modem.exchange.hangUp().announce();
      modem.settings.powerOff();
      port.echo = true;
      return ok();
    },
  },
  I: {
    run: ({ modem }) => {
      const { model, revision } = modem.profile.identity;
      const about = [`Manufacturer: ${MAKER}`, `Model: ${model}`, `Revision: ${revision}`, `IMEI: ${modem.imei}`];
      return ok(...about, '+GCAP: +CGSM');
    },
  },
  '+SIMCOMATI': {
    run: ({ modem }) => {
      const { model, firmware } = modem.profile.identity;
      const about = [
        `Manufacturer: ${MAKER}`,
        `Model: ${model}`,
        `Revision: ${firmware}`,
        'QCN: ',
        `IMEI: ${modem.imei}`,
      ];
      return ok(...about, 'MEID: ', '+GCAP: +CGSM', 'DeviceInfo: 173,170');
    },
  },
  '+CGMI': { run: () => ok(MAKER), test: () => ok() },
  '+CGMM': { run: ({ modem }) => ok(modem.profile.identity.model), test: () => ok() },
  '+CGMR': { run: ({ modem }) => ok(`+CGMR: ${modem.profile.identity.firmware}`), test: () => ok() },
  '+CGSN': { run: ({ modem }) => ok(modem.imei), test: () => ok() },
  '+CSUB': { run: ({ modem }) => ok(`+CSUB: ${modem.profile.identity.subversion}`) },
  // No modem has it: an answer that names its question lets a test see whose answer it got (§8.3, mis-attribution).
  '+SIMECHO': { set: ({ text }) => ok(`+SIMECHO: ${text}`) },
  '+CBC': { run: () => ok('+CBC: 3.791V') },
  '+CPMUTEMP': { run: () => ok('+CPMUTEMP: 29') },
  '+CFUN': {
    read: () => ok('+CFUN: 1'),
    set: ({ text, modem }) => {
      if (text === '6' || text === '1,1') return okThen(() => modem.power.publish('reset'));
      return /^[014]$/.test(text) ? ok() : fail();
    },
  },
  '+CRESET': { run: ({ modem }) => okThen(() => modem.power.publish('reset')) },
  '+CPOF': { run: ({ modem }) => okThen(() => modem.power.publish('off')) },
};
