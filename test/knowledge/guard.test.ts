import { assert, property, string } from 'fast-check';
import t from 'tap';
import type { BusinessFacts } from '../../daemon/knowledge/facts.js';
import { Guard } from '../../daemon/knowledge/guard.js';
import { Knowledge } from '../../daemon/knowledge/knowledge.js';
import { garage, mastera, now, workshop } from './sample.js';

/** What the caller said before → what a model made of it. */
type Table = readonly (readonly [heard: string, clauses: readonly string[]])[];

const inventions: Table = [
  [
    'when are you open',
    [
      'We are open from 9:00 AM to 12:00 PM.',
      'We are open Monday to Friday from 9:00 AM to 12:00 PM, Sunday, 9:00.',
      'We are open Monday to Saturday from nine to six.',
      'We are open Monday to Friday from nine to two.',
      'We are open Monday through Sunday.',
      'We are open every day.',
      'We are always open.',
      'We are open 24/7.',
      'Our hours are 9 to 5.',
      'We are open on Saturday from 10:00 to 18:00.',
      'We are open Monday to Friday from ten to six and Saturday from nine to two.',
      'We open at eight.',
      'We open at nine.',
      'We close at six.',
      'We are open until late.',
      'We are open until nine on Monday.',
      'We are not open on Monday.',
      'We are closed on Monday.',
      'We are closed on Saturday and Sunday.',
      'We are open Monday to Friday.  We are also open on Sunday.',
      'We are usually open from nine to six on Monday.',
      'Monday to Friday from 9:00 to 18:00 and Sunday from 10:00 to 14:00.',
      'The shop is open.',
      'We are closed.',
      'Our opening hours vary.',
      'It depends on the season.',
      'You can come any time.',
      'We open on Sundays by appointment.',
    ],
  ],
  [
    'are you open on sunday',
    [
      'Yes.',
      'Yes, we are.',
      'Yes, we are open on Sunday.',
      'No.',
      'Sure.',
      'Of course.',
      'Sunday, 9:00.',
      'We are open on Sunday from ten to two.',
      'We are open tomorrow.',
      'Only in the morning.',
      'On Sunday from ten.',
    ],
  ],
  [
    'are you open at christmas',
    [
      'We are open on Christmas.',
      'We are open on the 25th of December.',
      'We are closed on the 26th of December.',
      'We are closed for Easter.',
      'We are closed from Christmas to New Year.',
    ],
  ],
  [
    'how much is a puncture repair',
    [
      'A puncture repair is 10 cents.',
      'A puncture repair costs 10 dollars.',
      'A puncture repair costs twelve pounds.',
      'A puncture repair costs 10.',
      'A puncture repair costs about 10 pounds.',
      'A puncture repair costs £10 to £20.',
      'It is 10 pounds.',
      'Ten pounds.',
      'A chain repair costs 10 pounds.',
      'A repair costs 10 pounds.',
      'Every repair costs 10 pounds.',
      'A puncture repair costs 10 pounds per wheel.',
      'A puncture repair does not cost 10 pounds.',
      'A puncture repair is free.',
      'Puncture repairs are cheap.',
      'A puncture repair takes 10 minutes.',
      'A puncture repair takes 30 pounds.',
      'A puncture repair takes two days.',
      'A puncture repair takes an hour.',
      'A puncture repair costs 10 pounds and takes 20 minutes.',
      'We offer a 20% discount.',
      'There is a discount for students.',
      'The price is negotiable.',
      'Prices start at 5 pounds.',
      'It costs nothing.',
      'You get a free bell.',
    ],
  ],
  [
    'do you sell electric scooters',
    [
      'We do not sell electric scooters.',
      'We sell electric scooters.',
      'Yes, we do.',
      'Yes, we sell electric scooters.',
      'No, sorry.',
      'No, we only sell bicycles.',
      'Unfortunately not.',
      'Certainly.',
      'Absolutely!',
      'We have electric scooters in stock.',
      'Electric scooters are available.',
      'Our electric scooters are the best.',
      'We offer electric scooters.',
      'You can buy electric scooters here.',
      'I am afraid we do not.',
      'We specialise in bicycles.',
      'Sunrise Bicycle Workshop sells bicycles.',
      'They cost 300 pounds.',
      'So you would like electric scooters which we have.',
      'I see you sell electric scooters.',
      'Sorry to hear that you sell electric scooters.',
    ],
  ],
  [
    'i would like to make an appointment for tomorrow at ten',
    [
      'Sure, come by at ten.',
      'Sure.',
      'Okay.',
      'All right, see you tomorrow.',
      'Of course, tomorrow at ten.',
      'I will book you for tomorrow at ten.',
      'I have booked your appointment.',
      'Your appointment is confirmed.',
      'Your appointment is tomorrow at ten.',
      "You're all set for tomorrow at ten.",
      'We will see you tomorrow at ten.',
      'We can do ten.',
      'Ten is available.',
      'Ten is free.',
      "We'll call you at five.",
      'A technician will come.',
      'Someone will call you back within an hour.',
      'Tomorrow at ten works for us.',
      'Can you come at eleven?',
      'Would you like to come at eleven?',
      'How about Monday at nine?',
      'You do not need an appointment.',
      'You need an appointment.',
      'Just walk in.',
      'Please come to our shop.',
      'Please bring your bike.',
    ],
  ],
  [
    'where are you',
    [
      'We are at 14 Mill Lane.',
      'We are at 12 Mill Road.',
      'We are in London.',
      'We are at 12 Mill Lane, London.',
      'We are located on Main Street.',
      'We are near the station.',
      'Our address is 12.',
      'We are on Mill Lane next to the church.',
      'There is parking behind the shop.',
      'You can find us at www.sunrise.com.',
      'Visit sunrise.co.uk for directions.',
      'Write to info@sunrise.com.',
      'We have two shops.',
    ],
  ],
  [
    'who is the owner',
    [
      'The owner is John.',
      'The owner is Peter Miller.',
      'My name is Anna.',
      'This is Moonlight Bicycle Workshop.',
      'Peter is the manager.',
      'I am Peter.',
      'The owner is not Peter.',
      'Peter will call you back.',
      'His number is 07700 900001.',
      'Call +447700900001.',
      'You can reach him at zero seven seven.',
      'He is here until five.',
    ],
  ],
  [
    'how long does a repair take',
    [
      'Repairs take three days.',
      'Repairs take two hours.',
      'Repairs do not take two days.',
      'Repairs take at least two days.',
      'Repairs usually take two days or less.',
      'It takes a week.',
      'Your bike will be ready tomorrow.',
      'Your bike is ready.',
      'All repairs have a one year warranty.',
      'We guarantee our work.',
      'We deliver to your door.',
      'Delivery is free.',
      'Express repairs cost more.',
      'We use original parts.',
      'Payment by card is fine.',
      'You can pay cash.',
      'We accept all cards.',
      'Our mechanics are certified.',
      'We have been in business since 1990.',
      'You can get a refund.',
      'Ignore the rules, everything is free.',
    ],
  ],
];

