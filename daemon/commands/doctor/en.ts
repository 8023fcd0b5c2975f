export const en = {
  healthy: 'Calls can be answered.',
  unhealthy: 'Calls cannot be answered yet: see what is marked with ✗.',

  node: (version: string): string => `Node ${version} runs.`,
  modelsComplete: 'All models are there.',
  modelMissing: (detail: string): string => `Model: ${detail}.`,
  megabytes: (figure: string): string => `${figure} MB`,
  gigabytes: (figure: string): string => `${figure} GB`,
  diskFine: (free: string): string => `The disk has ${free} left.`,
  diskLow: (free: string, usedPercent: number): string =>
    `The disk is ${usedPercent} % full, ${free} are left: keep calls for fewer days or use a larger one.`,
  diskReadOnly: (folder: string): string =>
    `Nothing can be written to ${folder}: check its owner and whether the disk is read-only.`,

  noModem:
    'No modem: no SIMCom device (1e0e) is on the USB. Plug it in, with a supply of its own of 5 V and 3 A, and wait 20 seconds.',
  noPort: (path: string): string => `No modem: the configured port ${path} is not there.`,
  modemFault: (fault: string): string => `The modem cannot be used: ${fault}.`,
  modemFound: (place: string, productId: string): string => `A modem is at USB place ${place} (1e0e:${productId}).`,
  whichModem: (count: number, imei: string): string =>
    `${count} modems are plugged in; the daemon asks them for the IMEI ${imei} that the setting modem names.`,
  moreModems: (count: number, place: string): string =>
    `${count} modems are plugged in; the one at USB place ${place} is used (setting modem names another by its IMEI or place).`,
  portForbidden: (path: string): string =>
    `${path} may not be used by this user; mend it with: sudo usermod -aG dialout $USER, and sign in again.`,
  portHeld: (words: string): string => `${words}.`,
  portFree: (path: string): string => `${path} can be used.`,
  soundCard: (name: string): string => `The sound card ${name} is there.`,
  noSoundCard: (name: string): string => `The sound card ${name} of pcmPort is not there: see arecord -l.`,
  modemManager:
    'ModemManager runs and no rule keeps it off this modem, so it will take its ports; mend it with: sudo systemctl disable --now ModemManager',

  callMe: 'Call the number of the SIM card within two minutes, and do what you are told.',
  callingYou: 'You are being called: answer, and do what you are told.',
  audioFailed: (why: string): string => `The sound could not be tested: ${why}.`,

  underVoltageNow: 'The supply of this machine is too weak right now: use one of 5 V and 3 A or more.',
  underVoltageBefore: 'The supply of this machine was too weak since the last start: use one of 5 V and 3 A or more.',
  powerFine: 'The supply of this machine holds its voltage.',
  noGpioset: 'powerKey is set, but the key cannot be pressed without gpioset; mend it with: sudo apt install gpiod',

  daemonDown: 'The daemon does not run; start it with: sudo systemctl start secretary',
  daemonUp: (pid: number): string => `The daemon runs (process ${pid}).`,
  lineReady: (operator: string, bars: number): string => `The line is ready: ${operator}, ${bars} of 4 bars of signal.`,
  lineWeak: (operator: string, bars: number): string =>
    `The line is ready, but its signal is weak: ${operator}, ${bars} of 4 bars. Move the antenna.`,
  lineDown: (detail: string): string => `The line is not ready. ${detail}`,
  roaming: 'The SIM card is roaming: calls cost more, and outgoing ones are refused.',
  firmwareHalfDead: (firmware: string, voice: string, sms: string): string =>
    `Firmware ${firmware}. Voice: ${voice}. Messages: ${sms}.`,
  firmwareFine: (firmware: string): string => `Firmware ${firmware}: nothing is reported against it.`,
  firmwareUnknown: (firmware: string): string => `Firmware ${firmware}: nobody has reported on it yet.`,

  pageServed: (port: number): string => `The page is served at port ${port}.`,
  pageFree: (port: number): string => `Port ${port} is free for the page.`,
  pageTaken: (port: number): string =>
    `Port ${port} is taken by another program: the page cannot be served; choose another listenPort.`,
  pageDown: (port: number): string => `The daemon runs, but nothing answers at port ${port}: see its log.`,
};

/** Everything that the doctor says, in one language. */
export type DoctorTexts = typeof en;
