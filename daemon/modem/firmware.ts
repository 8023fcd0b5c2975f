import type { InBothLanguages } from '../base/language.js';

/** What is known against a firmware: nothing ('good'), something that a call or message suffers from ('half-dead'), or
 *  not enough to say. */
export type Standing = 'good' | 'half-dead' | 'unknown';

/** Reports, never verdicts: each rests on one or two users' hardware (sim7600.md §5, firmware notes). */
export interface FirmwareNote {
  readonly standing: Standing;
  readonly voice: InBothLanguages;
  readonly sms: InBothLanguages;
  /** Who reported it, as in the source key of firmware-notes. */
  readonly source: string;
}

const NOTHING_KNOWN: InBothLanguages = { en: 'nothing reported', ru: 'сообщений нет' };

const NOTES: readonly (FirmwareNote & { readonly pattern: RegExp })[] = [
  {
    pattern: /^LE20B03/,
    standing: 'good',
    voice: { en: 'one report of calls without faults', ru: 'одно сообщение о звонках без сбоев' },
    sms: NOTHING_KNOWN,
    source: 'ATT',
  },
  {
    pattern: /^LE20B04/,
    standing: 'half-dead',
    voice: NOTHING_KNOWN,
    sms: {
      en: 'one report: sending a message may hang for a minute or until a restart',
      ru: 'одно сообщение: отправка SMS может зависнуть на минуту или до перезапуска',
    },
    source: 'ROM',
  },
  {
    pattern: /^LE20B05/,
    standing: 'half-dead',
    voice: {
      en: 'two reports: the first call after a restart is clean, later ones may be choppy or one-way; the maker says it is fine',
      ru: 'два сообщения: первый звонок после перезапуска чистый, следующие могут быть прерывистыми или односторонними; производитель считает её исправной',
    },
    sms: NOTHING_KNOWN,
    source: 'CP, ISA; LG',
  },
  {
    pattern: /^LE20B06/,
    standing: 'half-dead',
    voice: {
      en: 'one report: callers are heard, but after some kilobytes they hear nothing',
      ru: 'одно сообщение: звонящего слышно, но через несколько килобайт он перестаёт слышать',
    },
    sms: NOTHING_KNOWN,
    source: 'LG #542',
  },
  {
    pattern: /SIM7600M21-A_V2\.0\.2/,
    standing: 'half-dead',
    voice: { en: 'one report: callers could not be understood', ru: 'одно сообщение: звонящих было не разобрать' },
    sms: NOTHING_KNOWN,
    source: 'CP #112',
  },
  {
    pattern: /^LE11B14/,
    standing: 'unknown',
    voice: { en: 'one report of odd answers while booting', ru: 'одно сообщение о странных ответах при загрузке' },
    sms: NOTHING_KNOWN,
    source: 'LG T-SIM7600X #135',
  },
];

const UNKNOWN: FirmwareNote = { standing: 'unknown', voice: NOTHING_KNOWN, sms: NOTHING_KNOWN, source: '' };

/** What has been reported of a firmware, by the answer to AT+CGMR; null is one that did not say. */
export const firmwareNote = (firmware: string | null): FirmwareNote =>
  NOTES.find(({ pattern }) => firmware !== null && pattern.test(firmware)) ?? UNKNOWN;
