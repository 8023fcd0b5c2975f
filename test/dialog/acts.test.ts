import { test } from 'tap';
import { actOf, isBackchannel, isBareAnswer, isNews, isSurelyNews, plainWords } from '../../daemon/dialog/acts.js';
import type { Language } from '../../daemon/base/language.js';
import { type Act, textsOf } from '../../daemon/dialog/texts/texts.js';

/** As a recogniser writes them; null is a question or a statement, which is for the other rungs. */
const SAID: Readonly<Record<Language, Readonly<Record<Act | 'none', readonly string[]>>>> = {
  en: {
    goodbye: [
      'goodbye',
      'thank you goodbye',
      'bye bye',
      'no thank you',
      "that's all",
      'that is all for today thanks',
      'i do not need anything else',
      'sorry wrong number',
    ],
    yes: ['sure why not', 'yes', 'yeah', 'yes please', "that's right", 'that is correct', 'sure', 'exactly', 'uh huh'],
    no: ['no', 'nope', 'not really', "that's wrong", 'no my name is jon'],
    message: [
      'can i leave a message',
      'please give him a message',
      'tell the owner that i called',
      'let him know',
      "hello i'm calling about my bike",
      'i want to complain',
    ],
    callback: ['please call me back', 'can you ring me later', 'i would like a call back'],
    booking: [
      'i would like to make an appointment',
      'can i book a repair',
      'i want to reserve a time',
      'can i come in today',
    ],
    repeat: ['can you say that again', 'pardon', 'what', 'please repeat that', 'what did you say', 'slower please'],
    greeting: ['hello', 'hi there', 'good morning', 'hello how are you today', 'hello is anyone there'],
    'never-mind': ['never mind', 'oh forget it', "it doesn't matter then"],
    thanks: [
      'thank you',
      'well okay thanks',
      'thanks a lot',
      'okay thank you very much',
      "thank you you've been very helpful",
    ],
    change: [
      'i need to cancel my appointment',
      'can we move the booking',
      'i have a reservation can you move it',
      'i want to cancel',
    ],
    person: [
      'can i speak to a person',
      'i want to talk to the owner',
      'operator',
      'could i speak to mary',
      'is the doctor in',
    ],
    recording: ['are you recording this', 'is this call being recorded', "i don't want to be recorded"],
    robot: [
      'are you a robot',
      'are you the robot',
      'am i talking to a real person',
      'is this a machine',
      'is that a real person',
    ],
    backchannel: [],
    none: [
      'when are you open',
      'how much is a puncture repair',
      'my bicycle has a broken chain',
      'do you know a good bike path',
      'i wanted to talk to you about something',
      'i have to talk to my wife first',
      'i bought a bike yesterday',
      'hello when are you open',
      '',
    ],
  },
  ru: {
    goodbye: ['до свидания', 'спасибо до свидания', 'нет спасибо', 'пока', 'ну пока', 'хорошо спасибо пока', 'это всё'],
    yes: ['да', 'да пожалуйста', 'всё верно', 'все верно', 'конечно', 'угу', 'давайте'],
    no: ['нет', 'неверно', 'не так', 'нет меня зовут иван'],
    message: ['можно оставить сообщение', 'передайте что я звонил', 'передать хозяину', 'я звоню по поводу велосипеда'],
    callback: ['перезвоните мне пожалуйста', 'можете перезвонить'],
    booking: [
      'можно приехать завтра',
      'я хочу записаться',
      'запишите меня на завтра',
      'записать ребёнка',
      'записать ребенка',
    ],
    repeat: ['повторите пожалуйста', 'ещё раз', 'еще раз пожалуйста', 'не расслышала'],
    greeting: ['алло', 'здравствуйте', 'добрый день', 'привет как дела', 'алло вы меня слышите'],
    'never-mind': ['неважно', 'ладно не надо'],
    thanks: ['спасибо', 'ну ладно спасибо', 'спасибо большое', 'хорошо спасибо'],
    change: ['мне нужно отменить запись', 'я записан на завтра хочу отменить', 'хочу перенести запись'],
    recording: ['разговор записывается', 'вы меня записываете', 'я не хочу чтобы меня записывали'],
    person: [
      'можно поговорить с мариной',
      'соедините с оператором',
      'можно поговорить с человеком',
      'позовите хозяина',
    ],
    robot: ['вы робот', 'это автоответчик', 'а вы человек'],
    backchannel: [],
    none: [
      'когда вы работаете',
      'сколько стоит ремонт прокола',
      'у меня сломался велосипед',
      'я пока не знаю',
      'пока что думаю',
      'я уехал в пермь',
      '',
    ],
  },
};

