import { isDeepStrictEqual } from 'node:util';
import { readFileSync, readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import { test } from 'tap';
import type { ModemEvent } from '../../daemon/modem/line.js';
import { replay } from '../../daemon/modem/replay.js';

const FOLDER = 'firmware-notes/transcripts';
const transcript = (name: string): string => readFileSync(`${FOLDER}/${name}.txt`, 'utf8');

const ringing = (number: string | null): ModemEvent => ({ type: 'ringing', number });
const final = (command: string, result: string): ModemEvent => ({ type: 'final', command, result });
const signal = (dbm: number | null): ModemEvent => ({ type: 'signal', dbm });
const stored = (storage: string, index: number): ModemEvent => ({ type: 'sms-stored', storage, index });
const key = (pressed: string): ModemEvent => ({ type: 'dtmf', key: pressed });
const ended = (reason: string): ModemEvent => ({ type: 'ended', reason });
const missed = (number: string | null): ModemEvent => ({ type: 'missed', number });
const answered: ModemEvent = { type: 'answered' };

const GOLDEN: Readonly<Record<string, readonly ModemEvent[]>> = {
  'incoming-answered-a': [
    ringing('07511772308'),
    final('ATA', 'OK'),
    answered,
    final('AT+CPCMREG=1', 'ERROR'),
    final('AT+CPCMREG=0,1', 'ERROR'),
    final('AT+CPCMREG=1', 'OK'),
    key('5'),
    ended('remote'),
    final('AT+CPCMREG=0,1', 'OK'),
  ],
  'incoming-answered-b': [ringing('07511772308'), answered, final('ATA', 'OK'), ended('remote')],
  'incoming-no-begin': [ringing('07511772308'), final('ATA', 'OK'), final('AT+CLCC', 'OK'), answered, ended('remote')],
  'incoming-gone': [ringing('07511772308'), final('ATA', 'NO CARRIER'), missed('07511772308')],
  missed: [ringing('07712345678'), missed('07712345678')],
  'missed-unheard': [missed('+27839776374')],
  withheld: [ringing(null), missed(null)],
  'no-clip': [ringing(null), final('AT+CHUP', 'OK'), ended('local')],
  'double-cr': [ringing('+447712345678'), answered, final('ATA', 'OK'), key('8'), key('7'), key('*'), ended('remote')],
  'inside-echoed-answer': [stored('SM', 3), final('AT+CLIP?', 'OK')],
  'inside-answer': [
    { type: 'registration', state: 'home' },
    final('AT+CREG?', 'OK'),
    ringing('07511772308'),
    signal(-85),
    stored('SM', -1),
    final('AT+CSQ', 'OK'),
    final('AT+CNUM', 'ERROR'),
    { type: 'unknown', line: '+CNUM: "","13697252277",129' },
    final('AT+CCWA=1,2', 'OK'),
    stored('ME', 1),
    answered,
    final('ATA', 'OK'),
    { type: 'waiting', number: '+79161234567' },
    ended('local'),
    final('AT+CHUP', 'OK'),
  ],
  'outgoing-busy': [final('ATD07712345678;', 'OK'), ended('busy'), final('AT+CEER', 'OK')],
  'outgoing-no-carrier': [final('ATD07712345678;', 'OK'), final('AT+CLCC', 'OK'), ended('no-carrier')],
  'outgoing-hung-up': [final('ATD07712345678;', 'OK'), answered, final('AT+CHUP', 'OK'), ended('local')],
  'boot-sim-busy': [final('AT+CPIN?', '+CME ERROR: SIM busy')],
  boot: [
    { type: 'sim', state: 'READY' },
    final('AT+CMEE=1', 'OK'),
    signal(null),
    { type: 'registration', state: 'searching' },
    { type: 'ready' },
    signal(-107),
    { type: 'clock', at: '2008-12-09T17:00:00+08:00' },
    signal(-85),
    { type: 'registration', state: 'home' },
  ],
  'sms-and-ussd': [
    { type: 'sms', pdu: '07911326040000F0040B911346610089F60000208062917314480CC8F71D14969741F977FD07' },
    { type: 'report', pdu: '0006D60B911326880736F4111011719551401110117195714000' },
    stored('SR', 0),
    final('AT+CUSD=1,"*100#",15', 'OK'),
    { type: 'unknown', line: '+CUSD: 0,"quote lost' },
    { type: 'sim', state: 'SIM REMOVED' },
    // A ring without a number waits for the end of the transcript, where the driver would wait a second.
    ringing(null),
  ],
};

test('every golden transcript yields its events, and none is left out', async (t) => {
  t.same(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.txt'))
      .sort(),
    Object.keys(GOLDEN)
      .map((name) => `${name}.txt`)
      .sort(),
  );
  for (const [name, events] of Object.entries(GOLDEN)) {
    t.same(replay(transcript(name)), events, name);
  }
});

test('where the reads are cut makes no difference', async (t) => {
  const names = fc.constantFrom(...Object.keys(GOLDEN));
  fc.assert(
    fc.property(names, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (name, sizes) =>
      isDeepStrictEqual(replay(cut(transcript(name), sizes)), replay(transcript(name))),
    ),
    { numRuns: 500 },
  );
  t.pass();
});

/** Splits each `<` line of a transcript into lines of a few characters, never inside an escape. */
function cut(text: string, sizes: Iterator<number>): string {
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith('<') ? pieces(line.slice(2), sizes).map((piece) => `< ${piece}`) : [line]))
    .join('\n');
}

