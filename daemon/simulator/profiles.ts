import type { Profile } from './profile.js';

const good: Profile = {
  explain: 'Behaves as LE20B03 was seen to: prompt voice path, BEGIN before OK, every line that the manual promises.',
  identity: {
    model: 'SIMCOM_SIM7600G-H',
    revision: 'SIM7600G_V2.0.2',
    firmware: 'LE20B03SIM7600M22',
    subversion: 'B03V01',
  },
  lineEnd: '\r\n',
  lineRepeats: 1,
  answerDelayMs: [1, 4],
  answerGapMs: [0, 0],
  boot: { greeting: '', lines: ['+CPIN: READY', 'SMS DONE', 'PB DONE'] },
  quotesCell: false,
  calls: {
    ringEveryMs: [5000, 6000],
    clipAfterMs: [10, 300],
    clipName: '""',
    answerAfterMs: [200, 500],
    begin: 'B',
    lyingBegin: false,
    reportedStates: ['incoming', 'waiting', 'dialling', 'alerting', 'active', 'held', 'released'],
    endBurst: ['clcc', 'end', 'no-carrier'],
    endHasTime: true,
    hangUpOkFirst: true,
    missedCallLine: true,
    namesFailures: true,
    callWaiting: false,
    noReplyMs: 90_000,
  },
  voice: {
    always: {},
    untilRestart: {},
    laterCalls: [],
    widebandByDefault: false,
    staysRegistered: false,
    comfortNoise: false,
    coalescing: 0.1,
  },
  chatter: [],
  chatterEveryMs: [2000, 10_000],
  brownOutChance: 0,
  knowsDdet: true,
};

const firmware = (name: string, version: string) => ({ ...good.identity, firmware: name, subversion: version });

const degrading: Profile = {
  ...good,
  explain: 'Behaves as LE20B05: from the second call after a reset the voice path comes late, choppy or one-way.',
  identity: firmware('LE20B05SIM7600M22', 'B05V02'),
  voice: {
    ...good.voice,
    // Retries are the symptom that comes with every one of them (§4.5).
    laterCalls: [{ refusals: 4 }, { refusals: 2, lossShare: 0.3 }, { refusals: 3, uplinkLimitBytes: 0 }],
  },
};

const uplinkStall: Profile = {
  ...good,
  explain:
    'Behaves as LE20B06: callers are heard, but after 4 kB of a call no voice is taken from us, until a restart.',
  identity: firmware('LE20B06SIM7600G22', 'B06V01'),
  // What was seen to end a wedge of the OUT endpoint is a restart, and nothing within a call (§4.12, §4.14).
  voice: { ...good.voice, untilRestart: { uplinkLimitBytes: 4096 } },
};

const volte16k: Profile = {
  ...good,
  explain: 'A VoLTE line: the voice port runs at 16 kHz unless AT+CPCMBANDWIDTH=1,1 was sent before the call.',
  voice: { ...good.voice, widebandByDefault: true },
};

const csSlow: Profile = {
  ...good,
  explain: 'A 3G line: the voice path is refused for two seconds after the call came up; answering takes longer.',
  calls: { ...good.calls, answerAfterMs: [1000, 2000], begin: 'A' },
  voice: { ...good.voice, always: { acceptAfterMs: 2000 } },
};

const terse: Profile = {
  ...good,
  explain:
    'Says little: no BEGIN when answering, reports of dialling and of the end only, no MISSED_CALL, END without a time.',
  calls: {
    ...good.calls,
    clipName: '',
    reportedStates: ['dialling', 'released'],
    begin: 'none',
    missedCallLine: false,
    endHasTime: false,
    endBurst: ['clcc', 'end'],
    namesFailures: false,
  },
  knowsDdet: false,
};

const chatty: Profile = {
  ...good,
  explain: 'Says too much: doubled line ends, every unsolicited line twice, chatter that cuts into answers.',
  lineEnd: '\r\r\n',
  lineRepeats: 2,
  answerGapMs: [0, 30],
  boot: { greeting: '\0\0\r\nRDY\r\n', lines: [...good.boot.lines, 'OPL INIT', 'PNN INIT'] },
  quotesCell: true,
  calls: { ...good.calls, begin: 'A', hangUpOkFirst: false },
  voice: { ...good.voice, staysRegistered: true },
  chatter: [
    '+STIN: 25',
    '+CGEV: NW DETACH',
    '+CGEV: EPS PDN ACT 1',
    '+NITZ: 26/11/21,09:00:00,+0',
    '+CTZV: 0,26/11/21,09:00:00,0',
    '+VOICEMAIL: EMPTY',
    '+CSQ: 17,99',
    'OPL UPDATING',
    'PNN UPDATING',
  ],
  chatterEveryMs: [300, 3000],
};

const a76xx: Profile = {
  ...good,
  explain: 'Behaves as the A7672 cousin: END after NO CARRIER, BEGIN of an outgoing call before anybody answered.',
  identity: {
    model: 'A7672E-FASE',
    revision: 'A7672M7_V1.11.1',
    firmware: 'A110B06A7672M7',
    subversion: 'B06V01',
  },
  calls: { ...good.calls, begin: 'A', lyingBegin: true, endBurst: ['clcc', 'no-carrier', 'end'], namesFailures: false },
  chatter: ['*ATREADY: 1', '+CGEV: ME PDN ACT 1'],
};

const flakyPower: Profile = {
  ...good,
  explain: 'A weak supply: in four of ten calls the modem drops off the bus at the moment when it starts to transmit.',
  chatter: ['UNDER-VOLTAGE WARNNING'],
  chatterEveryMs: [10_000, 10_000],
  brownOutChance: 0.4,
};

export const PROFILES = {
  good,
  degrading,
  'uplink-stall': uplinkStall,
  volte16k,
  'cs-slow': csSlow,
  terse,
  chatty,
  a76xx,
  'flaky-power': flakyPower,
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

export const isProfileName = (name: string): name is ProfileName => Object.hasOwn(PROFILES, name);