for (const [language, acts] of Object.entries(SAID) as [Language, (typeof SAID)[Language]][]) {
  test(`what the caller does with words (${language})`, async (t) => {
    const texts = textsOf(language);
    for (const [act, phrases] of Object.entries(acts))
      for (const phrase of phrases) t.equal(actOf(phrase, texts), act === 'none' ? null : act, `"${phrase}"`);
  });
}

test('a yes or a no is bare when all that follows is small talk, however long', async (t) => {
  const bare = [
    'no i think that will be enough for today',
    'no i do not want anything else',
    "no i don't think so",
    'yes i would like to ask something',
  ];
  const more = [
    'no i want to ask something else',
    'no but do you sell bells',
    'no where are you',
    'yes how much is it',
    'no on saturday morning',
    'no my name is anna',
  ];
  for (const text of bare) t.ok(isBareAnswer(text, textsOf('en')), text);
  for (const text of more) t.notOk(isBareAnswer(text, textsOf('en')), text);
  for (const text of ['нет сегодня мне уже не надо спасибо', 'да я хотел бы узнать ещё что-нибудь'])
    t.ok(isBareAnswer(text, textsOf('ru')), text);
  for (const text of [
    'нет я хочу узнать другое сегодня',
    'нет сколько это',
    'да а можно завтра',
    'нет меня зовут полина',
  ])
    t.notOk(isBareAnswer(text, textsOf('ru')), text);
});

test('sounds of somebody who listens take no turn, words that bring something do', async (t) => {
  for (const text of ['uh huh', 'mhm', 'okay', 'right', 'I see.', 'yeah'])
    t.ok(isBackchannel(text, textsOf('en')), text);
  for (const text of ['угу', 'ага', 'да', 'понятно', 'хорошо']) t.ok(isBackchannel(text, textsOf('ru')), text);
  for (const text of ['no', 'wait', 'okay but when', 'stop', 'right now please'])
    t.ok(isNews(text, '', textsOf('en')), text);
  for (const text of ['нет', 'подождите', 'хорошо а когда']) t.ok(isNews(text, '', textsOf('ru')), text);
  t.notOk(isNews('', '', textsOf('en')), 'nothing is no news');
});

test('the same answer once more is no news; another answer is', async (t) => {
  const en = textsOf('en');
  t.notOk(isNews('that is right', 'yes', en));
  t.notOk(isNews('thanks', 'thank you', en));
  t.ok(isNews('no', 'yes', en));
  t.ok(isNews('that is right', 'my name is john', en));
  t.ok(isNews('when are you open', 'when are you open', en), 'a question asked again wants its answer');
});

test('the beginning of the same answer is not yet news', async (t) => {
  const en = textsOf('en');
  for (const partial of ['that', "that's", 'that is', 'yes', 'yes that'])
    t.notOk(isSurelyNews(partial, 'yes', en), partial);
  for (const partial of ['no', 'that chain', 'what', 'can i']) t.ok(isSurelyNews(partial, 'yes', en), partial);
});

test('typed text and a recogniser are read alike', async (t) => {
  t.equal(plainWords('  That’s RIGHT, thank-you!! '), 'thats right thank-you');
  t.equal(plainWords('Ещё раз?'), plainWords('еще раз'));
});
