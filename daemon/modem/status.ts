import type { ModemState, ModemStatus } from './line.js';

export const NO_MODEM: ModemStatus = {
  state: 'absent',
  detail: 'No modem is plugged in.',
  operator: null,
  registration: 'none',
  technology: null,
  signalDbm: null,
  model: null,
  firmware: null,
  subversion: null,
  pinTries: null,
};

/** What is forgotten when the port goes: it may be another modem or SIM that comes back. */
export const UNKNOWN = {
  operator: null,
  registration: 'none',
  technology: null,
  signalDbm: null,
  pinTries: null,
} as const;

const SIM: Readonly<Record<string, string>> = {
  'SIM PIN': 'The SIM card asks for its PIN: enter it with secretary modem pin, or switch it off in a phone.',
  'SIM PUK':
    'The SIM card is locked after too many wrong PINs. Its PUK is on the paper it came with; enter it in a phone, because ten wrong ones destroy the card.',
  'NOT INSERTED': 'There is no SIM card in the modem.',
  'SIM REMOVED': 'The SIM card was taken out.',
};

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** One plain sentence on why the modem is in that state, '' when all is well; `reason` is the transition's. */
export function detailOf(state: ModemState, reason: string): string {
  switch (state) {
    case 'absent':
      return reason === '' ? NO_MODEM.detail : sentence(reason);
    case 'opening':
    case 'initialising':
      return 'The modem is being set up.';
    case 'sim-locked':
      return SIM[reason] ?? 'The SIM card cannot be read.';
    case 'searching':
      return 'The modem is searching for its network.';
    case 'ready':
      return '';
    case 'resetting':
      return 'The modem is restarting.';
    case 'lost':
      return `The modem is gone: ${reason}.`;
  }
  return state satisfies never;
}
