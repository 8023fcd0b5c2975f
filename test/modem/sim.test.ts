import t from 'tap';
import { during, READY_MS, virtualModem, type VirtualModem } from '../fakes/virtual-modem.js';

const PIN = 'AT+CPIN="1234"';

/** A modem whose SIM asks for its PIN, 1234, and has so many tries left. */
async function locked(t: Parameters<typeof virtualModem>[0], tries: number): Promise<VirtualModem> {
  const virtual = virtualModem(t);
  lock(virtual);
  virtual.fake.answer('AT+SPIC', [`+SPIC: ${tries},10,0,10`, 'OK']);
  virtual.fake.answer(PIN, () => {
    virtual.fake.answer('AT+CPIN?', ['+CPIN: READY', 'OK']);
    return ['OK', '+CPIN: READY'];
  });
  await virtual.clock.advance(READY_MS);
  return virtual;
}

function lock({ fake }: VirtualModem): void {
  fake.answer('AT+CPIN?', ['+CPIN: SIM PIN', 'OK']);
}

const pinsEntered = ({ fake }: VirtualModem): number =>
  fake.commands.filter((command) => command.startsWith('AT+CPIN=')).length;

t.test('the right PIN unlocks the card, and the same card again after a restart', async (t) => {
  const virtual = await locked(t, 3);
  t.match(virtual.modem.status, { state: 'sim-locked', pinTries: 3 });
  await during(virtual, READY_MS, virtual.modem.enterPin('1234'));
  t.match(virtual.modem.status, { state: 'ready', pinTries: null });
  lock(virtual);
  virtual.fake.unplug();
  await virtual.clock.advance(20_000);
  t.equal(virtual.modem.status.state, 'ready');
  t.equal(pinsEntered(virtual), 2);
});

t.test('another card never gets the PIN of the one before', async (t) => {
  const virtual = await locked(t, 3);
  await during(virtual, READY_MS, virtual.modem.enterPin('1234'));
  lock(virtual);
  virtual.fake.answer('AT+CICCID', ['+ICCID: 8944000000000000000', 'OK']);
  virtual.fake.unplug();
  await virtual.clock.advance(20_000);
  t.equal(virtual.modem.status.state, 'sim-locked');
  t.equal(pinsEntered(virtual), 1);
});

t.test('a card with fewer than three tries, or with a PUK to enter, is not touched', async (t) => {
  for (const tries of [2, 1, 0]) {
    const virtual = await locked(t, tries);
    await t.rejects(during(virtual, 5000, virtual.modem.enterPin('1234')), { code: 'refused', message: /tries left/ });
    t.equal(pinsEntered(virtual), 0);
    await virtual.modem.stop();
  }
  const virtual = await locked(t, 3);
  virtual.fake.answer('AT+CPIN?', ['+CPIN: SIM PUK', 'OK']);
  await t.rejects(during(virtual, 5000, virtual.modem.enterPin('1234')), { message: /SIM PUK/ });
  t.equal(pinsEntered(virtual), 0);
});

t.test('what is no PIN is not sent, and a wrong one is told with the tries that are left', async (t) => {
  const virtual = await locked(t, 3);
  for (const text of ['', '12', '12345678901', '12"4', '1234;'])
    await t.rejects(during(virtual, 500, virtual.modem.enterPin(text)), { code: 'bad-input' });
  virtual.fake.answer('AT+CPIN="9999"', () => {
    virtual.fake.answer('AT+SPIC', ['+SPIC: 2,10,0,10', 'OK']);
    return ['+CME ERROR: 16'];
  });
  await t.rejects(during(virtual, 5000, virtual.modem.enterPin('9999')), { code: 'refused', message: /did not take/ });
  t.match(virtual.modem.status, { state: 'sim-locked', pinTries: 2 });
});
