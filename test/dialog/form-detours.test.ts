import { test } from 'tap';
import { textsOf } from '../../daemon/dialog/texts/texts.js';
import { Chat } from '../fakes/chat.js';

const en = textsOf('en');

test('a question that nothing answers is kept while a form waits, and the form goes on', async (t) => {
  const chat = new Chat();
  await chat.says('i would like to make an appointment');
  t.equal(await chat.says('do you have a waiting room'), `${en.willFindOut} ${en.askWhen}`);
  t.match(chat.taken.at(-1), { kind: 'question', reason: 'do you have a waiting room' });
  t.equal(await chat.says('yes on monday at ten'), en.askName);
});

test('who names no time gets an appointment to be agreed', async (t) => {
  const chat = new Chat();
  await chat.says('i would like to make an appointment');
  t.equal(await chat.says('i cannot tell you yet'), en.askWhen);
  t.equal(await chat.says('that depends on my boss'), en.askName);
  t.match(await chat.says('john smith'), en.anAppointment);
  t.match(chat.taken.at(-1), { when: null, reason: 'i cannot tell you yet; that depends on my boss' });
});

test('a day is asked for its hour, once', async (t) => {
  const chat = new Chat();
  t.equal(await chat.says('can i come in on monday'), en.askTime);
  t.equal(await chat.says('i am only free in the mornings'), en.askName);
  t.match(await chat.says('under miller'), /Miller asks for an appointment on Monday, 23 November\./);
  t.match(chat.taken.at(-1), { reason: 'i am only free in the mornings' });
});

test('who wants to cancel wants no other appointment; who asks for something free does', async (t) => {
  const gone = new Chat();
  await gone.says('i had a reservation for tonight and need to cancel it');
  t.match(gone.taken.at(-1), { kind: 'message', reason: /need to cancel it/, when: null });
  const free = new Chat();
  t.equal(await free.says('do you have a table free this afternoon'), en.askTime);
  t.equal(await free.says('for two'), en.askName, 'two people, not two o’clock');
});

