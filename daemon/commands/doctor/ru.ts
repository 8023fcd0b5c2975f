import type { DoctorTexts } from './en.js';

export const ru: DoctorTexts = {
  healthy: 'На звонки можно отвечать.',
  unhealthy: 'На звонки пока нельзя отвечать: смотрите строки с ✗.',

  node: (version) => `Node ${version} работает.`,
  modelsComplete: 'Все модели на месте.',
  modelMissing: (detail) => `Модель: ${detail}.`,
  megabytes: (figure) => `${figure} МБ`,
  gigabytes: (figure) => `${figure} ГБ`,
  diskFine: (free) => `На диске свободно ${free}.`,
  diskLow: (free, usedPercent) =>
    `Диск заполнен на ${usedPercent} %, осталось ${free}: храните звонки меньше дней или возьмите диск побольше.`,
  diskReadOnly: (folder) => `В папку ${folder} нельзя писать: проверьте её владельца и не только ли для чтения диск.`,

  noModem:
    'Модема нет: на шине USB нет устройства SIMCom (1e0e). Подключите его, с отдельным питанием 5 В и 3 А, и подождите 20 секунд.',
  noPort: (path) => `Модема нет: указанного порта ${path} не существует.`,
  modemFault: (fault) => `Модемом нельзя пользоваться: ${fault}.`,
  modemFound: (place, productId) => `Модем подключён к USB, место ${place} (1e0e:${productId}).`,
  whichModem: (count, imei) =>
    `Подключено модемов: ${count}; служба спросит у них IMEI ${imei}, названный в настройке modem.`,
  moreModems: (count, place) =>
    `Подключено модемов: ${count}; используется тот, что на месте ${place} (настройка modem назовёт другой по IMEI или месту).`,
  portForbidden: (path) =>
    `Этому пользователю нельзя открыть ${path}; исправьте так: sudo usermod -aG dialout $USER, и войдите заново.`,
  portHeld: (words) => `${words}.`,
  portFree: (path) => `${path} можно пользоваться.`,
  soundCard: (name) => `Звуковая карта ${name} есть.`,
  noSoundCard: (name) => `Звуковой карты ${name} из pcmPort нет: смотрите arecord -l.`,
  modemManager:
    'ModemManager запущен, и ни одно правило не держит его подальше от модема: он займёт порты; исправьте так: sudo systemctl disable --now ModemManager',

  callMe: 'Позвоните на номер SIM-карты в течение двух минут и делайте, что вам скажут.',
  callingYou: 'Вам звонят: ответьте и делайте, что вам скажут.',
  audioFailed: (why) => `Звук не проверен: ${why}.`,

  underVoltageNow: 'Питание этого устройства сейчас слишком слабое: нужно 5 В и не меньше 3 А.',
  underVoltageBefore: 'С последнего запуска питание этого устройства проседало: нужно 5 В и не меньше 3 А.',
  powerFine: 'Питание этого устройства держит напряжение.',
  noGpioset: 'Задан powerKey, но без gpioset кнопку не нажать; исправьте так: sudo apt install gpiod',

  daemonDown: 'Служба не запущена; запустите: sudo systemctl start secretary',
  daemonUp: (pid) => `Служба работает (процесс ${pid}).`,
  lineReady: (operator, bars) => `Линия готова: ${operator}, сигнал ${bars} из 4 делений.`,
  lineWeak: (operator, bars) =>
    `Линия готова, но сигнал слабый: ${operator}, ${bars} из 4 делений. Переставьте антенну.`,
  lineDown: (detail) => `Линия не готова. ${detail}`,
  roaming: 'SIM-карта в роуминге: звонки дороже, исходящие запрещены.',
  firmwareHalfDead: (firmware, voice, sms) => `Прошивка ${firmware}. Голос: ${voice}. SMS: ${sms}.`,
  firmwareFine: (firmware) => `Прошивка ${firmware}: жалоб на неё нет.`,
  firmwareUnknown: (firmware) => `Прошивка ${firmware}: о ней пока никто не сообщал.`,

  pageServed: (port) => `Страница открыта на порту ${port}.`,
  pageFree: (port) => `Порт ${port} свободен для страницы.`,
  pageTaken: (port) => `Порт ${port} занят другой программой: страницу нельзя открыть; выберите другой listenPort.`,
  pageDown: (port) => `Служба работает, но на порту ${port} никто не отвечает: смотрите её журнал.`,
};
