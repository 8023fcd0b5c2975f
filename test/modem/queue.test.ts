import { test } from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { act, query, set } from '../../daemon/modem/commands.js';
import { AtQueue } from '../../daemon/modem/queue.js';

type Test = { teardown(undo: () => void): void };

/** A queue that is in step with its modem. */
async function setUp(t: Test) {
  const clock = new VirtualClock();
  t.teardown(installClock(clock));
  const written: string[] = [];
  const heard: string[] = [];
  const sick: string[] = [];
  const queue = new AtQueue({
    write: (text) => void written.push(text),
    heard: (item) =>
      void heard.push(item.kind === 'unknown' ? item.line : item.kind === 'fact' ? item.fact.type : item.signal.type),
    sent: () => undefined,
    ended: () => undefined,
    sick: (reason) => void sick.push(reason.en),
  });
  const says = (...lines: string[]) => queue.receive(Buffer.from(lines.map((line) => `\r\n${line}\r\n`).join('')));
  const inStep = queue.synchronise(1, 0);
  await clock.advance(0);
  says('OK');
  await clock.advance(200);
  await inStep;
  written.length = 0;
  return { clock, written, heard, sick, queue, says };
}

test('one command is in flight; the next waits for its final result and 50 ms', async (t) => {
  const { clock, written, queue, says } = await setUp(t);
  const first = queue.run(query('AT+CSQ'));
  const second = queue.run(set('AT+CLIP=1'));
  t.same(written, ['AT+CSQ\r']);
  says('+CSQ: 22,0', 'OK');
  t.same(await first, ['+CSQ: 22,0']);
  await clock.advance(49);
  t.equal(written.length, 1);
  await clock.advance(1);
  t.same(written, ['AT+CSQ\r', 'AT+CLIP=1\r']);
  says('OK');
  t.same(await second, []);
});

test('an urgent command goes before what waits, not before what is in flight', async (t) => {
  const { clock, written, queue, says } = await setUp(t);
  for (const text of ['AT+CSQ', 'AT+COPS?']) queue.ask(query(text)).catch(() => undefined);
  queue.ask(set('AT+CHUP', { urgent: true })).catch(() => undefined);
  says('+CSQ: 22,0', 'OK');
  await clock.advance(50);
  t.same(written, ['AT+CSQ\r', 'AT+CHUP\r']);
});

test('a caller who rings does not wait out an answer that was lost', async (t) => {
  const { clock, written, queue, says } = await setUp(t);
  const storage = queue.run(set('AT+CPMS="ME"', { timeoutMs: 10_000 }));
  await clock.advance(500);
  const answer = queue.ask(act('ATA', { urgent: true }));
  await clock.advance(3000);
  t.same(written.slice(1), ['AT\r'], 'given up after two seconds; late bytes are waited for');
  says('OK');
  await clock.advance(200);
  t.equal(written.at(-1), 'ATA\r');
  says('OK');
  t.equal((await answer).final.ok, true);
  await clock.advance(50);
  t.equal(written.at(-1), 'AT+CPMS="ME"\r', 'asked again');
  says('OK');
  await storage;
  await clock.advance(50);
  const list = set('AT+CLCC', { urgent: true, givesWay: true });
  const lists = [queue.ask(list), queue.ask(list)];
  await clock.advance(3000);
  t.equal(written.at(-1), 'AT+CLCC\r', 'is not in its own way');
  queue.ask(act('ATA', { urgent: true })).catch(() => undefined);
  says('OK');
  await lists[0];
  await clock.advance(50 + 3000 + 10);
  says('OK');
  await clock.advance(200);
  t.same(written.slice(-4), ['AT+CLCC\r', 'AT+CLCC\r', 'AT\r', 'ATA\r'], 'what stood before ATA is hurried too');
});

test('what waits for the network, or must not happen twice, is waited for though somebody rings', async (t) => {
  const { clock, written, queue } = await setUp(t);
  for (const slow of [set('AT+CCWA=1', { timeoutMs: 60_000 }), act('AT+CMGD=1')]) {
    const before = written.length;
    const slowly = queue.ask(slow).catch(() => undefined);
    queue.ask(act('ATA', { urgent: true })).catch(() => undefined);
    await clock.advance(slow.timeoutMs - 1);
    t.same(written.slice(before), [`${slow.text}\r`]);
    queue.receive(Buffer.from('\r\nOK\r\n'));
    await slowly;
    await clock.advance(50);
    t.equal(written.at(-1), 'ATA\r');
    queue.receive(Buffer.from('\r\nOK\r\n'));
    await clock.advance(50);
  }
});

test('every final result ends a command, and only OK fulfils it', async (t) => {
  const { clock, queue, says } = await setUp(t);
  const results: [string, string, number | null][] = [
    ['AT+CPIN="1234"', '+CME ERROR: 16', 16],
    ['AT+CPIN="1234"', '+CME ERROR: incorrect password', 16],
    ['AT+CMGD=1', '+CMS ERROR: 321', 321],
    ['AT+CEVOLTE=1,1', 'ERROR', null],
    ['ATA', 'NO CARRIER', null],
    ['ATD0751;', 'BUSY', null],
    ['ATD0751;', 'NO ANSWER', null],
  ];
  for (const [text, result, code] of results) {
    const reply = queue.ask(act(text));
    says(result);
    t.same((await reply).final, { text: result, ok: false, code });
    await clock.advance(50);
  }
  const connected = queue.ask(act('ATD0751'));
  says('CONNECT 115200');
  t.equal((await connected).final.ok, true);
  await clock.advance(50);
  const refused = queue.run(act('AT+CPIN="1234"'));
  says('ERROR');
  await t.rejects(refused, { code: 'modem-error', message: 'AT+CPIN: ERROR' });
});

