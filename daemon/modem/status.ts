import { type InBothLanguages, inBoth } from '../base/language.js';
import type { ModemState, ModemStatus } from './line.js';

export const NO_MODEM: ModemStatus = {
  state: 'absent',
  detail: { en: 'No modem is plugged in.', ru: 'Модем не подключён.' },
  operator: null,
  registration: 'none',
  technology: null,
  signalDbm: null,
  model: null,
  firmware: null,
  subversion: null,
  pinTries: null,
  chosen: null,
};

/** What is forgotten when the port goes: it may be another modem or SIM that comes back. */
export const UNKNOWN = {
  operator: null,
  registration: 'none',
  technology: null,
  signalDbm: null,
  pinTries: null,
  chosen: null,
} as const;

const SIM: Readonly<Record<string, InBothLanguages>> = {
  'SIM PIN': {
    en: 'The SIM card asks for its PIN: enter it with secretary modem pin, or switch it off in a phone.',
    ru: 'SIM-карта спрашивает PIN: введите его командой secretary modem pin или отключите в телефоне.',
  },
  'SIM PUK': {
    en: 'The SIM card is locked after too many wrong PINs. Its PUK is on the paper it came with; enter it in a phone, because ten wrong ones destroy the card.',
    ru: 'SIM-карта заблокирована: PIN слишком часто вводили неверно. PUK напечатан на бумаге, с которой её выдали; введите его в телефоне: десять неверных уничтожат карту.',
  },
  'NOT INSERTED': { en: 'There is no SIM card in the modem.', ru: 'В модеме нет SIM-карты.' },
  'SIM REMOVED': { en: 'The SIM card was taken out.', ru: 'SIM-карту вынули.' },
};
const UNREADABLE: InBothLanguages = { en: 'The SIM card cannot be read.', ru: 'SIM-карта не читается.' };

export const STRANGER: InBothLanguages = {
  en: 'the modem that was asked is not the one that the settings name; others are looked for',
  ru: 'опрошенный модем — не тот, что назван в настройках; идёт поиск других',
};

const SETTING_UP: InBothLanguages = { en: 'The modem is being set up.', ru: 'Модем настраивается.' };

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** One plain sentence on why the modem is in that state, '' when all is well; `reason` is the transition's. */
export function detailOf(state: ModemState, reason: InBothLanguages): InBothLanguages {
  switch (state) {
    case 'absent':
      return reason.en === '' ? NO_MODEM.detail : { en: sentence(reason.en), ru: sentence(reason.ru) };
    case 'opening':
    case 'initialising':
      return SETTING_UP;
    case 'sim-locked':
      return SIM[reason.en] ?? UNREADABLE;
    case 'searching':
      return { en: 'The modem is searching for its network.', ru: 'Модем ищет свою сеть.' };
    case 'ready':
      return inBoth('');
    case 'resetting':
      return { en: 'The modem is restarting.', ru: 'Модем перезапускается.' };
    case 'lost':
      return { en: `The modem is gone: ${reason.en}.`, ru: `Модем пропал: ${reason.ru}.` };
  }
  return state satisfies never;
}
