import { test } from 'tap';
import { textsOf } from '../../daemon/dialog/texts/texts.js';
import { mastera } from '../knowledge/sample.js';
import { Chat } from '../fakes/chat.js';
import { CALLER } from '../fakes/talk.js';

const en = textsOf('en');
const ru = textsOf('ru');
const FULL = 'my name is john smith and my bicycle has a broken chain';
const READ_BACK = `I have noted: John Smith. My bicycle has a broken chain. ${en.onThisNumber} ${en.isThatRight}`;
const MESSAGE = {
  kind: 'message',
  name: 'John Smith',
  number: CALLER,
  reason: 'my bicycle has a broken chain',
  when: null,
} as const;

test('a message in one sentence is read back, and stored before it is confirmed', async (t) => {
  const chat = new Chat();
  t.equal(await chat.says('can i leave a message'), en.askMessage);
  t.same(chat.taken, [], 'nothing to store yet');
  t.equal(await chat.says(FULL), READ_BACK);
  t.match(chat.taken.at(-1), MESSAGE);
  t.equal(await chat.says('yes'), en.messageTaken);
  t.equal(chat.state.form, null);
  t.equal(await chat.says('no'), en.goodbye);
  t.equal(chat.last?.ends, true);
});

test('a message piece by piece: each piece is stored as it comes', async (t) => {
  const chat = new Chat();
  await chat.says('i would like to leave a message');
  t.equal(await chat.says('john smith'), en.askReason);
  t.match(chat.taken.at(-1), { name: 'John Smith', reason: null }, 'abandoned here, it is still a task');
  t.equal(await chat.says('my bicycle has a broken chain'), READ_BACK);
  t.match(chat.taken.at(-1), MESSAGE);
});

test('the reason first: the name is asked for', async (t) => {
  const chat = new Chat();
  await chat.says('can i leave a message');
  t.equal(await chat.says('my bicycle has a really bad broken chain'), en.askName);
  t.match(chat.taken.at(-1), { name: null, reason: 'my bicycle has a really bad broken chain' });
  t.match(await chat.says('anna miller'), /Anna Miller/);
});

test('a name in the opening sentence is not asked for again', async (t) => {
  const chat = new Chat();
  t.equal(await chat.says('this is john smith can i leave a message'), en.askReason);
  t.equal(await chat.says('my bicycle has a broken chain'), READ_BACK);
});

test('all in the sentence that asks for it: nothing is asked for again', async (t) => {
  const said = await new Chat().says(`can i leave a message ${FULL}`);
  t.match(said, /^I have noted: John Smith\. .*bicycle has a broken chain/);
});

test('a name given unasked opens a message', async (t) => {
  t.equal(await new Chat().says(FULL), READ_BACK);
});

test('a yes, a hello and a sound of listening are no names', async (t) => {
  for (const text of ['yes', 'hello', 'okay', 'thank you', 'uh huh', 'what']) {
    const chat = new Chat();
    await chat.says('can i leave a message');
    await chat.says('my bicycle has a really bad broken chain');
    await chat.says(text);
    t.equal(chat.state.form?.name, null, text);
    t.match(await chat.says('anna miller'), /Anna Miller/, `after "${text}"`);
  }
});

test('a withheld number is asked for, and taken by voice', async (t) => {
  const chat = new Chat({ callerNumber: null });
  await chat.says('can i leave a message');
  t.equal(await chat.says(FULL), en.askNumber);
  t.match(await chat.says('oh two oh seven nine four six oh oh oh oh'), /on \+442079460000/);
  t.match(chat.taken.at(-1), { ...MESSAGE, number: '+442079460000' });
});

test('a withheld number may be keyed in', async (t) => {
  const chat = new Chat({ callerNumber: null });
  await chat.says('can i leave a message');
  await chat.says(FULL);
  t.match(await chat.keys('02079460000'), /on \+442079460000/);
  t.equal(chat.last?.path, 'keys');
});

test('a number that cannot be understood is asked for once more, then done without', async (t) => {
  const chat = new Chat({ callerNumber: null });
  await chat.says('can i leave a message');
  await chat.says(FULL);
  t.equal(await chat.says('i do not know it by heart'), en.numberNotUnderstood);
  t.equal(
    await chat.says('five five five'),
    `I have noted: John Smith. My bicycle has a broken chain. ${en.isThatRight}`,
  );
  t.match(chat.taken.at(-1), { ...MESSAGE, number: null });
});