test('NO CARRIER and BUSY belong to the call, not to a command that neither dials nor answers', async (t) => {
  const { heard, queue, says } = await setUp(t);
  const hangUp = queue.run(set('AT+CHUP'));
  says('NO CARRIER', 'OK');
  t.same(await hangUp, []);
  t.same(heard, ['cleared']);
});

test('a late OK after a timeout is not taken for the next answer', async (t) => {
  const { clock, written, queue, says } = await setUp(t);
  const lost = queue.ask(act('AT+CMGD=1', { timeoutMs: 5000 }));
  const next = queue.run(query('AT+CGSN'));
  const rejected = t.rejects(lost, { code: 'timeout' });
  await clock.advance(5000);
  await rejected;
  await clock.advance(900);
  says('OK');
  await clock.advance(100);
  t.same(written.slice(1), ['AT\r']);
  says('OK');
  await clock.advance(100);
  says('OK'); // one OK too many: still out of step, so AT is asked again
  await clock.advance(1100);
  t.same(written.slice(1), ['AT\r', 'AT\r']);
  says('OK');
  await clock.advance(200);
  says('861234567890123', 'OK');
  t.same(await next, ['861234567890123']);
});

test('an OK without the awaited answer is another command’s: the query is repeated', async (t) => {
  const { clock, written, queue, says } = await setUp(t);
  const answer = queue.run(query('AT+CGSN'));
  says('OK');
  await clock.advance(1000);
  says('OK');
  await clock.advance(200);
  says('861234567890123', 'OK');
  t.same(await answer, ['861234567890123']);
  t.same(written, ['AT+CGSN\r', 'AT\r', 'AT+CGSN\r']);
});

test('what must not happen twice is not repeated', async (t) => {
  const { clock, written, queue } = await setUp(t);
  const dialled = t.rejects(queue.run(act('ATD0751;')), { code: 'timeout' });
  await clock.advance(10_000);
  await dialled;
  t.equal(written.filter((text) => text.startsWith('ATD')).length, 1);
});

test('a modem that answers nothing is sick', async (t) => {
  const { clock, sick, queue } = await setUp(t);
  queue.ask(query('AT+CSQ')).catch(() => undefined);
  await clock.advance(20_000);
  t.same(sick, ['does not answer AT']);
});

test('three commands in a row without an answer are a sick modem, although it answers AT', async (t) => {
  const { clock, sick, written, queue, says } = await setUp(t);
  for (let n = 0; n < 3; n++) queue.ask(query('AT+CSQ')).catch(() => undefined);
  for (let ms = 0; ms < 30_000; ms += 100) {
    const probes = written.filter((text) => text === 'AT\r').length;
    await clock.advance(100);
    if (written.filter((text) => text === 'AT\r').length > probes) says('OK');
  }
  t.same(sick, ['3 commands in a row without an answer']);
});

test('a body follows the prompt, although other lines come first', async (t) => {
  const { written, heard, queue, says } = await setUp(t);
  const sent = queue.run(
    act('AT+CMGS=20', { body: { text: '0011AA', promptMs: 5000, written: () => order('written') } }),
  );
  const order = (what: string) => void written.push(what);
  says('+CMTI: "SM",3');
  queue.receive(Buffer.from('\r\n> '));
  t.same(written, ['AT+CMGS=20\r', 'written', '0011AA\x1A'], 'told before it may take effect');
  says('+CMGS: 7', 'OK');
  t.same(await sent, ['+CMGS: 7']);
  t.same(heard, ['sms-stored']);
});

test('without a prompt nothing is written but ESC', async (t) => {
  const { written, queue, clock } = await setUp(t);
  const body = { text: '0011AA', promptMs: 5000, written: () => void written.push('written') };
  const unprompted = queue.ask(act('AT+CMGS=20', { body, timeoutMs: 60_000 }));
  unprompted.catch(() => undefined);
  await clock.advance(5000);
  await t.rejects(unprompted, { code: 'timeout' });
  t.same(written, ['AT+CMGS=20\r', '\x1B']);
});

test('a result is waited for from the prompt on', async (t) => {
  const { written, queue, says, clock } = await setUp(t);
  const body = { text: '0011AA', promptMs: 5000, written: () => undefined };
  const sent = queue.run(act('AT+CMGS=20', { body, timeoutMs: 60_000 }));
  await clock.advance(4000);
  queue.receive(Buffer.from('\r\n> '));
  await clock.advance(59_000);
  says('+CMGS: 7', 'OK');
  t.same(await sent, ['+CMGS: 7']);
  t.notOk(written.includes('\x1B'));
});

test('a closed queue rejects all that waits and all that comes', async (t) => {
  const { queue } = await setUp(t);
  const both = [queue.ask(query('AT+CSQ')), queue.ask(query('AT+CREG?'))];
  queue.close();
  for (const each of [...both, queue.ask(query('AT'))]) await t.rejects(each, { code: 'port-gone' });
});
