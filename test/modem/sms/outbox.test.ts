import { test } from 'tap';
import { reportPdu } from '../../../daemon/simulator/sms-pdu.js';
import { HOUR_MS, LONG, TO, setUp } from './service-rig.js';

test('a text goes out in parts a second apart, and is reported part by part', async (t) => {
  const { clock, script, service, pass, state } = await setUp(t);
  const times: number[] = [];
  script.onCommand = (command) => command.startsWith('AT+CMGS') && times.push(clock.monotonicMs());
  const id = await service.send({ to: '+44 (7700) 900-001', text: LONG, report: true });
  await pass(5000);
  t.match(await state(id), { to: TO, state: 'sent', segments: 2, error: null, outcome: null });
  t.equal(script.sent.length, 2);
  t.ok(times[1]! - times[0]! >= 1000);
  const report = (mr: number) => reportPdu({ wantsReport: true, recipient: '0C91447700090010' }, mr, new Date());
  script.say(`+CDS: 24\r\n${report(1)}`);
  await pass(100);
  t.match(await state(id), { outcome: null }, 'one part of two');
  script.say(`+CDSI: "SR",${script.store('SR', report(0))}`);
  await pass(1000);
  t.match(await state(id), { outcome: 'delivered' });
  t.equal(script.stored.SR.size, 0);
});

test('what the network refuses for now is tried once more, and no more', async (t) => {
  const { script, service, pass, state } = await setUp(t);
  script.endings.push('+CMS ERROR: 500');
  const first = await service.send({ to: TO, text: 'First', report: false });
  await pass(20_000);
  t.match(await state(first), { state: 'queued', error: 'the modem says +CMS ERROR: 500' });
  await pass(20_000);
  t.match(await state(first), { state: 'sent', error: null });
  script.endings.push('+CMS ERROR: 332', '+CMS ERROR: 332');
  const second = await service.send({ to: TO, text: 'Second', report: false });
  await pass(200_000);
  t.match(await state(second), { state: 'failed', error: 'the network did not answer' });
  t.equal(script.commands.filter((each) => each.startsWith('AT+CMGS')).length, 4);
});

test('what the network refuses for good is not tried again, nor the rest of that text', async (t) => {
  const { script, service, pass, state } = await setUp(t);
  for (const code of [304, 321, 330, 302, 322]) {
    script.endings.push(`+CMS ERROR: ${code}`);
    const id = await service.send({ to: TO, text: LONG, report: false });
    await pass(70_000);
    t.match(await state(id), { state: 'failed' }, String(code));
  }
  t.equal(script.commands.filter((each) => each.startsWith('AT+CMGS')).length, 5);
  t.same(script.sent, []);
});

test('without a prompt nothing was sent, so it is tried again, but not for ever', async (t) => {
  const { script, service, pass, state } = await setUp(t);
  for (const ending of ['no-prompt', 'stray-OK'] as const) {
    script.endings.push(ending);
    const id = await service.send({ to: TO, text: ending, report: false });
    await pass(60_000);
    t.match(await state(id), { state: 'sent' }, ending);
  }
  t.equal(script.sent.length, 2);
  script.endings.push('stray-OK', 'no-prompt', 'stray-OK');
  const id = await service.send({ to: TO, text: 'Never', report: false });
  await pass(200_000);
  t.match(await state(id), { state: 'failed', error: 'the modem did not take the message' });
  t.equal(script.sent.length, 2);
});

test('a submission that hangs is never repeated, and its recipient is left in peace', async (t) => {
  const { clock, modem, script, service, pass, state } = await setUp(t);
  script.endings.push('silence');
  const hung = await service.send({ to: TO, text: 'Poison', report: true });
  const next = await service.send({ to: TO, text: 'To the same', report: false });
  const other = await service.send({ to: '+447700900002', text: 'To another', report: false });
  await pass(70_000);
  t.match(await state(hung), { state: 'unknown' });
  t.match(await state(next), { state: 'failed', error: 'the modem hung on this recipient' });
  t.match(await state(other), { state: 'sent' });
  t.same(modem.sick, []);
  await t.rejects(service.send({ to: TO, text: 'Again', report: false }), { code: 'refused' });
  clock.jump(2 * HOUR_MS);
  await t.resolves(service.send({ to: TO, text: 'Again', report: false }));
  await t.rejects(service.send({ to: TO, text: 'Poison', report: false }), { code: 'refused' });
  const report = reportPdu({ wantsReport: true, recipient: '0C91447700090010' }, 9, new Date());
  script.say(`+CDS: 24\r\n${report}`);
  await pass(5000);
  t.match(await state(hung), { state: 'sent', outcome: 'delivered' }, 'the report tells that it went out after all');
});

test('what cannot be sent is refused at once', async (t) => {
  const { service } = await setUp(t);
  for (const [to, text] of [
    ['BANK', 'x'],
    [TO, ''],
    [TO, 'x'.repeat(2000)],
  ] as const) {
    await t.rejects(service.send({ to, text, report: false }), { code: 'bad-input' });
  }
});