test('a no to the read-back starts again with the number kept', async (t) => {
  const chat = new Chat({ callerNumber: null });
  await chat.says('can i leave a message');
  await chat.says(FULL);
  await chat.says('oh two oh seven nine four six oh oh oh oh');
  t.equal(await chat.says('no that is wrong'), en.tryAgain);
  t.match(
    await chat.says('my name is jack smith and my bell is broken'),
    /Jack Smith. My bell is broken. .*\+442079460000/,
  );
});

test('more words at the read-back are added', async (t) => {
  const chat = new Chat();
  await chat.says('can i leave a message');
  await chat.says(FULL);
  t.equal(await chat.says('and i need it by friday'), en.addedToMessage);
  t.match(chat.taken.at(-1), { reason: 'my bicycle has a broken chain; and i need it by friday' });
});

test('a question in the middle of a form is answered, and the form goes on', async (t) => {
  const chat = new Chat();
  await chat.says('can i leave a message');
  await chat.says('john smith');
  t.equal(await chat.says('where are you'), `We are at 12 Mill Lane. ${en.askReason}`);
  t.equal(await chat.says('my bicycle has a broken chain'), READ_BACK);
});

test('a booking: day and time, name, read-back', async (t) => {
  const chat = new Chat();
  t.equal(await chat.says('i would like to make an appointment'), en.askWhen);
  t.equal(await chat.says('on monday at ten'), en.askName);
  t.match(chat.taken.at(-1), { kind: 'booking', name: null, reason: null, when: 'on Monday, 23 November at 10:00' });
  t.match(await chat.says('john smith'), /John Smith asks for an appointment on Monday, 23 November at 10:00/);
  t.equal(await chat.says('yes'), en.messageTaken);
});

test('a booking: the time may come after the day', async (t) => {
  const chat = new Chat();
  await chat.says('i would like to make an appointment for monday');
  t.equal(await chat.says('at three'), en.askName);
  t.match(chat.taken.at(-1), { when: 'on Monday, 23 November at 15:00' });
  await chat.says('at four');
  t.match(chat.taken.at(-1), { when: 'on Monday, 23 November at 15:00', name: null });
});

test('a booking in one sentence', async (t) => {
  const chat = new Chat();
  t.match(
    await chat.says('this is john smith i would like to make an appointment for monday at ten'),
    /John Smith asks for an appointment on Monday, 23 November at 10:00/,
  );
});

test('a booking keeps what it is for', async (t) => {
  const chat = new Chat();
  const wish = 'i would like to book a puncture repair for monday at ten';
  t.equal(await chat.says(wish), en.askName);
  t.match(chat.taken.at(-1), { kind: 'booking', reason: wish, when: 'on Monday, 23 November at 10:00' });
});

test('a number given with name and reason is the one to call, and no part of the reason', async (t) => {
  const chat = new Chat();
  await chat.says('can i leave a message');
  const digits = 'oh seven seven double oh nine double oh one two three';
  await chat.says(`my name is john smith my number is ${digits} and my bicycle has a broken chain`);
  const expected = { name: 'John Smith', number: '+447700900123', reason: 'my bicycle has a broken chain' };
  t.match(chat.taken.at(-1), expected);
  t.match(await chat.says('no call me on oh seven seven double oh nine double oh one two four'), /\+447700900124/);
  t.match(await chat.says('please call me back on oh seven seven double oh nine double oh one two five'), /900125/);
  t.equal(await chat.says('yes'), en.messageTaken);
  t.match(chat.taken.at(-1), { ...expected, kind: 'message', number: '+447700900125' });
});

test('what is to be told to the owner is the reason', async (t) => {
  const chat = new Chat();
  t.equal(
    await chat.says('hello can you tell the owner that his delivery will be late because of the snow'),
    en.askName,
  );
  t.match(await chat.says('anna miller'), /Anna Miller\. His delivery will be late because of the snow\./);
});

test('who wants to cancel leaves that as a message, not a new booking', async (t) => {
  const chat = new Chat();
  t.equal(await chat.says('i need to cancel my appointment'), en.askName);
  await chat.says('sarah connor');
  t.match(chat.taken.at(-1), { kind: 'message', name: 'Sarah Connor', reason: 'i need to cancel my appointment' });
});

