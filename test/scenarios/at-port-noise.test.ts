import { test } from 'tap';
import { READY_MS, inCall, virtualModem } from '../fakes/virtual-modem.js';

const signal = new AbortController().signal;

test('garbage, half lines and lines of 8 kB between the lines of a call change nothing', async (t) => {
  const { fake, modem, clock, story } = virtualModem(t);
  await clock.advance(READY_MS);
  const noise = [
    '\0\0\xff\xfe',
    'x'.repeat(8192),
    '\r\n\r\r\n>',
    '+CLIP: "',
    '+CREG:\r\n',
    '\x1A> ',
    '+CMT: "",24\r\n',
  ];
  fake.answer('ATA', ['OK', 'VOICE CALL: BEGIN']);
  for (const each of noise) {
    const before = story().length;
    fake.raw(`${each}\r\n`);
    fake.say('RING', '+CLIP: "0751",129');
    await clock.advance(10);
    const answered = modem.answer(signal);
    fake.raw(`${each}\r\n`);
    await clock.advance(100);
    await answered;
    fake.raw(each);
    fake.say('VOICE CALL: END: 000003', 'NO CARRIER');
    await clock.advance(1000);
    t.same(story().slice(before), ['ringing', 'answered', 'ended:remote'], JSON.stringify(each.slice(0, 12)));
  }
  t.equal(modem.status.state, 'ready');
});

test('an echo that is suddenly on is no answer', async (t) => {
  const { fake, modem, clock } = await inCall(t);
  fake.answer('AT+CPCMREG=1', ['AT+CPCMREG=1', 'OK']).answer('AT+CPCMREG?', ['AT+CPCMREG?', '+CPCMREG: 1', 'OK']);
  const path = modem.openVoice(signal);
  await clock.advance(1000);
  t.equal((await path).attempts, 1);
});
