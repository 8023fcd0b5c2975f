import { assert, property, string } from 'fast-check';
import t from 'tap';
import type { BusinessFacts } from '../../daemon/knowledge/facts.js';
import { Guard } from '../../daemon/knowledge/guard.js';
import { Knowledge } from '../../daemon/knowledge/knowledge.js';
import { inventions, type Table } from './guard-inventions.js';
import { inventionsRu } from './guard-inventions-ru.js';
import { garage, mastera, now, workshop } from './sample.js';

/** Small talk, the caller's own words, and what the rows say. */
const harmless: Table = [
  [
    'my name is john smith and my bicycle has a broken chain',
    [
      'Thank you, John.',
      'Nice to meet you, John Smith.',
      "I'm sorry to hear that.",
      'I am sorry to hear about your broken chain.',
      'Of course.',
      'I see.',
      'I understand.',
      'Could you tell me your phone number, please?',
      'What is your number?',
      'Could you please repeat that?',
      'How can I help you?',
      'Thank you for calling.',
      'Have a nice day!',
      'Goodbye, John.',
      'One moment, please.',
      'Would you like to leave a message for the owner?',
      'Is there anything else I can help you with?',
      'Thank you, John. What is your phone number?',
      'You said your bicycle has a broken chain?',
      'What happened?',
      'How do you spell your name?',
      "You're welcome.",
      'Thank you very much for your patience.',
      'Could you speak a bit louder, please?',
      'That must be frustrating.',
    ],
  ],
  [
    'i would like to make an appointment for tomorrow at ten',
    [
      'So you would like to make an appointment for tomorrow at 10?',
      'Did you say tomorrow at ten?',
      'Could you tell me your name, please?',
      'Hello, how can I help you today?',
      'What time would suit you?',
    ],
  ],
  [
    'do you sell electric scooters',
    ['You asked about electric scooters.', 'That is a good question.', 'Would you like me to take a message?'],
  ],
  [
    'when are you open',
    [
      'We are open Monday to Friday from 9:00 to 18:00.',
      "We're open Monday through Friday from 9 a.m. to 6 p.m. and Saturday from 10 to 2.",
      'We are open from nine to six, Monday to Friday.',
      'On Saturday from ten to two.',
      'We are open on Saturday from 10:00 a.m. to 2:00 p.m.',
      'On Monday we are open 9:00-18:00.',
      'We are closed on Sunday.',
      'We are open on Saturday.',
      'We are open today from 10:00 to 14:00.',
      'We open at nine on Monday.',
      'We close at six p.m. on Friday.',
      'We are open now.',
      'We are closed tomorrow.',
      'We are closed on the 25th of December.',
      'We are closed on Christmas.',
      'A puncture repair costs ten pounds.',
      'A puncture repair costs £10 and takes 30 minutes.',
      'We offer puncture repair.',
      'Puncture repair takes thirty minutes.',
      'Repairs take two days.',
      'We are at 12 Mill Lane.',
      'Our address is twelve Mill Lane.',
      'The owner is Peter.',
      'This is Sunrise Bicycle Workshop.',
      'Thank you for calling Sunrise Bicycle Workshop.',
    ],
  ],
];

const harmlessRu: Table = [
  [
    'меня зовут иван и у меня сломалась цепь',
    [
      'Спасибо, Иван.',
      'Мне очень жаль.',
      'Мне жаль, что у вас сломалась цепь.',
      'Чем я могу вам помочь?',
      'Как вас зовут?',
      'Назовите ваш номер телефона, пожалуйста.',
      'Спасибо за звонок!',
      'До свидания.',
      'Хотите оставить сообщение?',
      'Понимаю вас.',
      'Конечно.',
    ],
  ],
  [
    'когда вы работаете',
    [
      'Мы работаем с понедельника по пятницу с 9:00 до 18:00.',
      'Мы работаем с понедельника по пятницу с девяти до восемнадцати часов, в субботу с десяти до четырнадцати.',
      'В воскресенье мы закрыты.',
      'Мы закрыты завтра.',
      'Ремонт прокола стоит пятьсот рублей.',
      'Замена цепи занимает шестьдесят минут.',
      'Ремонт занимает два дня.',
      'Наш адрес: улица Мельничная, дом двенадцать.',
      'Владельца зовут Пётр.',
    ],
  ],
];

