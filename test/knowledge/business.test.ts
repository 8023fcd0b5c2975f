import t from 'tap';
import { Knowledge } from '../../daemon/knowledge/knowledge.js';
import { mastera, now, workshop } from './sample.js';

t.test('a service whose name means nothing by itself is meant by nobody who does not name it', async (test) => {
  const solicitor = new Knowledge({
    ...workshop,
    faq: [],
    services: [{ name: 'will', price: 350, currency: 'GBP', minutes: 60 }],
  });
  const evidence = (text: string) => solicitor.answer({ text, phrase: null }, now)?.evidence[0] ?? null;
  test.equal(evidence('how long does it take'), null);
  test.equal(evidence('how much is it'), null);
  const phrase = { text: 'how much is a will', confidence: 1 };
  test.same(solicitor.answer({ text: 'how much is a will', phrase }, now)?.evidence, ['service:0']);
});

t.test('who asks whether he has reached us is told who we are, and nobody else', async (test) => {
  const partners = new Knowledge({ ...workshop, name: 'Brown and Partners' });
  const evidence = (text: string) => partners.answer({ text, phrase: null }, now)?.evidence[0] ?? null;
  for (const text of [
    'good afternoon is that brown and partners',
    'am i speaking to brown',
    'have i reached the partners',
  ])
    test.equal(evidence(text), 'name', text);
  for (const text of ['is that green and partners', 'is this free', 'is that brown', 'is that it'])
    test.equal(evidence(text), text === 'is that brown' ? 'name' : null, text);
  test.equal(new Knowledge(mastera).answer({ text: 'алло это рассвет', phrase: null }, now)?.evidence[0], 'name');
});

t.test(
  'a day on which the business is closed is told from its row, at a wrong hour with the right ones',
  async (test) => {
    const knowledge = new Knowledge(workshop);
    test.match(knowledge.closedAt('2026-11-22', null), { text: 'On Sunday we are closed.', allDay: true });
    test.match(knowledge.closedAt('2026-11-23', 23 * 60), { evidence: ['hours:mon'], allDay: false });
    test.equal(knowledge.closedAt('2026-11-23', 10 * 60), null);
    test.equal(new Knowledge({ ...workshop, hours: null }).closedAt('2026-11-22', null), null);
  },
);
