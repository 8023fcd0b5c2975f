import type { AudioReason, Direction } from './audio-verdict.js';
import type { Language } from './base/language.js';

export interface AudioTestTexts {
  /** Spoken in the call. */
  readonly prompt: string;
  readonly toCaller: Readonly<Record<Direction, string>>;
  readonly fromCaller: Readonly<Record<Direction, string>>;
  /** Why that may be, and what helps, in the order of sim7600.md §4.12. */
  readonly reasons: Readonly<Record<AudioReason, string>>;
}

const en: AudioTestTexts = {
  prompt: 'This is a sound test. If you can hear me, please say a few words, then press any key.',
  toCaller: {
    works: 'The other side hears the box.',
    dead: 'The other side does not hear the box.',
    unproven: 'Nobody confirmed that the other side hears the box.',
  },
  fromCaller: {
    works: 'The box hears the other side.',
    dead: 'The box does not hear the other side.',
    unproven: 'The line is not dead, but nobody spoke: whether the box hears the other side is not proven.',
  },
  reasons: {
    'not-registered':
      'The modem refused to open its voice port (AT+CPCMREG=1). Reset it: secretary modem reset. If it happens again, its firmware may not support voice over USB.',
    'port-gone': 'The voice port vanished in the call: check the cable and the power supply of the modem.',
    'uplink-wedged':
      'The modem takes no more sound. This ends only with a reset: secretary modem reset. On some firmware (LE20B06) it comes back in every call.',
    'uplink-unconfirmed':
      'The modem took all sound, but no key was pressed. If the prompt was not heard: reset the modem, then try another firmware, then AT+CNMP for a network without VoLTE, then the analogue jack.',
    'no-bytes': 'Not a byte came from the voice port although the modem opened it: secretary modem reset.',
    'digital-silence':
      'Only digital silence came: the call carries no sound into the box. Reset the modem, then try another firmware, then AT+CNMP for a network without VoLTE.',
    'nobody-spoke': 'Repeat the test and say something after the prompt.',
    'late-registration':
      'The modem needed several attempts to open its voice port: the sound of such calls is often broken, and the next calls are worse. A reset cures it for a while.',
    choppy: 'More than a tenth of the sound was lost on the way. A reset of the modem cures this for a while.',
  },
};

const ru: AudioTestTexts = {
  prompt: 'Это проверка звука. Если вы меня слышите, скажите несколько слов, а затем нажмите любую клавишу.',
  toCaller: {
    works: 'На другом конце слышат помощника.',
    dead: 'На другом конце не слышат помощника.',
    unproven: 'Никто не подтвердил, что на другом конце слышат помощника.',
  },
  fromCaller: {
    works: 'Помощник слышит собеседника.',
    dead: 'Помощник не слышит собеседника.',
    unproven: 'Линия жива, но никто не говорил: слышит ли помощник собеседника, не доказано.',
  },
  reasons: {
    'not-registered':
      'Модем отказался открыть голосовой порт (AT+CPCMREG=1). Перезапустите его: secretary modem reset. Если это повторится, его прошивка, возможно, не передаёт голос по USB.',
    'port-gone': 'Голосовой порт пропал во время звонка: проверьте кабель и питание модема.',
    'uplink-wedged':
      'Модем больше не принимает звук. Помогает только перезапуск: secretary modem reset. На некоторых прошивках (LE20B06) это повторяется в каждом звонке.',
    'uplink-unconfirmed':
      'Модем принял весь звук, но клавишу никто не нажал. Если сообщение не было слышно: перезапустите модем, затем попробуйте другую прошивку, затем AT+CNMP для сети без VoLTE, затем аналоговый разъём.',
    'no-bytes': 'Из голосового порта не пришло ни байта, хотя модем его открыл: secretary modem reset.',
    'digital-silence':
      'Пришла только цифровая тишина: звонок не доносит звук до помощника. Перезапустите модем, затем попробуйте другую прошивку, затем AT+CNMP для сети без VoLTE.',
    'nobody-spoke': 'Повторите проверку и скажите что-нибудь после сообщения.',
    'late-registration':
      'Модему понадобилось несколько попыток, чтобы открыть голосовой порт: звук в таких звонках часто рвётся, а в следующих становится хуже. Перезапуск на время помогает.',
    choppy: 'По дороге потерялось больше десятой части звука. Перезапуск модема на время помогает.',
  },
};

export const audioTestTexts: Readonly<Record<Language, AudioTestTexts>> = { en, ru };
