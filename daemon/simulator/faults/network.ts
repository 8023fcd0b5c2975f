import type { FaultTable, FaultTarget } from './fault.js';

const FLAPS = 5;
const FLAP_MS = 4000;
const OUTAGE_MS = 30_000;
const SIM_BUSY_MS = 60_000;
const HOUR_MS = 3_600_000;

function loseNetwork({ modem }: FaultTarget): void {
  modem.network.register('searching');
  modem.network.hearSignal(99);
  for (const call of modem.exchange.calls) modem.exchange.release(call, 'network-lost');
  modem.pace.after(OUTAGE_MS, () => {
    modem.network.register('home');
    modem.network.hearSignal(18);
  });
}

/** What goes wrong between the modem and the network, and with the card. */
export const NETWORK: FaultTable = {
  'registration-flaps': {
    explain: 'Registration is lost and found five times, every eight seconds.',
    strike: ({ modem }) => {
      for (let n = 0; n < FLAPS; n++) {
        modem.pace.after(2 * n * FLAP_MS, () => modem.network.register('searching'));
        modem.pace.after((2 * n + 1) * FLAP_MS, () => modem.network.register('home'));
      }
    },
  },
  'network-lost': {
    explain: 'The network is lost for thirty seconds; a call dies of it.',
    strike: loseNetwork,
  },
  'volte-only': {
    explain: 'The circuit-switched network denies service (+CREG: 3) while LTE grants it (+CEREG: 1): calls work.',
    strike: ({ modem }) => modem.network.denyCircuitSwitched(),
  },
  roaming: {
    explain: 'The modem is registered in a foreign network.',
    strike: ({ modem }) => modem.network.register('roaming'),
  },
  'no-signal': {
    explain: 'The signal becomes unknown (+CSQ: 99,99) while registration stays.',
    strike: ({ modem }) => modem.network.hearSignal(99),
  },
  'sim-busy': {
    explain: 'For a minute every command that needs the card answers that it is busy.',
    strike: ({ modem }) => {
      modem.sim.warmingUp = true;
      modem.pace.after(SIM_BUSY_MS, () => {
        modem.sim.warmingUp = false;
      });
    },
  },
  'sim-removed': {
    explain: 'The SIM card is taken out; a call dies of it.',
    strike: ({ modem }) => modem.changeSim('removed'),
  },
  'sim-inserted': {
    explain: 'The SIM card is put back in.',
    strike: ({ modem }) => modem.changeSim('inserted'),
  },
  'pin-asked': {
    explain: 'The modem restarts, and the SIM card asks for its PIN (1234).',
    strike: ({ modem, vanish, awayMs }) => {
      modem.sim.lock();
      vanish(awayMs());
    },
  },
  'clock-jump': {
    explain: 'The network sends a time that is an hour ahead.',
    strike: ({ modem }) => modem.hearTime(HOUR_MS),
  },
  'clock-back': {
    explain: 'The network sends a time that is an hour behind.',
    strike: ({ modem }) => modem.hearTime(-HOUR_MS),
  },
};
