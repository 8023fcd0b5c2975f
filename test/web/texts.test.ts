import t from 'tap';
import { texts } from '../../web/texts/texts.js';

/** Every text by its path; of a function, how many parameters it has. */
function flatten(value: object, prefix = ''): Map<string, string | number> {
  const out = new Map<string, string | number>();
  for (const [key, each] of Object.entries(value) as [string, unknown][]) {
    if (typeof each === 'function') out.set(prefix + key, each.length);
    else if (typeof each === 'string') out.set(prefix + key, each);
    else for (const [path, text] of flatten(each as object, `${prefix + key}.`)) out.set(path, text);
  }
  return out;
}

t.test('both languages have the same texts with the same parameters', async (t) => {
  const [en, ru] = [flatten(texts.en), flatten(texts.ru)];
  t.same([...ru.keys()].sort(), [...en.keys()].sort());
  for (const [path, text] of en) {
    const other = ru.get(path);
    if (typeof text === 'number') t.equal(other, text, `${path} takes as much`);
    else t.match(other, /\S/, `${path} is not empty`);
  }
});

t.test('Russian texts are Russian', async (t) => {
  for (const [path, text] of flatten(texts.ru)) if (typeof text === 'string') t.match(text, /[а-яё]/i, path);
});
