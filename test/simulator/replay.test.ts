import { readFileSync, readdirSync } from 'node:fs';
import t from 'tap';
import { PROFILES } from '../../daemon/simulator/profiles.js';
import { type Cue, type Scene, callerHangsUp, modem, play, rings, strikes, typed } from './scene.js';
import { framedIn, shapeOf } from './shapes.js';
import type { Stage } from './stage.js';

const FOLDER = 'firmware-notes/transcripts';
/** What a modem leaves to chance must come out as it was seen with one of so many seeds. */
const SEEDS = 1000;
/** Ports that are back listen after that long at most (sim7600.md §3.6). */
const DEAF_MS = 4000;

const { good } = PROFILES;
const unhurried = { answerDelayMs: [100, 100], answerGapMs: [200, 200] } as const;
const CALLER = '07511772308';

/** He rings, and hangs up when that line is due. */
const caller = (from: string | null, end: string): Cue[] => [
  ['RING', rings(from)],
  [end, callerHangsUp],
];

const callee = (behaviour: 'answers' | 'busy' | 'unobtainable') => async (stage: Stage) => {
  await typed(['ATE0', 'AT+CLCC=1'])(stage);
  stage.modem.exchange.callee = { behaviour, afterMs: 2000 };
};

const SCENES: Readonly<Record<string, Scene>> = {
  'incoming-answered-a': {
    profile: modem(
      { begin: 'A', endBurst: ['end', 'no-carrier'] },
      { voice: { ...good.voice, always: { refusals: 1 }, staysRegistered: true } },
    ),
    before: typed(['ATE0', 'AT+CLIP=1']),
    cues: [...caller(CALLER, 'VOICE CALL: END'), ['+RXDTMF', (stage) => stage.modem.farEnd.press('5')]],
  },
  'incoming-answered-b': {
    profile: modem({ endBurst: ['clcc', 'end'] }),
    before: typed(['ATE0', 'AT+CLIP=1', 'AT+CLCC=1']),
    cues: caller(CALLER, '+CLCC: 4,1,6'),
  },
  'incoming-no-begin': {
    profile: modem({ begin: 'none', reportedStates: ['released'], endBurst: ['clcc', 'no-carrier', 'end'] }),
    before: typed(['ATE0', 'AT+CLIP=1', 'AT+CLCC=1']),
    cues: caller(CALLER, '+CLCC: 3,1,6'),
  },
  'incoming-gone': {
    profile: good,
    before: typed(['ATE0', 'AT+CLIP=1']),
    cues: caller(CALLER, 'NO CARRIER'),
  },
  missed: { profile: good, before: typed(['ATE0', 'AT+CLIP=1']), cues: caller('07712345678', 'MISSED_CALL') },
  'missed-unheard': {
    profile: good,
    // The log begins when all but this was over.
    before: async (stage) => {
      rings('+27839776374')(stage);
      await stage.passes(3000);
    },
    cues: [['MISSED_CALL', callerHangsUp]],
  },
  withheld: { profile: good, before: typed(['ATE0', 'AT+CLIP=1']), cues: caller(null, 'MISSED_CALL') },
  'no-clip': { profile: good, before: typed(['ATE0']), cues: [['RING', rings('07712345678')]] },
  'double-cr': {
    profile: modem({ clipName: '', endBurst: ['end'], endHasTime: false }, { lineEnd: '\r\r\n' }),
    before: typed(['ATE0', 'AT+CLIP=1', 'AT+CRC=1']),
    cues: [
      ['+CRING', rings('+447712345678')],
      ['+RXDTMF: 8', ({ modem: { farEnd } }) => ['8', '7', '*'].forEach((key) => farEnd.press(key))],
      ['VOICE CALL: END', callerHangsUp],
    ],
  },
  'inside-echoed-answer': {
    profile: modem({}, unhurried),
    before: typed(['AT+CLIP=1', 'AT+CNMI=2,1,0,0,0']),
    cues: [['+CMTI', ({ modem: { sms } }) => sms.write('+447700900123', 'Hello')]],
  },
  'inside-answer': {
    profile: modem({ callWaiting: true, endBurst: ['end'], hangUpOkFirst: false }, { ...unhurried, quotesCell: true }),
    before: async (stage) => {
      await typed(['ATE0', 'AT+CREG=2', 'AT+CLIP=1', 'AT+CCWA=1', 'AT+CNMI=2,1,0,0,0', 'AT+CPMS="SM","SM","ME"'])(
        stage,
      );
      stage.modem.network.register('searching');
    },
    cues: [
      ['+CREG: 1', ({ modem: { network } }) => network.register('home')],
      ['RING', rings(CALLER)],
      ['+CMTI: "SM",-1', strikes('cmti-minus-one')],
      ['> AT+CNUM', strikes('glued-error')],
      ['+CMTI: "ME"', ({ modem: { sms } }) => sms.write('+447700900123', 'Hello')],
      ['+CCWA: "', ({ modem: { exchange } }) => exchange.calls.length === 1 && exchange.dialIn('+79161234567')],
    ],
  },
  'outgoing-busy': { profile: modem({ reportedStates: ['dialling'] }), before: callee('busy'), cues: [] },
  'outgoing-no-carrier': { profile: modem({ reportedStates: [] }), before: callee('unobtainable'), cues: [] },
  'outgoing-hung-up': {
    profile: modem({ reportedStates: ['alerting'], endBurst: ['end', 'no-carrier'] }),
    before: callee('answers'),
    cues: [],
  },
  'sms-and-ussd': {
    profile: modem({ missedCallLine: false }),
    before: typed(['ATE0', 'AT+CNMI=1,2,0,1,0']),
    cues: [
      [
        '+CMT:',
        ({ modem: { sms } }) =>
          sms.deliver('07911326040000F0040B911346610089F60000208062917314480CC8F71D14969741F977FD07'),
      ],
      ['+CDS:', ({ modem: { sms } }) => sms.report('0006D60B911326880736F4111011719551401110117195714000')],
      [
        '+CDSI',
        async (stage) => {
          await typed(['AT+CNMI=2,1,0,2,0'], 'at2')(stage);
          stage.modem.sms.reportUnknown();
        },
      ],
      ['+CUSD: 0,"quote', strikes('ussd-cut')],
      ['RING', rings(null)],
      ['+CPIN', strikes('sim-removed')],
    ],
  },
  'boot-sim-busy': {
    profile: { ...good, boot: { ...good.boot, greeting: '\0\0\r\nRDY\r\n' } },
    before: (stage) => stage.device.strike('unplug'),
    cues: [
      [
        '> AT+CPIN?',
        async (stage) => {
          await stage.passes(DEAF_MS - 1000);
          // Who asks first may be told that the card is ready too soon: boot.txt.
          await typed(['AT+CMEE=2', 'AT+CPIN?'], 'at2')(stage);
        },
      ],
    ],
  },
  boot: {
    profile: {
      ...good,
      quotesCell: true,
      boot: { greeting: '', lines: ['OPL INIT', 'PNN INIT', 'SMS DONE', 'PB DONE'] },
    },
    before: async (stage) => {
      stage.device.strike('unplug');
      while (!stage.device.plugged) await stage.passes(10);
      await stage.passes(DEAF_MS);
      stage.type('ATE0');
      stage.type('AT+AUTOCSQ=1,1;+CREG=2;+CTZR=1', 'at2');
      await stage.passes(50);
    },
    cues: [
      ['+CSQ: 14', (stage) => stage.type('AT+CEREG=2', 'at2')],
      ['UNDER-VOLTAGE', strikes('under-voltage')],
    ],
  },
};

t.test('every golden transcript has its scene', async (t) => {
  t.same(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.txt'))
      .toSorted(),
    Object.keys(SCENES)
      .map((name) => `${name}.txt`)
      .toSorted(),
  );
});

for (const [name, scene] of Object.entries(SCENES)) {
  t.test(`${name}: the simulator says it again as the modem did`, async (t) => {
    const text = readFileSync(`${FOLDER}/${name}.txt`, 'utf8');
    const golden = framedIn(text).map(shapeOf);
    let closest: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const said = (await play(text, scene, seed)).map(shapeOf);
      if (said.length >= closest.length) closest = said;
      if (JSON.stringify(said) !== JSON.stringify(golden)) continue;
      closest = said;
      t.comment(`seed ${seed}`);
      break;
    }
    t.same(closest, golden);
  });
}
