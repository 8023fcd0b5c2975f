import type { FaultTable, FaultTarget } from './fault.js';

const SLOW_MS = 60_000;
const FLAPS = 20;
const FLAP_AWAY_MS = 2000;
const FLAP_THERE_MS = 3000;

/** Vanishing ends every timer of the modem, so the next time is ordered right after it. */
function flap(target: FaultTarget, left: number): void {
  target.vanish(FLAP_AWAY_MS);
  if (left > 1) target.modem.pace.after(FLAP_AWAY_MS + FLAP_THERE_MS, () => flap(target, left - 1));
}

/** What goes wrong with the bus and the power. */
export const PORTS: FaultTable = {
  unplug: {
    explain: 'All ports vanish at once and come back with other numbers after a boot (14-20 s, divided by the scale).',
    strike: ({ vanish, awayMs }) => vanish(awayMs()),
  },
  'unplug-slow': {
    explain: 'All ports vanish and come back only after a minute.',
    strike: ({ vanish }) => vanish(SLOW_MS),
  },
  'unplug-for-good': {
    explain: 'All ports vanish and never come back.',
    strike: ({ vanish }) => vanish(null),
  },
  flapping: {
    explain: 'The ports vanish and come back twenty times, every five seconds.',
    strike: (target) => flap(target, FLAPS),
  },
  'under-voltage': {
    explain: 'The modem warns three times, ten seconds apart, that its supply is too low.',
    strike: ({ modem }) => {
      for (const afterMs of [0, 10_000, 20_000])
        modem.pace.after(afterMs, () => modem.urc.emit('UNDER-VOLTAGE WARNNING'));
    },
  },
  overheat: {
    explain: 'The modem says that it is too hot (+CMTE: 1), then +CMTE: 2, and switches itself off.',
    strike: ({ modem }) => {
      modem.urc.emit('+CMTE: 1');
      modem.pace.after(10_000, () => {
        modem.urc.emit('+CMTE: 2');
        modem.power.publish('off');
      });
    },
  },
};
