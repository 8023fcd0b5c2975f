import t, { type Test } from 'tap';
import { type Holding, holding, placeCall } from '../../daemon/call/outgoing-call.js';
import { TollGuard } from '../../daemon/call/toll-guard.js';
import { listAudit } from '../../daemon/store/audit.js';
import { openStore } from '../../daemon/store/store.js';
import { during, ready } from '../fakes/virtual-modem.js';

const NUMBER = '+447400123456';
const HOLDING: Holding = { holdMs: 5000, keys: '' };
const never = new AbortController().signal;

/** The real driver on a fake port, with a guard that allows two minutes a day. */
async function desk(test: Test) {
  const virtual = await ready(test);
  const store = await openStore(':memory:');
  test.teardown(() => store.close());
  const policy = { outgoingCalls: true, outgoingCallsPerDay: 9, outgoingMinutesPerDay: 2, country: 'GB' };
  const guard = new TollGuard(
    store.db,
    () => policy,
    () => virtual.modem.status,
  );
  const place = ({ number = NUMBER, ...held }: Partial<Holding> & { number?: string }) => {
    const whileUp = holding(virtual.modem, { ...HOLDING, ...held });
    const call = { number, purpose: { why: 'owner', actor: 'command' }, whileUp } as const;
    return placeCall({ line: virtual.modem, guard }, call, never);
  };
  return { virtual, db: store.db, place };
}

t.test('an answered call is held, gets its keys, is hung up, and its length is written down', async (test) => {
  const { virtual, db, place } = await desk(test);
  virtual.fake.answer('ATD+447400123456;', ['OK', '+CLCC: 1,0,3,0,0', 'VOICE CALL: BEGIN']);
  virtual.fake.answer('AT+CLCC', () => (up() ? ['+CLCC: 1,0,0,0,0', 'OK'] : ['OK']));
  const up = () => virtual.fake.count('ATD+447400123456;') > 0 && virtual.fake.count('AT+CHUP') === 0;
  const result = await during(virtual, 8000, place({ keys: '12#' }));
  test.match(result, { result: 'answered', certain: true, rang: true });
  test.ok(result.lastedMs >= 5000);
  test.equal(virtual.fake.count('AT+VTS="1,2,#"'), 1);
  test.equal(virtual.fake.count('AT+CHUP'), 1);
  test.match(await listAudit(db, 1), [{ action: 'dial.end', detail: { lastedMs: result.lastedMs } }]);
});

t.test('a call is cut off when the minutes of the day are over', async (test) => {
  const { virtual, place } = await desk(test);
  virtual.fake.answer('ATD+447400123456;', ['OK', 'VOICE CALL: BEGIN']);
  virtual.fake.answer('AT+CLCC', () =>
    virtual.fake.count('AT+CHUP') === 0 && up() ? ['+CLCC: 1,0,0,0,0', 'OK'] : ['OK'],
  );
  const up = () => virtual.fake.count('ATD+447400123456;') > 0;
  const { lastedMs } = await during(virtual, 200_000, place({ holdMs: 600_000 }));
  test.ok(lastedMs >= 120_000 && lastedMs < 125_000, `${lastedMs}`);
});

t.test('what the guard refuses is never dialled', async (test) => {
  const { virtual, place } = await desk(test);
  await test.rejects(place({ number: '+449012345678' }), { code: 'refused' });
  test.notOk(virtual.fake.commands.some((command) => command.startsWith('ATD')));
});
