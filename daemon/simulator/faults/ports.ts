import { COMPLETE } from '../wire.js';
import type { FaultTable, FaultTarget } from './fault.js';

const SLOW_MS = 60_000;
const LOCKED_MS = 20_000;
const ERRORS = 5;
const ERROR_EVERY_MS = 1000;
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
  'at-missing': {
    explain: 'All ports vanish and come back without the AT port, which only the next power cycle brings back.',
    strike: ({ vanish, awayMs }) => vanish(awayMs(), { ...COMPLETE, withoutAt: true }),
  },
  'port-locked': {
    explain: 'All ports vanish, and when they are back another process has the AT port locked for twenty seconds.',
    strike: ({ modem, vanish, awayMs, release }) => {
      const backAfterMs = awayMs();
      vanish(backAfterMs, { ...COMPLETE, locked: true });
      modem.pace.after(backAfterMs + LOCKED_MS, release);
    },
  },
  'io-errors': {
    explain: 'The ports fail and are there again at once, five times a second apart; the modem and its call stay up.',
    strike: ({ modem, reconnect }) => {
      for (let n = 0; n < ERRORS; n++) modem.pace.after(n * ERROR_EVERY_MS, reconnect);
    },
  },
  prober: {
    explain: 'Another process types AT on the port, as ModemManager does: an OK comes that nobody asked for.',
    strike: ({ at }) => at.type(Buffer.from('AT\r')),
  },
  'prober-wideband': {
    explain: 'Another process sets AT+CPCMFRM=1, as ModemManager does: the next calls have 16 kHz until a restart.',
    strike: ({ at }) => at.type(Buffer.from('AT+CPCMFRM=1\r')),
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
