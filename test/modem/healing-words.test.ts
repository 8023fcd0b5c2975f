import t from 'tap';
import { type Reason, SETTLING_MS } from '../../daemon/modem/healing-ladder.js';
import { healingInWords } from '../../daemon/modem/healing-words.js';

t.test('each step of healing has words in both languages, and so has what only a person can do', async (test) => {
  const reasons: Reason[] = ['gone', 'no-answer', 'no-network', 'no-ports', 'no-voice', 'voice-retries'];
  const rows = [
    ...['radio', 'restart', ...Object.keys(SETTLING_MS)].map((step) => ({
      kind: 'healing',
      detail: { step, reason: 'gone' },
    })),
    ...reasons.map((reason) => ({ kind: 'healing', detail: { step: 'restart', reason } })),
    ...reasons.slice(0, 4).map((reason) => ({ kind: 'advice', detail: { reason } })),
  ];
  for (const row of rows) {
    const { en, ru } = healingInWords(row) ?? { en: '', ru: '' };
    const codes = Object.values(row.detail).filter((code) => code.includes('-'));
    test.match(en, /^[a-z].+: [a-z].+[^.]$/);
    test.match(ru, /^[а-я].+: [а-я].+[^.]$/);
    for (const code of codes) test.notOk(en.includes(code), en);
  }
});

t.test('a code that nobody knows speaks for itself; other rows are not of healing', async (test) => {
  const row = { kind: 'healing', detail: { step: 'power', reason: 'no network' } };
  test.same(healingInWords(row), { en: 'no network: power', ru: 'no network: power' });
  test.equal(healingInWords({ kind: 'voice-path', detail: { attempts: 1 } }), null);
});
