import { test } from 'tap';
import { SecretaryError } from '../../daemon/base/errors.js';
import { time } from '../../daemon/base/time.js';
import { joinSaid, notSaid, type Said, Saying } from '../../daemon/dialog/saying.js';
import { FakeSession } from '../fakes/fake-media.js';
import { FakeVoice } from '../fakes/fake-voice.js';
import { type Test, virtualTime } from '../fakes/talk.js';

const STOP_GAPS = { fillers: ['One moment, please.', 'Stay on the line.'], instead: ['I cannot say that.'] };

function stage(t: Test) {
  const clock = virtualTime(t);
  const media = new FakeSession();
  const voice = new FakeVoice();
  return { clock, media, voice, saying: () => new Saying(media, voice, STOP_GAPS) };
}

const TEXTS = [
  'We are open Monday to Friday from nine to six.',
  'I am in a tiny shop that does incomprehensibly internationalised electroencephalography.',
  'A puncture repair costs ten pounds and it takes about thirty minutes if you wait for it here.',
  'Мы работаем с понедельника по пятницу с девяти до восемнадцати.',
  'Yes.',
];

/** How many words of the text were heard to their end, by the time that each letter takes. */
const wordsHeard = (text: string, share: number): number =>
  text.split(' ').filter((_, i, words) => words.slice(0, i + 1).join(' ').length <= text.length * share).length;

test('what is on record after a cut errs by one word at most, wherever the cut was', async (t) => {
  const { clock, media, voice, saying } = stage(t);
  for (const text of TEXTS) {
    const total = (await voice.synthesise(text, new AbortController().signal)).length;
    for (let cutMs = 30; cutMs < total / 8; cutMs += 170) {
      const cut = saying();
      cut.prepare([text]);
      cut.release();
      await clock.advance(cutMs);
      cut.cut();
      const before = media.sounded.length;
      await clock.advance(60);
      const said = await cut.ended;
      const share = (said.endSample! - said.startSample!) / total;
      const words = said.spoken === '' ? 0 : said.spoken.split(' ').length;
      t.ok(Math.abs(words - wordsHeard(text, share)) <= 1, `${cutMs} ms of "${text}": "${said.spoken}"`);
      t.ok(text.startsWith(said.spoken), 'a beginning of the text');
      t.ok(media.sounded.length - before <= 2, 'two frames at most behind the cut');
      t.match(said, { said: text, cut: true });
    }
  }
  await media.stop();
});

test('clauses sound in their order without a gap, and the record holds them all', async (t) => {
  const { clock, media, saying } = stage(t);
  const all = saying();
  all.prepare(['First clause,', 'then a second one,', 'and a last.']);
  all.release();
  await clock.advance(10_000);
  const said = await all.ended;
  t.match(said, { said: 'First clause, then a second one, and a last.', spoken: said.said, cut: false });
  const places = media.sounded.map(({ atSample }) => atSample);
  t.equal(places.length, (places.at(-1)! - places[0]!) / 160 + 1, 'every frame between the first and the last');
  t.equal(media.events.listenerCount, 0);
});

test('nothing sounds before the gate is open, and a gate that never opens leaves no trace', async (t) => {
  const { clock, media, saying } = stage(t);
  const never = saying();
  never.prepare(['Never heard.']);
  await clock.advance(2000);
  t.equal(media.sounded.length, 0);
  never.cut();
  t.match(await never.ended, { spoken: '', startSample: null, endSample: null, cut: true });
  await clock.advance(2000);
  t.equal(media.sounded.length, 0);
  t.equal(media.events.listenerCount, 0);
  t.equal(clock.waiting, 1);
});

test('a clause that was still being synthesised at the cut is not heard later', async (t) => {
  const { clock, media, voice, saying } = stage(t);
  voice.delayMs = 1000;
  const cut = saying();
  cut.prepare(['First.', 'Second.']);
  cut.release();
  await clock.advance(1800);
  cut.cut();
  await clock.advance(40);
  const { length } = media.sounded;
  await clock.advance(5000);
  t.equal(media.sounded.length, length);
  t.match(await cut.ended, { cut: true });
});

test('a clause that comes late is waited for', async (t) => {
  const { clock, saying } = stage(t);
  const slow = saying();
  slow.prepare(
    (async function* () {
      yield 'First.';
      await time.sleep(4000);
      yield 'Second.';
    })(),
  );
  slow.release();
  await clock.advance(3000);
  t.equal(slow.answer, 'First.');
  await clock.advance(3000);
  t.match(await slow.ended, { said: 'First. Second.', spoken: 'First. Second.' });
});

