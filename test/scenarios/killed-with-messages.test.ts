import { join } from 'node:path';
import t from 'tap';
import { killRepeatedly } from '../fakes/message-killer.js';
import { tempFolder } from '../store/temp-store.js';

t.test('kill -9 at any moment loses no message, sends none twice and leaves no call open', async (t) => {
  const { promised, inDoubt, callsCutOff, ...verdict } = await killRepeatedly(
    join(tempFolder(t), 'secretary.sqlite'),
    25,
  );
  t.same(verdict, { lost: [], doubled: [], sentTwice: [], broken: [], leftInModem: 0, unfinished: [] });
  t.ok(promised > 25 && inDoubt > 0, `${promised} promised, ${inDoubt} of them killed while being sent`);
  t.ok(callsCutOff > 0, `${callsCutOff} calls were in hand`);
});
