import t from 'tap';
import type { BusinessFacts } from '../../daemon/knowledge/facts.js';
import { Knowledge } from '../../daemon/knowledge/knowledge.js';
import { garage, mastera, now, workshop } from './sample.js';

t.test('a question about some service is about none, however many words of it were heard', async (test) => {
  for (const business of [workshop, garage, mastera])
    for (const text of ['how long does it take', 'сколько времени это займет', 'сколько стоит', 'how much is that']) {
      const evidence = new Knowledge(business).answer({ text, phrase: null }, now)?.evidence ?? [];
      test.notOk(
        evidence.some((row) => row.startsWith('service')),
        `${business.name}: ${text}`,
      );
    }
});

t.test('a single word is not misheard into a question', async (test) => {
  test.equal(new Knowledge(mastera).answer({ text: 'надо', phrase: null }, now), null);
});

t.test('a part of a day is answered by the hours of that day', async (test) => {
  const evidence = (business: BusinessFacts, text: string) =>
    new Knowledge(business).answer({ text, phrase: null }, now)?.evidence[0] ?? null;
  test.equal(evidence(workshop, 'are you open on friday afternoon'), 'hours:fri');
  test.equal(evidence(workshop, 'are you open tonight'), 'hours:sat');
  test.equal(evidence(mastera, 'вы работаете в пятницу вечером'), 'hours:fri');
  test.equal(evidence(workshop, 'do you do a puncture repair in the evening'), null);
});

t.test('compounds are found as one word, as two, and with a hyphen', async (test) => {
  const services = (name: string): BusinessFacts => ({
    ...workshop,
    services: [{ name, price: 45, currency: 'GBP', minutes: 20 }],
  });
  for (const name of ['check-up', 'check up', 'checkup'])
    for (const said of ['check up', 'checkup'])
      test.match(
        new Knowledge(services(name)).answer({ text: `how much is a ${said}`, phrase: null }, now),
        { intent: 'price' },
        `${name}: ${said}`,
      );
});