function each(business: BusinessFacts, table: Table, judge: (clause: string, ok: boolean, note: string) => void): void {
  const guard = new Guard(business);
  for (const [heard, clauses] of table)
    for (const clause of clauses) {
      const verdict = guard.check(clause, { heard: [heard], now });
      judge(clause, verdict.ok, `${heard} → ${clause} ${JSON.stringify(verdict)}`);
    }
}

const count = (table: Table): number => table.reduce((sum, [, clauses]) => sum + clauses.length, 0);

t.test('what a model invents is refused', async (test) => {
  test.ok(count(inventions) + count(inventionsRu) >= 120);
  each(workshop, inventions, (_, ok, note) => test.notOk(ok, note));
  each(mastera, inventionsRu, (_, ok, note) => test.notOk(ok, note));
});

t.test('small talk and what the rows say go through', async (test) => {
  test.ok(count(harmless) + count(harmlessRu) >= 40);
  each(workshop, harmless, (_, ok, note) => test.ok(ok, note));
  each(mastera, harmlessRu, (_, ok, note) => test.ok(ok, note));
});

t.test('a statement names the rows it stands on', async (test) => {
  const guard = new Guard(workshop);
  const rows = (clause: string) => {
    const verdict = guard.check(clause, { heard: [], now });
    return verdict.ok ? verdict.evidence : null;
  };
  test.strictSame(rows('We are closed on Sunday.'), ['hours:sun']);
  test.strictSame(rows('A puncture repair costs ten pounds. We are at 12 Mill Lane.'), ['service:0', 'address']);
  test.strictSame(rows('Repairs take two days.'), ['faq:0']);
  test.strictSame(rows('Thank you.'), []);
});

t.test('whatever the rows answer, the guard lets through', async (test) => {
  for (const business of [workshop, garage, mastera]) {
    const guard = new Guard(business);
    for (const answer of new Knowledge(business).fixedAnswers(now)) {
      // Answers that begin with yes or no, or say "it", lean on their question; a model may not.
      if (/^(?:Yes|No|Да|Нет)\b|\bIt\b|Она|Да,|Нет,/u.test(answer)) continue;
      test.ok(
        guard.check(answer, { heard: [], now }).ok,
        `${answer} ${JSON.stringify(guard.check(answer, { heard: [], now }))}`,
      );
    }
  }
});

t.test('a weekday that is a holiday next is not called open', async (test) => {
  const christmasEve = Date.UTC(2026, 11, 24, 12);
  const guard = new Guard(workshop);
  test.notOk(guard.check('We are open on Friday.', { heard: [], now: christmasEve }).ok);
  test.notOk(guard.check('We are open tomorrow.', { heard: [], now: christmasEve }).ok);
  test.ok(guard.check('We are open on Thursday.', { heard: [], now: christmasEve }).ok);
});

t.test('a rule for members is not made a rule for all', async (test) => {
  const guard = new Guard({
    ...workshop,
    faq: [{ question: 'Is it free?', also: [], answer: 'Repairs are free for members.' }],
  });
  test.notOk(guard.check('Repairs are free.', { heard: [], now }).ok);
  test.ok(guard.check('Repairs are free for members.', { heard: [], now }).ok);
});

t.test('hostile text is judged quickly and never throws', async (test) => {
  const guard = new Guard(workshop);
  for (const unit of ['we are open ', 'sorry to hear ', '1', ', ', '\u202e', '👍', 'could you tell me your name '])
    for (const length of [290, 100_000])
      test.doesNotThrow(
        () => guard.check(unit.repeat(length / unit.length), { heard: [unit.repeat(20_000)], now }),
        unit,
      );
  assert(
    property(
      string({ unit: 'binary' }),
      string(),
      (clause, heard) => void guard.check(clause, { heard: [heard], now }),
    ),
  );
  // Nothing but punctuation states nothing; a word in another script might.
  test.ok(guard.check('...', { heard: [], now }).ok);
  test.notOk(guard.check('免费', { heard: [], now }).ok);
});