test('a source that breaks off ends the saying with what it had', async (t) => {
  const { clock, saying } = stage(t);
  const broken = saying();
  broken.prepare(
    (async function* () {
      yield 'First.';
      await time.sleep(100);
      throw new SecretaryError('engine-failed', 'gone');
    })(),
  );
  broken.release();
  await clock.advance(3000);
  t.match(await broken.ended, { spoken: 'First.', cut: false });
});

test('what has nothing to pronounce costs nothing', async (t) => {
  const { clock, saying } = stage(t);
  const odd = saying();
  odd.prepare(['First.', '…', '***', 'Second.']);
  odd.release();
  await clock.advance(1500);
  t.match(await odd.ended, { spoken: 'First. Second.' });
  const empty = saying();
  empty.prepare([]);
  empty.release();
  t.match(await empty.ended, { spoken: '', cut: false });
});

test('a filler sounds while nothing else does, once, and is on record', async (t) => {
  const { clock, media, voice, saying } = stage(t);
  await voice.render('One moment, please.');
  voice.delayMs = 3000;
  const slow = saying();
  slow.prepare(['Here it is.']);
  slow.release();
  slow.fill();
  slow.fill();
  await clock.advance(5000);
  const said = 'One moment, please. Here it is.';
  t.match(await slow.ended, { said, spoken: said, substance: 'Here it is.', cut: false });
  const quick = saying();
  voice.delayMs = 0;
  quick.prepare(['Here it is.']);
  quick.release();
  await clock.advance(0);
  quick.fill();
  await clock.advance(2000);
  const { length } = media.sounded;
  quick.fill();
  await clock.advance(2000);
  t.match(await quick.ended, { spoken: 'Here it is.' });
  t.equal(media.sounded.length, length, 'nothing is filled behind the last word');
});

test('a filler between two clauses is said there, and what is cut behind it is the rest of what was said', async (t) => {
  const { clock, voice, saying } = stage(t);
  await voice.render('One moment, please.', 'We are open.');
  voice.delayMs = 3000;
  const slow = saying();
  slow.prepare(['We are open.', 'From nine to six.']);
  slow.release();
  await clock.advance(2500);
  slow.cut();
  await clock.advance(200);
  const { said, spoken, substance } = await slow.ended;
  t.equal(said, 'We are open. One moment, please. From nine to six.');
  t.ok(said.startsWith(spoken) && spoken.startsWith('We are open. One'), spoken);
  t.equal(substance, 'We are open.');
});

test('a voice that does not answer is given up: what was rendered is said, and never a silence of more than a second', async (t) => {
  const { clock, media, voice, saying } = stage(t);
  await voice.render(...STOP_GAPS.fillers, ...STOP_GAPS.instead, 'Rendered.');
  voice.delayMs = Number.POSITIVE_INFINITY;
  const partly = saying();
  partly.prepare(['Never heard.', 'Rendered.', 'Not waited for again.']);
  partly.release();
  await clock.advance(8000);
  t.match(await partly.ended, { spoken: /^One moment, please. Stay on the line. (One moment, please. )?Rendered.$/ });
  const mute = saying();
  mute.prepare(['Never heard.']);
  mute.release();
  await clock.advance(10_000);
  t.match(await mute.ended, { said: / Never heard. I cannot say that.$/, spoken: /[^d]. I cannot say that.$/ });
  const soundedMs = media.sounded.map(({ atSample }) => atSample / 8).filter((atMs) => atMs >= 8000);
  const silencesMs = soundedMs.map((atMs, i) => atMs - (soundedMs[i - 1] ?? 8000));
  t.ok(Math.max(...silencesMs) <= 1100, `${Math.max(...silencesMs)} ms`);
});

test('nothing to say is not excused', async (t) => {
  const { clock, voice, saying } = stage(t);
  await voice.render(...STOP_GAPS.instead);
  const empty = saying();
  empty.prepare([]);
  empty.release();
  await clock.advance(2000);
  t.match(await empty.ended, { spoken: '' });
});

test('a saying whose cut nobody reports is over all the same', async (t) => {
  const { clock, media, saying } = stage(t);
  const lost = saying();
  lost.prepare(['A clause that is on its way.']);
  lost.release();
  await clock.advance(300);
  await media.stop();
  lost.cut();
  await clock.advance(200);
  t.match(await lost.ended, { cut: true });
});

test('two sayings join into one', async (t) => {
  const first: Said = { said: 'A.', spoken: 'A.', substance: 'A.', startSample: 10, endSample: 20, cut: false };
  const second: Said = { said: 'B.', spoken: '', substance: '', startSample: null, endSample: null, cut: true };
  t.same(joinSaid(first, second), { ...first, said: 'A. B.', cut: true });
  t.same(joinSaid(first, notSaid), first);
});
