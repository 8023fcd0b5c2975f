import { existsSync } from 'node:fs';
import t from 'tap';
import { loadCatalogue } from '../../daemon/models/catalogue.js';
import { inspect } from '../../daemon/models/check.js';
import { folderOf, modelsRoot } from '../../daemon/models/models-dir.js';

const signal = new AbortController().signal;

t.test('models that are here have the checksums of the catalogue', async (test) => {
  for (const row of loadCatalogue().filter((each) => each.files.every((file) => file.sha256 !== null))) {
    if (!existsSync(folderOf(modelsRoot(), row))) {
      test.pass(row.id, { skip: `not here (secretary models fetch ${row.id})` });
      continue;
    }
    test.match(await inspect(row, modelsRoot(), 'hash', signal), { state: 'present', detail: { en: '' } }, row.id);
  }
});