test('what is said beside a slot is kept', async (t) => {
  const chat = new Chat();
  await chat.says('i need to cancel my appointment');
  t.equal(await chat.says("it's tomorrow at ten under miller"), en.askName);
  await chat.says('miller');
  t.match(chat.taken.at(-1), { name: 'Miller', reason: /cancel my appointment; it's tomorrow at ten/ });
  const agreed = new Chat();
  await agreed.says('do you sell very old bells');
  await agreed.says('yes tell me about the little ones');
  t.match(agreed.taken.at(-1), { reason: /old bells; tell me about the little ones/ });
});

test('a call back is about all that is open, and about nothing that was passed on already', async (t) => {
  const chat = new Chat();
  await chat.says('do you sell very old bells');
  await chat.says('do you sell horns');
  t.match(await chat.says('jane doe'), /Do you sell very old bells; do you sell horns/);
  await chat.says('yes');
  await chat.says('do you sell flags');
  t.match(await chat.says('yes please'), /Jane Doe\. Do you sell flags\./);
});

test('a question behind an okay is no consent', async (t) => {
  const chat = new Chat();
  await chat.says('do you sell very old bells');
  await chat.says('okay what about horns');
  t.equal(chat.last?.path, 'phrase');
  t.equal(chat.state.form, null);
});

test('a caller who asks whether he is recorded is told', async (t) => {
  t.equal(await new Chat().says('are you recording this'), en.isRecorded);
  t.equal(await new Chat({ recorded: false }).says('are you recording this'), en.isNotRecorded);
});

test('a no that brings another time corrects the time alone', async (t) => {
  const chat = new Chat();
  await chat.says('my name is maria lopez and i would like to book a repair for monday at ten');
  t.match(
    await chat.says('no on tuesday at ten'),
    /Maria Lopez asks for an appointment on Tuesday, 24 November at 10:00/,
  );
  t.match(await chat.says('no on sunday at ten'), /closed/);
});

test('a name is corrected, and so is a time of day alone; what was said for a name is no time', async (t) => {
  const chat = new Chat();
  await chat.says('can i come in on monday');
  t.equal(await chat.says('around four'), en.askName);
  t.match(await chat.says('john smith'), /John Smith asks for an appointment on Monday, 23 November at 16:00/);
  t.match(await chat.says('my name is not john smith but john smythe'), /John Smythe asks/);
  t.match(await chat.says("no it's jon smythe with a y"), /Jon Smythe asks/);
  await chat.says('my name is jon smythe and i will bring my daughter');
  t.match(chat.taken.at(-1), { name: 'Jon Smythe', reason: /bring my daughter/ });
  t.match(await chat.says('no smythe'), /noted that Smythe asks/);
  t.match(await chat.says("no my name's jon smythe"), /Jon Smythe asks/);
  t.match(await chat.says('no at five'), /Jon Smythe asks for an appointment on Monday, 23 November at 17:00/);
  t.same(new Set(chat.taken.map(({ id }) => id)).size, 1);
});

test('a bare no begins again', async (t) => {
  for (const no of ['no', 'no wrong', "no that's not right", 'no i do not think so', 'nope sorry']) {
    const chat = new Chat();
    await chat.says('my name is john smith and i need a new wheel');
    t.equal(await chat.says(no), en.tryAgain, no);
  }
});

test('what a time was told with is kept when it says more', async (t) => {
  for (const [said, when, reason] of [
    ['monday or tuesday at ten', 'on Monday, 23 November at 10:00', 'monday or tuesday at ten'],
    ['on monday between two and four', 'on Monday, 23 November at 14:00', 'on monday between two and four'],
    ['not on monday tuesday at half ten', 'on Tuesday, 24 November at 10:30', 'not on monday tuesday at half ten'],
    ['then on monday at ten please', 'on Monday, 23 November at 10:00', null],
  ] as const) {
    const chat = new Chat();
    await chat.says('i would like to make an appointment');
    t.equal(await chat.says(said), en.askName);
    t.match(chat.taken.at(-1), { when, reason });
  }
});

test('a booking tells the owner what it is for', async (t) => {
  const chat = new Chat();
  await chat.says('i would like to make an appointment for a wheel truing');
  t.match(chat.taken.at(-1), { kind: 'booking', reason: /wheel truing/ });
  const service = new Chat();
  await service.says('i need an appointment for a puncture');
  t.match(service.taken.at(-1), { reason: /puncture/ });
  const open = new Chat();
  await open.says('my pump makes a noise');
  await open.says('can i come in on monday at ten');
  t.match(open.taken.at(-1), { kind: 'booking', reason: 'my pump makes a noise', when: /23 November at 10:00/ });
});

test('what follows on a message that was noted belongs to it, a wish or a question does not', async (t) => {
  const noted = async () => {
    const chat = new Chat();
    await chat.says('my name is john smith and i need a new wheel');
    t.equal(await chat.says('yes'), en.messageTaken);
    return chat;
  };
  const chat = await noted();
  t.equal(await chat.says('the ticket number is four four seven'), en.addedToMessage);
  t.equal(await chat.says('it was red'), en.addedToMessage);
  t.match(chat.taken.at(-1), { reason: 'i need a new wheel; the ticket number is four four seven; it was red' });
  for (const other of ['tell me about your bells', 'do you sell bells', 'lovely'])
    t.not(await (await noted()).says(other), en.addedToMessage, other);
});

test('a short message behind "tell him" is one', async (t) => {
  const chat = new Chat();
  t.equal(await chat.says('okay tell him sam called'), en.askName);
  t.match(chat.taken.at(-1), { kind: 'message', reason: /sam called/ });
  t.equal(await new Chat().says('can i leave a message for peter'), en.askMessage);
});

test('an answer to the form is no question about the hours that were told', async (t) => {
  const chat = new Chat();
  await chat.says('i would like to make an appointment');
  await chat.says('tomorrow');
  t.equal(await chat.says('monday then'), en.askTime);
  t.equal(await chat.says('nine'), en.askName);
  t.match(await chat.says('tim'), /Tim asks for an appointment on Monday, 23 November at 9:00/);
});

test('never mind ends the form, and the call when nothing else is wanted', async (t) => {
  const chat = new Chat();
  await chat.says('can i leave a message');
  t.equal(await chat.says('oh never mind'), en.anythingElse);
  t.equal(await chat.says('no never mind'), en.goodbye);
});

test('what comes after the read-back belongs to the message, even when it begins like a question', async (t) => {
  const chat = new Chat();
  await chat.says('my name is anna and i need a new wheel');
  t.equal(await chat.says('can you tell mike that it is red'), en.addedToMessage);
});

test('the time at which to call back is kept', async (t) => {
  const chat = new Chat();
  await chat.says('call me back at five please');
  await chat.says('lisa');
  t.match(chat.taken.at(-1), { kind: 'callback', reason: /at five/ });
});

test('never mind: the form is left', async (t) => {
  const chat = new Chat();
  await chat.says('can i speak to the owner');
  t.equal(await chat.says('never mind'), en.anythingElse);
  t.equal(chat.state.form, null);
});
