import { test } from 'tap';
import { deliverPdus } from '../../../daemon/simulator/sms-pdu.js';
import { HOUR_MS, LONG, TO, pdusOf, setUp, texts } from './service-rig.js';

test('what is in the modem at the start comes in, and is deleted there', async (t) => {
  const { modem, script, received, pass } = await setUp(t);
  modem.become('lost');
  for (const pdu of [...pdusOf('One'), ...pdusOf('Два', { second: 1 })]) script.store('SM', pdu);
  modem.become('searching');
  await pass(2000);
  t.match(received, [
    { from: '+447700900456', text: 'One', sentAt: '2026-11-21T09:00:00+00:00', parts: 1, missing: [], marks: [] },
    { text: 'Два' },
  ]);
  t.equal(script.stored.SM.size, 0);
});

test('a notice with an index, without one, or none at all: everything is found', async (t) => {
  const { script, received, pass } = await setUp(t);
  script.deliver(pdusOf('With')[0]!);
  await pass(1000);
  script.store('SM', pdusOf('Without', { second: 1 })[0]!);
  script.say('+CMTI: "SM",-1');
  await pass(1000);
  script.store('SM', pdusOf('Full', { second: 2 })[0]!);
  script.say('+SMS FULL');
  await pass(1000);
  script.store('SM', pdusOf('Silent', { second: 3 })[0]!);
  await pass(301_000);
  t.same(texts(received), ['With', 'Without', 'Full', 'Silent']);
});

test('what is handed over without being stored is kept even in a call', async (t) => {
  const { modem, script, received, pass } = await setUp(t);
  modem.inCall = true;
  const [pdu = ''] = pdusOf('Flash');
  script.say(`+CMT: ,${pdu.length / 2 - 8}\r\n${pdu}`);
  await pass(100);
  t.same(texts(received), ['Flash']);
});

test('nothing is read or sent in a call, and everything after it', async (t) => {
  const { modem, script, service, received, pass, state } = await setUp(t);
  modem.inCall = true;
  script.deliver(pdusOf('Later')[0]!);
  const id = await service.send({ to: TO, text: 'Later too', report: false });
  await pass(400_000);
  t.same(script.commands, []);
  modem.inCall = false;
  modem.events.publish({ type: 'ended', reason: 'remote' });
  await pass(5000);
  t.same(texts(received), ['Later']);
  t.match(await state(id), { state: 'sent' });
});

test('a call that begins while a backlog is read stops the reading between two messages', async (t) => {
  const { modem, script, received, pass } = await setUp(t);
  for (let n = 0; n < 20; n++) script.store('SM', pdusOf(`No ${n}`, { second: n })[0]!);
  script.onCommand = (command) => {
    if (command === 'AT+CMGD=4') modem.inCall = true;
  };
  script.say('+CMTI: "SM",0');
  await pass(10_000);
  t.equal(received.length, 5);
  t.equal(script.commands.at(-1), 'AT+CMGD=4');
  modem.inCall = false;
  modem.events.publish({ type: 'missed', number: null });
  await pass(10_000);
  t.equal(new Set(texts(received)).size, 20);
  t.equal(received.length, 20);
});

test('parts come in any order, mixed with those of another sender under the same reference', async (t) => {
  const { script, received, pass } = await setUp(t);
  const one = pdusOf(LONG).toReversed();
  const other = pdusOf(LONG.toUpperCase(), { from: '+447700900789' });
  for (const [index, pdu] of one.entries()) {
    script.deliver(pdu);
    script.deliver(other[index]!);
  }
  await pass(5000);
  t.match(received, [
    { from: '+447700900456', text: LONG, parts: 2 },
    { from: '+447700900789', text: LONG.toUpperCase() },
  ]);
});

test('a message without one of its parts is delivered after a day, with a gap', async (t) => {
  const { script, received, pass } = await setUp(t);
  const parts = pdusOf('x'.repeat(400));
  script.deliver(parts[1]!);
  await pass(1000);
  t.equal(script.stored.SM.size, 0, 'it does not fill the card meanwhile');
  await pass(23 * HOUR_MS);
  t.same(received, []);
  await pass(2 * HOUR_MS);
  t.match(received, [{ text: `[…]${'x'.repeat(153)}[…]`, parts: 3, missing: [1, 3] }]);
});

test('a reference that is used again does not mix two messages', async (t) => {
  const { script, received, pass } = await setUp(t);
  script.deliver(pdusOf('a'.repeat(300))[0]!);
  for (const pdu of pdusOf('b'.repeat(300), { second: 30 })) script.deliver(pdu);
  await pass(5000);
  t.same(texts(received), [`${'a'.repeat(153)}[…]`, 'b'.repeat(300)]);
});

test('a message that is delivered twice within a week is one message', async (t) => {
  const { script, received, pass } = await setUp(t);
  const [pdu = ''] = pdusOf('Once');
  script.deliver(pdu);
  await pass(1000);
  // Another centre, and "more messages to send" no longer said.
  script.deliver(pdu.replace('07917487588010F504', '07917487588020F500'));
  script.deliver(pdusOf('Once', { second: 1 })[0]!);
  await pass(1000);
  t.equal(received.length, 2, 'the same text at another time is another message');
  t.equal(script.stored.SM.size, 0);
});

test('hostile messages come in as what they are, and hold up nothing', async (t) => {
  const { db, script, received, pass } = await setUp(t);
  const [good = ''] = pdusOf('Good');
  const hostile = [
    good.slice(0, 40),
    'FF'.repeat(175),
    '00',
    good.replace(/0000(?=6211)/, '008C'),
    ...deliverPdus({ from: 'EVIL', text: '\u202Etxt.exe\u0007\u001B[2J', reference: 1, at: new Date(0) }),
    pdusOf('z'.repeat(600))[3]!.replace('0500030704', '050003FFFF'),
  ];
  for (const pdu of [...hostile, good]) script.deliver(pdu);
  await pass(5000);
  t.equal(script.stored.SM.size, 0);
  t.equal(texts(received).at(-1), 'Good');
  t.equal(received.filter(({ marks }) => marks.includes('unreadable')).length, 3);
  t.ok(received.some(({ marks }) => marks.includes('reserved-coding')));
  t.ok(received.some(({ text }) => text === '\u202Etxt.exe\u0007\u001B[2J'));
  const kept = await db.selectFrom('smsInParts').select('pdu').execute();
  t.ok(
    hostile.every((pdu) => kept.some((row) => row.pdu === pdu)),
    'every PDU is on disk as it came',
  );
});

test('an emoji that the sender cut in two is whole again', async (t) => {
  const { script, received, pass } = await setUp(t);
  for (const pdu of pdusOf('🚀'.repeat(50))) script.deliver(pdu);
  await pass(2000);
  t.same(texts(received), ['🚀'.repeat(50)]);
});

test('a message that the modem will not delete comes in once', async (t) => {
  const { script, received, pass } = await setUp(t);
  const [stuck = '', free = ''] = [...pdusOf('Stuck'), ...pdusOf('Free', { second: 1 })];
  script.onCommand = (command) => {
    if (command === 'AT+CMGD=0') script.stored.SM.delete(0);
    if (command === 'AT+CMGL=4') script.stored.SM.set(0, stuck);
  };
  script.deliver(stuck);
  script.store('SM', free);
  await pass(700_000);
  t.same(texts(received), ['Stuck', 'Free']);
});
