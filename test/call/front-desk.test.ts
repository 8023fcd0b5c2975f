import { test } from 'tap';
import { Phone } from '../fakes/phone.js';
import { CALLER, virtualTime } from '../fakes/talk.js';

const OTHER = '+447700900456';

/** How each caller's call ended. */
const endsOf = (phone: Phone) =>
  new Map(phone.journal.finished.map(({ facts }) => [facts.from, facts.endReason] as const));

test('a second ring while the first call is being wrapped up is taken', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  phone.line.goesWrong('closeVoice', 'hangs');
  phone.ends();
  await phone.until('wrapping-up');
  await phone.pass(1000);
  phone.rings(OTHER);
  await phone.until('screening', 20_000);
  t.equal(phone.desk.current?.caller.number, OTHER);
  await phone.until('connected');
  phone.ends();
  await phone.until('idle');
  t.match(phone.journal.finished, [{ facts: { from: CALLER } }, { facts: { from: OTHER } }]);
  t.equal(phone.desk.callsHandled, 2);
});

test('a second ring whose caller gives up before the desk is free is no call, but kept', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  phone.line.goesWrong('closeVoice', 'hangs');
  phone.ends();
  await phone.until('wrapping-up');
  phone.rings(OTHER);
  phone.misses(OTHER);
  await phone.until('idle', 20_000);
  await phone.pass(20_000);
  t.equal(phone.state, 'idle');
  t.equal(phone.media.sessions.length, 1);
  t.same(phone.journal.finished.length, 2);
  t.same(endsOf(phone).get(CALLER), 'caller-hung-up');
  t.same(endsOf(phone).get(OTHER), 'caller-gave-up');
});

test('a second caller who waits is kept as refused, unless he rings when the line is free', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  phone.line.events.publish({ type: 'waiting', number: OTHER });
  phone.ends();
  await phone.until('idle');
  await phone.pass(10_000);
  t.match(phone.journal.finished.at(-1), { facts: { from: OTHER, endReason: 'line-taken' } });
  t.equal(phone.clock.waiting, 0);
});

test('a second caller who gives up ends nobody else’s call, and is kept once', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  phone.line.events.publish({ type: 'waiting', number: OTHER });
  phone.misses(OTHER);
  await phone.pass(1000);
  t.equal(phone.state, 'connected');
  phone.ends();
  await phone.until('idle');
  await phone.pass(10_000);
  t.same(endsOf(phone).get(OTHER), 'caller-gave-up');
  t.equal(phone.journal.finished.length, 2);
});

test('a ring without a number after a call in which somebody waited is his', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  phone.line.events.publish({ type: 'waiting', number: OTHER });
  phone.ends();
  await phone.until('idle');
  phone.rings(null);
  await phone.pass(10);
  t.equal(phone.desk.current?.caller.number, OTHER);
  phone.misses(null);
  await phone.until('idle');
  await phone.pass(10_000);
  t.equal(phone.journal.finished.length, 2);
});

test('a caller who gives up in the moment in which the owner ends the call is kept once', async (t) => {
  const phone = new Phone(virtualTime(t));
  phone.rings(OTHER);
  await phone.pass(10);
  phone.desk.current?.hangUp('owner');
  phone.misses(OTHER);
  await phone.until('idle');
  t.match(phone.journal.finished, [{ facts: { from: OTHER, endReason: 'owner' } }]);
  t.equal(phone.journal.finished.length, 1);
});

test('shutdown ends the call in hand and waits for its record', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  await phone.says('where are you');
  await phone.pass(1000);
  const stopped = phone.desk.stop('shutdown');
  await phone.pass(2000);
  await stopped;
  t.equal(phone.state, 'idle');
  t.match(phone.last, { facts: { endReason: 'shutdown' }, turns: [{}, { heard: 'where are you' }] });
});

test('a ring in the middle of a shutdown is not taken, but kept', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  const stopped = phone.desk.stop('shutdown');
  phone.rings(OTHER);
  await phone.pass(3000);
  await stopped;
  t.equal(phone.state, 'idle');
  t.same(phone.line.asked.filter((step) => step === 'answer').length, 1);
  t.same(endsOf(phone).get(OTHER), 'shutdown');
});

test('a call that does not free the line is what the watchdog ends', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  phone.journal.takesMs = Number.POSITIVE_INFINITY;
  phone.ends();
  await phone.pass(59_000);
  t.ok(phone.desk.healthy);
  await phone.pass(2000);
  t.notOk(phone.desk.healthy);
});

test('a hundred calls leave nothing behind', async (t) => {
  const phone = await new Phone(virtualTime(t), { answerDelayMs: 0 }).rendered();
  for (let call = 0; call < 100; call++) {
    phone.rings();
    await phone.pass((call * 137) % 5000);
    if (call % 3 === 0) phone.misses();
    phone.ends();
    await phone.until('idle');
  }
  t.equal(phone.desk.callsHandled, 100);
  t.equal(phone.clock.waiting, 0);
  t.ok(phone.media.sessions.every((session) => session.stopped));
});

test('a caller who was asked for by somebody else is left to him, and only that one', async (t) => {
  const phone = await new Phone(virtualTime(t)).rendered();
  const rang = phone.desk.handOver(new AbortController().signal);
  await t.rejects(phone.desk.handOver(new AbortController().signal), { code: 'busy' });
  phone.rings(OTHER);
  await rang;
  phone.ends();
  await phone.pass(1000);
  t.equal(phone.desk.current, null);
  phone.rings();
  await phone.until('connected');
  phone.ends();
  await phone.until('idle');
  t.match(phone.journal.finished, [{ facts: { from: CALLER } }], 'the other one was no call of the desk');
});

test('when nobody is waited for any more, the next caller is the desk’s', async (t) => {
  const phone = await new Phone(virtualTime(t)).rendered();
  const waiting = new AbortController();
  const rang = phone.desk.handOver(waiting.signal);
  waiting.abort();
  await t.rejects(rang, { code: 'aborted' });
  phone.rings();
  await phone.until('connected');
  t.equal(phone.desk.current?.caller.number, CALLER);
});
