import t from 'tap';
import { readUssdText } from '../../daemon/modem/parser/ussd-text.js';
import { Ussd } from '../../daemon/modem/ussd.js';
import { during, ready, type VirtualModem } from '../fakes/virtual-modem.js';

const never = new AbortController().signal;

function ask(virtual: VirtualModem, code: string, answer: readonly string[], ms = 5000) {
  const ussd = new Ussd(() => virtual.modem.link);
  virtual.fake.answer(`AT+CUSD=1,"${code}",15`, () => {
    virtual.fake.sayAfter(2000, ...answer);
    return ['OK'];
  });
  return during(virtual, ms, ussd.ask(code, never));
}

t.test('plain, in several lines, and as UCS-2', async (t) => {
  const virtual = await ready(t);
  t.same(await ask(virtual, '*100#', ['+CUSD: 0,"Your balance is 12.50 GBP.",15']), {
    text: 'Your balance is 12.50 GBP.',
    expectsReply: false,
  });
  t.match(await ask(virtual, '*102#', ['+CUSD: 0,"Balance: 12.50\r\nData left: 3 GB",15']), {
    text: 'Balance: 12.50\nData left: 3 GB',
  });
  const coded = Buffer.from('Баланс: 150,75 руб.', 'utf16le').swap16().toString('hex');
  t.match(await ask(virtual, '*101#', [`+CUSD: 0,"${coded}",72`]), { text: 'Баланс: 150,75 руб.' });
});

t.test('a session goes on with its answers', async (t) => {
  const virtual = await ready(t);
  t.match(await ask(virtual, '*111#', ['+CUSD: 1,"1 Balance",15']), { expectsReply: true });
  t.match(await ask(virtual, '1', ['+CUSD: 2,"Bye",15']), { text: 'Bye', expectsReply: false });
});

t.test('what the network refuses or never answers is told in words', async (t) => {
  const virtual = await ready(t);
  await t.rejects(ask(virtual, '*1#', ['+CUSD: 4']), { code: 'refused', message: /does not know/ });
  await t.rejects(ask(virtual, '*2#', ['+CUSD: 2']), { code: 'refused', message: /ended/ });
  await t.rejects(ask(virtual, '*3#', [], 130_000), { code: 'timeout' });
});

t.test('codes that divert or bar calls, and what is no code, are not sent; one at a time', async (t) => {
  const virtual = await ready(t);
  const ussd = new Ussd(() => virtual.modem.link);
  const diverting = ['*21*+447700900123#', '**61*+4477*11#', '##002#', '#31#', '*33*0000#', '*#06#', '**04*1*2*2#'];
  for (const code of diverting) await t.rejects(ussd.ask(code, never), { code: 'refused' }, code);
  for (const code of ['', 'balance', '*100#"', '*1#\r'])
    await t.rejects(ussd.ask(code, never), { code: 'bad-input' }, code);
  const first = ussd.ask('*100#', never);
  first.catch(() => undefined);
  await t.rejects(ussd.ask('*100#', never), { code: 'busy' });
  t.notOk(virtual.fake.commands.some((command) => command.includes('21*')));
  virtual.fake.unplug();
  await t.rejects(during(virtual, 100, first));
});

t.test('every coding that was seen is read, and what is only a number stays one', async (t) => {
  const cases: readonly (readonly [string, number | null, string])[] = [
    ['Balance 5.00', 15, 'Balance 5.00'],
    ['', 15, ''],
    ['12345678', 15, '12345678'],
    ['1234', 72, '\u1234'],
    ['00480065006C006C006F', 15, 'Hello'],
    ['0411043004300434', null, 'Баад'],
    ['C2303BEC1E9775A098CC558301', 15, 'Balance: 12.50'],
    ['ABC', 15, 'ABC'],
    ['CAFE', 15, 'CAFE'],
  ];
  for (const [text, coding, expected] of cases) t.equal(readUssdText(text, coding), expected, text);
});