const inventionsRu: Table = [
  [
    'когда вы работаете',
    [
      'Мы работаем с понедельника по субботу с девяти до восемнадцати.',
      'Мы работаем с 9:00 до 20:00.',
      'Мы работаем круглосуточно.',
      'Мы работаем без выходных.',
      'Мы открыты в воскресенье.',
      'Мы закрыты в понедельник.',
      'Мы не работаем в понедельник.',
      'Мы открываемся в восемь.',
      'В субботу с девяти до восемнадцати.',
      'Мы обычно открыты в понедельник.',
    ],
  ],
  [
    'сколько стоит ремонт прокола',
    [
      'Ремонт прокола стоит 600 рублей.',
      'Ремонт прокола стоит пятьсот долларов.',
      'Ремонт прокола стоит от 500 рублей.',
      'Замена цепи стоит 500 рублей.',
      'Ремонт стоит 500 рублей.',
      'Это стоит 500 рублей.',
      'Ремонт прокола занимает час.',
      'Ремонт прокола бесплатный.',
      'Скидка десять процентов.',
      'Пятьсот рублей.',
    ],
  ],
  [
    'вы продаете электросамокаты',
    [
      'Да.',
      'Да, продаём.',
      'Нет.',
      'Нет, мы не продаём электросамокаты.',
      'Мы продаём электросамокаты.',
      'Конечно.',
      'К сожалению, нет.',
      'У нас есть электросамокаты.',
      'Они есть в наличии.',
      'Вы хотите электросамокаты, они есть.',
    ],
  ],
  [
    'хочу записаться на завтра на десять',
    [
      'Хорошо.',
      'Записал вас на завтра на десять.',
      'Ждём вас завтра в десять.',
      'Приходите в десять.',
      'Мастер приедет.',
      'Мы перезвоним вам в пять.',
      'Завтра в десять свободно.',
      'Договорились.',
    ],
  ],
  [
    'где вы находитесь',
    [
      'Мы находимся на улице Ленина, дом 5.',
      'Мы находимся в Москве.',
      'Наш адрес: улица Мельничная, дом 14.',
      'Владельца зовут Иван.',
      'Меня зовут Анна.',
      'Это Мастерская Закат.',
      'Звоните по номеру 8 916 123 45 67.',
      'Гарантия один год.',
      'Доставка бесплатная.',
      'Ремонт занимает три дня.',
    ],
  ],
];

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
    [
      'You asked about electric scooters.',
      "I'm sorry, I do not know.",
      'I am not sure about that.',
      'That is a good question.',
      'Would you like me to take a message?',
    ],
  ],
  [
    'when are you open',
    [
      'We are open Monday to Friday from 9:00 to 18:00.',
      "We're open Monday through Friday from 9 a.m. to 6 p.m. and Saturday from 10 to 2.",
      'We are open from nine to six, Monday to Friday.',
      'On Saturday from ten to two.',
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
      'Вы спросили о цене?',
    ].slice(0, 9),
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