test('a number or, after the offer to take it, a name begins a call back unasked', async (t) => {
  const chat = new Chat();
  t.equal(await chat.says('my number is oh seven seven double oh nine double oh one two three'), en.askMessage);
  const offered = new Chat();
  await offered.says('do you sell very old bells');
  t.match(await offered.says('jane doe'), /Jane Doe\. Do you sell very old bells/);
  t.match(offered.taken.at(-1), { kind: 'callback', name: 'Jane Doe', reason: 'do you sell very old bells' });
  const other = new Chat();
  await other.says('do you sell very old bells');
  t.match(await other.says('jane'), /Jane\. Do you sell very old bells/);
  const asking = new Chat();
  await asking.says('do you sell very old bells');
  t.notMatch(await asking.says('nothing'), /noted/, 'small talk is no name');
});

test('a number alone is no reason', async (t) => {
  const chat = new Chat();
  await chat.says('can i leave a message');
  await chat.says('john smith');
  t.equal(await chat.says('my number is oh seven seven double oh nine double oh one two three'), en.askReason);
});

test('a call back is wished on the number that comes with the wish', async (t) => {
  const chat = new Chat();
  t.equal(
    await chat.says('please call me back on oh seven seven double oh nine double oh one two three'),
    en.askMessage,
  );
  await chat.says('my name is john smith and it is about a broken chain');
  t.match(chat.taken.at(-1), { kind: 'callback', name: 'John Smith', number: '+447700900123' });
});

test('a booking on a closed day is refused with the day named, and the wish is kept', async (t) => {
  const chat = new Chat();
  t.equal(
    await chat.says('i would like to make an appointment for tomorrow at ten'),
    `On Sunday we are closed. ${en.otherDay}`,
  );
  t.same(chat.last?.evidence, ['hours:sun']);
  t.match(chat.taken.at(-1), { kind: 'booking', when: 'on Sunday, 22 November at 10:00' });
  t.equal(await chat.says('then on monday at ten'), en.askName);
});

test('a booking outside the hours of an open day is refused too', async (t) => {
  const chat = new Chat();
  await chat.says('i would like to make an appointment');
  t.match(
    await chat.says('on monday at eleven in the evening'),
    /^On Monday we are open from 9:00 to 18:00\. Which other time/,
  );
  t.match(chat.taken.at(-1), { when: 'on Monday, 23 November at 23:00' });
  await chat.says('at eleven in the morning');
  t.match(await chat.says('john smith'), /on Monday, 23 November at 11:00/);
});

test('a time without a day is asked for its day', async (t) => {
  const chat = new Chat();
  t.equal(await chat.says('i would like to make an appointment at five in the afternoon'), en.askDay);
  t.equal(await chat.says('on monday'), en.askName);
  t.match(chat.taken.at(-1), { when: 'on Monday, 23 November at 17:00' });
});

test('a wish to speak to a person becomes a message', async (t) => {
  const chat = new Chat();
  t.equal(await chat.says('can i speak to the owner'), en.noPerson);
  t.equal(await chat.says(FULL), READ_BACK);
});

test('a call back keeps the question that nobody could answer', async (t) => {
  const chat = new Chat();
  t.equal(await chat.says('do you sell very old bells'), `${en.willFindOut} ${en.offerMessage}`);
  t.equal(await chat.says('yes please'), en.askMessage);
  t.match(await chat.says('john smith'), /John Smith. Do you sell very old bells/);
  t.match(chat.taken.at(-1), { kind: 'callback', name: 'John Smith', reason: 'do you sell very old bells' });
});

test('Russian: a message, a booking on a closed day', async (t) => {
  const chat = new Chat({ business: mastera, callerNumber: '+79161234567' });
  t.equal(await chat.says('можно оставить сообщение'), ru.askMessage);
  t.match(await chat.says('меня зовут иван петров и у меня сломалась цепь'), /Иван Петров. У меня сломалась цепь/);
  t.equal(await chat.says('да всё верно'), ru.messageTaken);
  t.match(await chat.says('ещё я хочу записаться на завтра в десять утра'), /мы закрыты/);
  t.match(await chat.says('тогда в понедельник в десять утра'), /понедельник, 23 ноября в 10:00/);
});
