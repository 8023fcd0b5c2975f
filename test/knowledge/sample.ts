import type { BusinessFacts } from '../../daemon/knowledge/facts.js';

const range = (fromHour: number, toHour: number) => [{ fromMinute: fromHour * 60, toMinute: toHour * 60 }];
const weekday = range(9, 18);

/** Saturday 21 November 2026, 11:00 in London. */
export const now = Date.UTC(2026, 10, 21, 11);

/** The business file of ../shared/commands.md. */
export const workshop: BusinessFacts = {
  name: 'Sunrise Bicycle Workshop',
  language: 'en',
  timezone: 'Europe/London',
  address: '12 Mill Lane',
  hours: [weekday, weekday, weekday, weekday, weekday, range(10, 14), []],
  holidays: [{ date: '2026-12-25', name: 'Christmas' }],
  services: [{ name: 'puncture repair', price: 10, currency: 'GBP', minutes: 30 }],
  faq: [
    {
      question: 'How long does a repair take?',
      also: ['When will my bike be ready?'],
      answer: 'Repairs take two days.',
    },
  ],
  owner: { name: 'Peter' },
};

/** A business with more to confuse. */
export const garage: BusinessFacts = {
  ...workshop,
  name: 'North Garage',
  address: '7 Station Road, York',
  services: [
    { name: 'oil change', price: 45.5, currency: 'GBP', minutes: 40 },
    { name: 'brake repair', price: 120, currency: 'GBP', minutes: 90 },
    { name: 'tyre change', price: 15, currency: 'GBP', minutes: null },
    { name: 'wheel alignment', price: null, currency: null, minutes: null },
  ],
  faq: [
    {
      question: 'Can I pay by card?',
      also: ['Do you take credit cards?', 'Do you accept cards?'],
      answer: 'Yes, we accept cards and cash.',
    },
    { question: 'Do I need an appointment?', also: ['Can I just walk in?'], answer: 'Please book a day before.' },
    {
      question: 'Is there parking?',
      also: ['Where can I park my car?'],
      answer: 'There is free parking behind the house.',
    },
    { question: 'Do you sell used cars?', also: [], answer: 'No, we only repair cars.' },
  ],
};

export const mastera: BusinessFacts = {
  name: 'Мастерская Рассвет',
  language: 'ru',
  timezone: 'Europe/Moscow',
  address: 'улица Мельничная, дом 12',
  hours: [weekday, weekday, weekday, weekday, weekday, range(10, 14), []],
  holidays: [{ date: '2027-01-01', name: 'Новый год' }],
  services: [
    { name: 'ремонт прокола', price: 500, currency: 'RUB', minutes: 30 },
    { name: 'замена цепи', price: 1500, currency: 'RUB', minutes: 60 },
  ],
  faq: [
    {
      question: 'Сколько занимает ремонт?',
      also: ['Когда будет готов мой велосипед?'],
      answer: 'Ремонт занимает два дня.',
    },
    { question: 'Можно оплатить картой?', also: ['Вы принимаете карты?'], answer: 'Да, мы принимаем карты.' },
  ],
  owner: { name: 'Пётр' },
};
