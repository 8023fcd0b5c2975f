import t from 'tap';
import { aboutField } from '../../daemon/base/field.js';
import { listAudit } from '../../daemon/store/audit.js';
import { readSettings, writeSetting } from '../../daemon/store/settings.js';
import { settingsSchema } from '../../daemon/store/settings-schema.js';
import { tempStore } from './temp-store.js';

t.test(
  'a new box has a default for every setting, a title in both languages, and no default that is refused',
  async (test) => {
    const { db } = await tempStore(test);
    const settings = await readSettings(db);
    test.match(settings, { language: 'en', recordCalls: true, longestCallMinutes: 10 });
    for (const [key, schema] of Object.entries(settingsSchema.shape)) {
      const { title } = aboutField(schema);
      test.ok(title.en !== '' && title.ru !== '', key);
      await test.resolves(writeSetting(db, key, settings[key as keyof typeof settings], 'test'));
    }
    test.same(await readSettings(db), settings);
  },
);

t.test('a change is kept together with who made it', async (test) => {
  const { db } = await tempStore(test);
  await writeSetting(db, 'greeting', '  Привет! ', 'page');
  test.equal((await readSettings(db)).greeting, 'Привет!');
  const { at: _, ...entry } = (await listAudit(db, 5))[0]!;
  test.same(entry, {
    actor: 'page',
    action: 'setting.write',
    subject: 'greeting',
    detail: { before: '', after: 'Привет!' },
  });
});

const REFUSED: ReadonlyArray<readonly [key: string, value: unknown, words: string]> = [
  ['greting', 'x', 'greting: unknown, did you mean greeting?'],
  ['constructor', 'x', 'constructor: unknown, expected one of greeting'],
  ['answerAfterRings', 99, 'answerAfterRings: expected number to be <=8, got 99'],
  ['answerAfterRings', 1.5, 'answerAfterRings: expected int, got 1.5'],
  ['answerAfterRings', '2', 'answerAfterRings: expected number, got "2"'],
  ['recordCalls', 'yes', 'recordCalls: expected boolean, got "yes"'],
  ['language', 'fr', 'language: expected one of "en"|"ru", got "fr"'],
  ['greeting', 'x'.repeat(501), 'greeting: expected string to have <=500 characters, got "xxx'],
  ['greeting', null, 'greeting: expected string, got null'],
];

t.test('what is no setting, or no value of it, is refused in words and changes nothing', async (test) => {
  const { db } = await tempStore(test);
  const before = await readSettings(db);
  for (const [key, value, words] of REFUSED) {
    await test.rejects(writeSetting(db, key, value, 'page'), { code: 'bad-input', message: words }, key);
  }
  test.same(await readSettings(db), before);
  test.same(await listAudit(db, 5), []);
});

t.test('a stored value that an update has outlawed falls back to the default', async (test) => {
  const { db } = await tempStore(test);
  const updatedAt = 1;
  await db
    .insertInto('settings')
    .values([
      { key: 'voiceSpeed', value: '900', updatedAt },
      { key: 'removed', value: '1', updatedAt },
      { key: 'longestCallMinutes', value: '3', updatedAt },
    ])
    .execute();
  test.match(await readSettings(db), { voiceSpeed: 1, longestCallMinutes: 3 });
});