function pieces(text: string, sizes: Iterator<number>): string[] {
  const units = text.match(/\\.|[^\\]/g) ?? [];
  const out: string[] = [];
  for (let at = 0; at < units.length; ) {
    const size = sizes.next().value as number;
    out.push(units.slice(at, at + size).join(''));
    at += size;
  }
  return out;
}

test('garbage between and inside good lines never throws, and is told as unknown or not at all', async (t) => {
  const byte = fc.integer({ min: 0, max: 255 }).map((value) => `\\x${value.toString(16).padStart(2, '0')}`);
  const good = fc.constantFrom(...Object.keys(GOLDEN).flatMap((name) => transcript(name).split('\n')));
  const noise = fc.array(byte, { maxLength: 40 }).map((bytes) => `< ${bytes.join('')}`);
  fc.assert(
    fc.property(fc.array(fc.oneof(good, noise), { maxLength: 60 }), (lines) => {
      replay(lines.join('\n'));
    }),
    { numRuns: 500 },
  );
  t.pass();
});

test('a call has one beginning and one end, whatever the order of its lines', async (t) => {
  const line = fc.constantFrom(
    'RING',
    '+CLIP: "0751",129',
    '+CLCC: 1,1,4,0,0,"0751",129',
    '+CLCC: 1,1,0,0,0,"0751",129',
    '+CLCC: 1,1,6,0,0,"0751",129',
    'VOICE CALL: BEGIN',
    'VOICE CALL: END: 000017',
    'NO CARRIER',
    '+CCWA: "0999",129,1',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const story = replay(lines.map((each) => `< \\r\\n${each}\\r\\n`).join('\n')).map(({ type }) => type);
      return isStory(story.filter((type) => type !== 'waiting'));
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

function isStory(types: readonly string[]): boolean {
  let state = 'idle';
  return types.every((type) => {
    const from = { ringing: ['idle'], answered: ['idle', 'ringing'], ended: ['active'], missed: ['idle', 'ringing'] }[
      type
    ];
    const fits = from?.includes(state) === true;
    state = type === 'answered' ? 'active' : type === 'ringing' ? type : 'idle';
    return fits;
  });
}

test('a line that is no line of a transcript is named', async (t) => {
  t.throws(() => replay('< RING\nhello'), { code: 'bad-input', message: /line 2/ });
  t.throws(() => replay('< \\q'), { code: 'bad-input', message: /line 1/ });
});

test('a second caller is told of even when he waits behind a call that is not known here', async (t) => {
  t.same(replay('< \\r\\n+CCWA: "+79161234567",145,1\\r\\n'), [{ type: 'waiting', number: '+79161234567' }]);
});
