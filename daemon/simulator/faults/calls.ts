import type { FaultTable } from './fault.js';

const STORM_KEYS = 60;
const STORM_GAP_MS = 20;

/** What goes wrong with the lines that tell of calls; quirks last until the end of the current or next call. */
export const CALLS: FaultTable = {
  'caller-gone': {
    explain: 'The caller hangs up at this very moment.',
    strike: ({ modem }) => {
      const call = modem.exchange.calls.at(-1);
      if (call !== undefined) modem.exchange.release(call, 'caller-hung-up');
    },
  },
  'end-missing': {
    explain: 'The call ends over there, but the modem says no word about it.',
    strike: ({ modem }) => modem.exchange.quirk({ end: 'missing' }),
  },
  'end-twice': {
    explain: 'Every line at the end of the call comes twice.',
    strike: ({ modem }) => modem.exchange.quirk({ end: 'twice' }),
  },
  'no-carrier-early': {
    explain: 'NO CARRIER comes although the call is up and stays up.',
    strike: ({ modem }) => modem.urc.emit('NO CARRIER'),
  },
  'begin-twice': {
    explain: 'VOICE CALL: BEGIN comes, whether there is a call or not.',
    strike: ({ modem }) => modem.urc.emit('VOICE CALL: BEGIN'),
  },
  'ghost-call': {
    explain: 'A call from nowhere is up that never rang: left over from a daemon that died.',
    strike: ({ modem }) => modem.exchange.haunt(),
  },
  'second-caller': {
    explain: 'A second caller is offered by +CCWA while the line is taken.',
    strike: ({ modem }) => modem.exchange.knock('+447700900999'),
  },
  'clip-absent': {
    explain: 'The next call rings without +CLIP.',
    strike: ({ modem }) => modem.exchange.quirk({ clip: 'absent' }),
  },
  'clip-late': {
    explain: 'In the next call +CLIP comes seconds after each RING.',
    strike: ({ modem }) => modem.exchange.quirk({ clip: 'late' }),
  },
  'clip-malformed': {
    explain: "The next call's +CLIP is cut in the middle of the number.",
    strike: ({ modem }) => modem.exchange.quirk({ clip: 'malformed' }),
  },
  'dtmf-storm': {
    explain: 'Sixty keys are reported within little more than a second.',
    strike: ({ modem }) => {
      for (let n = 0; n < STORM_KEYS; n++)
        modem.pace.after(n * STORM_GAP_MS, () => modem.urc.emit(`+RXDTMF: ${n % 10}`));
    },
  },
};
