import { join } from 'node:path';
import t from 'tap';
import { killRepeatedly } from '../fakes/message-killer.js';
import { tempFolder } from '../store/temp-store.js';

t.test('kill -9 at any moment loses no message and sends none twice', async (t) => {
  const { promised, inDoubt, ...verdict } = await killRepeatedly(join(tempFolder(t), 'secretary.sqlite'), 25);
  t.same(verdict, { lost: [], doubled: [], sentTwice: [], broken: [], leftInModem: 0 });
  t.ok(promised > 25 && inDoubt > 0, `${promised} promised, ${inDoubt} of them killed while being sent`);
});
