import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { redirectLog } from '../../../daemon/base/log.js';
import { PhraseCache } from '../../../daemon/engines/tts/phrase-cache.js';
import { ScriptedTts } from '../../fakes/scripted-tts.js';

t.before(() => redirectLog(() => undefined));

const patience = () => AbortSignal.timeout(5000);

t.test('a prepared phrase is there at once, also after a restart, and is rendered once', async (t) => {
  const tts = new ScriptedTts();
  const folder = join(t.testdir(), 'phrases');
  const cache = new PhraseCache(tts, folder, 'joe');
  t.equal(cache.get('One moment.'), undefined);
  t.equal(await cache.prepare(['One moment.', 'Goodbye.', 'One moment.', '…'], patience()), 2);
  const clip = cache.get('One moment.');
  t.ok((clip?.length ?? 0) > 1000);

  const later = new PhraseCache(tts, folder, 'joe');
  t.same(later.get('One moment.'), clip);
  t.equal(await later.prepare(['One moment.', 'Goodbye.'], patience()), 0);
  t.same(tts.spoken, ['One moment.', 'Goodbye.']);
});

t.test('another voice has its own phrases', async (t) => {
  const folder = t.testdir();
  await new PhraseCache(new ScriptedTts(), folder, 'joe').prepare(['Goodbye.'], patience());
  t.equal(new PhraseCache(new ScriptedTts(), folder, 'irina').get('Goodbye.'), undefined);
});

t.test('a damaged file is rendered again', async (t) => {
  const folder = t.testdir();
  await new PhraseCache(new ScriptedTts(), folder, 'joe').prepare(['Goodbye.'], patience());
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'RIFF, but cut short');
  const cache = new PhraseCache(new ScriptedTts(), folder, 'joe');
  t.equal(cache.get('Goodbye.'), undefined);
  t.equal(await cache.prepare(['Goodbye.'], patience()), 1);
  t.ok(new PhraseCache(new ScriptedTts(), folder, 'joe').get('Goodbye.'));
});

t.test('a disk that takes nothing costs only the next start', async (t) => {
  const folder = join(t.testdir(), 'phrases');
  const cache = new PhraseCache(new ScriptedTts(), folder, 'joe');
  rmSync(folder, { recursive: true });
  t.equal(await cache.prepare(['Goodbye.'], patience()), 1);
  t.ok(cache.get('Goodbye.'));
  mkdirSync(folder);
  t.equal(new PhraseCache(new ScriptedTts(), folder, 'joe').get('Goodbye.'), undefined);
});

t.test('an abort ends the preparation, and what was rendered stays', async (t) => {
  const controller = new AbortController();
  const tts = new ScriptedTts(5);
  const cache = new PhraseCache(tts, t.testdir(), 'joe');
  const texts = Array.from({ length: 50 }, (_, i) => `Phrase ${i}.`);
  const preparing = cache.prepare(texts, controller.signal);
  setTimeout(() => controller.abort(), 60);
  await t.rejects(preparing, { code: 'aborted' });
  t.ok(tts.spoken.length > 0 && tts.spoken.length < 50);
  t.ok(cache.get('Phrase 0.'));
});
