import type { InBothLanguages } from '../base/language.js';

/** What can be tried; reopening the port and leaving a prompt are the driver's own, at every loss. */
export type Step =
  /** AT+CFUN=0 and 1: the radio forgets the network; does not cure voice. */
  | 'radio'
  /** AT+CRESET. */
  | 'restart'
  | RootStep
  | 'advice';

/** What the daemon may not do itself: the verbs of systemd/secretary-power. */
export type RootStep =
  /** The USB device is taken off the bus and put back; it keeps its power. */
  'replug' | PowerOff;

/** The modem starts from nothing: the last thing to try. */
export type PowerOff =
  /** The hub takes the power from the modem's port. */
  | 'port-power'
  /** The key of a HAT is pressed, until it is off and again. */
  | 'power-key';

/** 'no-ports': the device is there, its AT or voice port is not (sim7600.md §5 row 14). 'gone': no modem that can be used
 *  is on the bus, though its owner has told of a key that switches it on. */
export type Trouble = 'no-ports' | 'no-answer' | 'no-network' | 'gone';

/** Why a step is taken; the last two are precautions after a call. */
export type Reason = Trouble | 'no-voice' | 'voice-retries';

export interface Rung {
  readonly afterMs: number;
  readonly step: Step;
}

/** Each step after so long without success, the next one only if the trouble goes on (sim7600.md §5, reset ladder).
 *  A network that does not answer is rarely the modem's fault, so there healing is slow. */
export const ladderOf = (powerOff: PowerOff): Readonly<Record<Trouble, readonly Rung[]>> => ({
  'no-ports': [
    { afterMs: 20_000, step: 'replug' },
    { afterMs: 180_000, step: powerOff },
    { afterMs: 360_000, step: 'advice' },
  ],
  'no-answer': [
    { afterMs: 60_000, step: 'restart' },
    { afterMs: 180_000, step: 'replug' },
    { afterMs: 360_000, step: powerOff },
    { afterMs: 540_000, step: 'advice' },
  ],
  'no-network': [
    { afterMs: 300_000, step: 'radio' },
    { afterMs: 900_000, step: 'restart' },
    { afterMs: 1_800_000, step: 'advice' },
  ],
  // A HAT whose key is ours stays off after a power cut, and after a warning of heat or low voltage.
  gone: [
    { afterMs: 60_000, step: 'power-key' },
    { afterMs: 300_000, step: 'power-key' },
    { afterMs: 540_000, step: 'advice' },
  ],
});

/** For so long after root's hand has been at the modem what is seen of it means nothing: it is away, or boots. A key is
 *  pressed for up to 23 s, and the modem needs 20 to 40 s more (sim7600.md §1.4, §3.6). */
export const SETTLING_MS: Readonly<Record<RootStep, number>> = {
  replug: 30_000,
  'port-power': 90_000,
  'power-key': 120_000,
};

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

export const STEPS: Readonly<Record<Exclude<Step, 'advice'>, InBothLanguages>> = {
  radio: { en: 'the radio was switched off and on', ru: 'радио модема выключено и включено' },
  restart: { en: 'the modem was told to restart', ru: 'модему дана команда перезапуска' },
  replug: {
    en: 'the modem was to be taken off the USB and put back',
    ru: 'запрошено переподключение модема на шине USB',
  },
  'port-power': {
    en: 'the power of the USB port was to be switched off and on',
    ru: 'запрошено отключение и включение питания порта USB',
  },
  'power-key': {
    en: 'the power key of the HAT was to be pressed',
    ru: 'запрошено нажатие кнопки питания платы модема',
  },
};
