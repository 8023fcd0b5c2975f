import { type InBothLanguages, inBoth } from '../base/language.js';
import type { HealthNotice } from './health.js';
import type { Reason, Step, Trouble } from './healing-ladder.js';

export const REASONS: Readonly<Record<Reason, InBothLanguages>> = {
  'no-ports': { en: 'ports are missing', ru: 'нет портов модема' },
  'no-answer': { en: 'the modem does not answer', ru: 'модем не отвечает' },
  'no-network': { en: 'no network', ru: 'нет сети' },
  gone: { en: 'no modem can be found', ru: 'модем не найден' },
  'no-voice': { en: 'a call got no voice', ru: 'в звонке не было звука' },
  'voice-retries': {
    en: 'the voice path took several attempts',
    ru: 'звук в звонке открылся не с первой попытки',
  },
};

const REPLUG_BY_HAND: InBothLanguages = {
  en: 'unplug the modem for ten seconds; if that does not help, give it a supply of its own of 5 V and 3 A',
  ru: 'отключите модем на десять секунд; если не поможет, дайте ему собственное питание 5 В и 3 А',
};

export const ADVICE: Readonly<Record<Trouble, InBothLanguages>> = {
  'no-ports': REPLUG_BY_HAND,
  'no-answer': REPLUG_BY_HAND,
  'no-network': {
    en: 'check the antenna, the balance and, in a phone, whether the SIM card still gets a network',
    ru: 'проверьте антенну, баланс и, вставив SIM-карту в телефон, видит ли она сеть',
  },
  gone: {
    en: 'see whether the HAT sits firmly, its USB cable is plugged in and its jumper PWR is on D6',
    ru: 'проверьте, плотно ли сидит плата, вставлен ли её USB-кабель и стоит ли перемычка PWR на D6',
  },
};

/** As the history tells them: what root was asked for, only its journal knows to be done. */
const STEPS: Readonly<Record<Exclude<Step, 'advice'>, InBothLanguages>> = {
  radio: { en: 'the radio was switched off and on', ru: 'радио модема выключено и включено' },
  restart: { en: 'the modem was told to restart', ru: 'модему дана команда перезапуска' },
  replug: {
    en: 'request to take it off the USB and put it back',
    ru: 'запрошено переподключение модема на шине USB',
  },
  'port-power': {
    en: 'request to switch the power of its USB port off and on',
    ru: 'запрошено отключение и включение питания порта USB',
  },
  'power-key': {
    en: 'request to press the power key of its HAT',
    ru: 'запрошено нажатие кнопки питания платы модема',
  },
};

/** What a row of the history says of healing, as a sentence without capital and stop; null for any other row. */
export function healingInWords({
  kind,
  detail,
}: Pick<HealthNotice, 'detail'> & { kind: string }): InBothLanguages | null {
  const reason = wordsOf(REASONS, detail['reason']);
  if (kind === 'advice') return both(reason, wordsOf(ADVICE, detail['reason']));
  return kind === 'healing' ? both(reason, wordsOf(STEPS, detail['step'])) : null;
}

const both = (one: InBothLanguages, other: InBothLanguages): InBothLanguages => ({
  en: `${one.en}: ${other.en}`,
  ru: `${one.ru}: ${other.ru}`,
});

/** A row may be older or newer than this program: its code speaks for itself then. */
function wordsOf(words: Readonly<Record<string, InBothLanguages>>, code: string | number | null | undefined) {
  return words[String(code)] ?? inBoth(String(code));
}
