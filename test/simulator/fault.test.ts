import { existsSync, readlinkSync } from 'node:fs';
import t from 'tap';
import { messageOf } from '../../daemon/base/errors.js';
import { openSerialPort } from '../../daemon/modem/port.js';
import { FAULTS } from '../../daemon/simulator/faults/table.js';
import { HostPort, answeredCall, noise, startRig, until } from './rig.js';

t.test('every fault explains itself in a sentence', async (t) => {
  const { client } = await startRig(t);
  const faults = (await client.request({ op: 'faults' })) as Record<string, string>;
  t.same(Object.keys(faults), Object.keys(FAULTS));
  for (const explain of Object.values(faults)) t.match(explain, /^[A-Z].{20,}\.$/);
  await t.rejects(client.request({ op: 'fault', name: 'no-such' }), { code: 'refused' });
});

t.test(
  'unplug: the call is lost, the ports hang up and come back with other numbers, a boot and no settings',
  async (t) => {
    const rig = await startRig(t, { scale: 200 });
    const { simulator, client, at, events } = rig;
    await at.command('AT+CMEE=1;+CLVL=2');
    await answeredCall(rig);
    const before = readlinkSync(simulator.ready.atPort);
    const pcm = new HostPort(simulator.ready.pcmPort);
    t.teardown(() => pcm.close());
    await client.request({ op: 'fault', name: 'unplug' });
    t.notOk(existsSync(simulator.ready.atPort));
    t.equal(at.port.read(), null);
    t.equal(pcm.read(), null);
    await until(
      () => events.some((event) => event.event === 'ended' && event.reason === 'modem-lost'),
      'the lost call',
    );
    await until(() => existsSync(simulator.ready.atPort), 'the ports');
    t.not(readlinkSync(simulator.ready.atPort), before, 'held open, the old number is not free');
    const again = rig.openAt();
    for (const line of [/\+CPIN: READY/, /SMS DONE/, /PB DONE/]) await until(() => line.test(again.poll()), `${line}`);
    again.unread = '';
    t.same(await again.command('AT+CMEE?'), ['AT+CMEE?', '+CMEE: 0', 'OK'], 'echo and settings as after power-on');
    t.same((await again.command('ATE0;+CLVL?')).slice(1), ['+CLVL: 2', 'OK'], 'what survives a reset');
  },
);

t.test('CRESET does the same of itself', async (t) => {
  const { simulator, at } = await startRig(t, { scale: 200 });
  t.same(await at.command('AT+CRESET'), ['OK']);
  await until(() => at.port.read() === null, 'the hang-up');
  await until(() => existsSync(simulator.ready.atPort), 'the ports');
});

t.test('pcm-stall: nothing comes for three seconds while the call stays up, then it goes on', async (t) => {
  const rig = await startRig(t);
  const pcm = new HostPort(rig.simulator.ready.pcmPort);
  t.teardown(() => pcm.close());
  await answeredCall(rig);
  await rig.at.command('AT+CPCMREG=1');
  await until(() => (pcm.read()?.length ?? 0) > 0, 'sound');
  await rig.client.request({ op: 'fault', name: 'pcm-stall' });
  const { voice } = rig.simulator.device.modem;
  const { bytesToHost, ticks } = voice.counts;
  await until(() => voice.counts.ticks > ticks + 20, 'some line time');
  t.equal(voice.counts.bytesToHost, bytesToHost);
  await until(() => voice.counts.bytesToHost > bytesToHost, 'the end of the stall');
});

t.test('odd-byte: from there on every sample is made of two halves', async (t) => {
  const rig = await startRig(t);
  const pcm = new HostPort(rig.simulator.ready.pcmPort);
  t.teardown(() => pcm.close());
  await answeredCall(rig);
  await rig.at.command('AT+CPCMREG=1');
  await rig.client.request({ op: 'fault', name: 'odd-byte' });
  await rig.client.speak(noise(0.2).fill(0x0102));
  let received = Buffer.alloc(0);
  await until(() => {
    received = Buffer.concat([received, pcm.read() ?? Buffer.alloc(0)]);
    return received.includes(Buffer.of(0x02, 0x01, 0x02, 0x01));
  }, 'the sound');
  t.equal(received.indexOf(Buffer.of(0x02, 0x01)) % 2, 1);
});

t.test('no-final: one command never gets its result, the one after it does', async (t) => {
  const { at, client } = await startRig(t);
  await client.request({ op: 'fault', name: 'no-final' });
  at.port.write('AT+CSUB\r');
  await at.line(/\+CSUB/);
  t.same(await at.command('AT+CMEE?'), ['+CMEE: 0', 'OK']);
});

t.test('garbage: random bytes and a line of 8 kB arrive, and the port still works', async (t) => {
  const { at, client } = await startRig(t);
  await client.request({ op: 'fault', name: 'garbage' });
  await until(() => at.poll().length > 8192 + 200, 'the garbage');
  at.unread = '';
  t.same(await at.command('AT'), ['OK']);
});

t.test('pin-asked: after its boot the modem waits for the PIN before it registers', async (t) => {
  const rig = await startRig(t, { scale: 500 });
  const { simulator, client } = rig;
  await client.request({ op: 'fault', name: 'pin-asked' });
  await until(() => simulator.device.plugged, 'the ports');
  const at = rig.openAt();
  await at.line(/\+CPIN: SIM PIN/);
  await until(async () => (await at.command('AT+CPIN?')).includes('+CPIN: SIM PIN'), 'the end of SIM busy');
  await simulator.device.modem.pace.sleep(60_000);
  t.notOk(simulator.device.modem.network.inService);
  await at.command('AT+CPIN="1234"');
  await until(() => simulator.device.modem.network.inService, 'service');
});

/** Those after which the main AT port is gone or dumb for longer than a test waits. */
const PORT_IS_LOST = /^(unplug|flapping|overheat|pin-asked|at-missing|port-locked|io-errors)/;

t.test('after any other fault in a call, the port answers and the next call has voice', async (t) => {
  const rig = await startRig(t, { scale: 2000 });
  const { at, client, simulator } = rig;
  for (const name of Object.keys(FAULTS)) {
    if (PORT_IS_LOST.test(name)) continue;
    await client.request({ op: 'fault', name });
    at.port.write('ATE0\r');
    await until(() => /OK|ERROR\+CNUM/.test(at.poll()) || name === 'no-final', `an answer after ${name}`);
    await simulator.device.modem.pace.sleep(60_000);
    at.poll();
    at.unread = '';
    await client.request({ op: 'sim', to: 'inserted' });
    await at.command('AT+CHUP');
  }
  await answeredCall(rig);
  t.same((await at.command('AT+CPCMREG=1')).slice(-1), ['OK']);
});

t.test('io-errors: the port fails and is there again, and the call goes on', async (t) => {
  const rig = await startRig(t);
  await answeredCall(rig);
  await rig.client.request({ op: 'fault', name: 'io-errors' });
  await until(() => rig.at.port.read() === null, 'the error');
  const { modem } = rig.simulator.device;
  // The last of five comes four seconds later.
  await modem.pace.sleep(6000);
  const again = rig.openAt();
  await again.command('ATE0');
  t.match(await again.command('AT+CLCC'), [/^\+CLCC: 1,1,0,/, 'OK']);
});

t.test('at-missing: the voice port comes back alone, and the next power cycle brings back the rest', async (t) => {
  const { client, simulator, dir } = await startRig(t, { scale: 200 });
  const there = () => ['at', 'pcm'].map((name) => existsSync(`${dir}/${name}`));
  await client.request({ op: 'fault', name: 'at-missing' });
  await until(() => simulator.device.plugged, 'the ports');
  t.same(there(), [false, true]);
  await client.request({ op: 'fault', name: 'unplug' });
  await until(() => simulator.device.plugged, 'the ports');
  t.same(there(), [true, true]);
});

t.test('port-locked: the AT port cannot be opened until the other process lets it go', async (t) => {
  const { client, simulator } = await startRig(t, { scale: 50 });
  const open = () =>
    openSerialPort(simulator.ready.atPort, { data: () => undefined, gone: () => undefined }).then(
      (port) => port.close().then(() => 'opened'),
      (error: unknown) => messageOf(error),
    );
  await client.request({ op: 'fault', name: 'port-locked' });
  await until(() => simulator.device.plugged, 'the ports');
  t.match(await open(), /used by another program|held|lock/i);
  await simulator.device.modem.pace.sleep(25_000);
  t.equal(await open(), 'opened');
});

t.test('prober: an OK comes that nobody asked for', async (t) => {
  const { client, at } = await startRig(t);
  await client.request({ op: 'fault', name: 'prober' });
  await at.line(/OK/);
  t.same(await at.command('AT+CMEE?'), ['+CMEE: 0', 'OK']);
});

t.test('prober-wideband: calls have 16 kHz, which only a restart ends', async (t) => {
  const { client, at, simulator } = await startRig(t);
  await client.request({ op: 'fault', name: 'prober-wideband' });
  await at.line(/OK/);
  t.same(await at.command('AT+CPCMFRM?'), ['+CPCMFRM: 1', 'OK']);
  t.same(await at.command('AT+CPCMFRM=0'), ['ERROR']);
  simulator.device.modem.powerOff();
  t.equal(simulator.device.modem.settings.get('+CPCMFRM'), '0');
});

t.test('pcm-not-on: OK is said twice and nothing is opened', async (t) => {
  const rig = await startRig(t);
  await answeredCall(rig);
  await rig.client.request({ op: 'fault', name: 'pcm-not-on' });
  const states: (string | undefined)[] = [];
  for (let n = 0; n < 3; n++) {
    t.same(await rig.at.command('AT+CPCMREG=1'), ['OK']);
    states.push((await rig.at.command('AT+CPCMREG?'))[0]);
  }
  t.same(states, ['+CPCMREG: 0', '+CPCMREG: 0', '+CPCMREG: 1']);
});

t.test('clip-late: the number comes seconds after the ring', async (t) => {
  const { client, at, simulator } = await startRig(t, { scale: 5 });
  await at.command('AT+CLIP=1');
  await client.request({ op: 'fault', name: 'clip-late' });
  await client.request({ op: 'dial', from: '+447700900123' });
  await at.line(/RING/);
  const sinceMs = performance.now();
  await at.line(/\+CLIP: "\+447700900123"/);
  t.ok((performance.now() - sinceMs) * simulator.device.modem.pace.scale >= 1900);
});

t.test('mr-wrap: after 255 the references begin at 0 again', async (t) => {
  const { client, at } = await startRig(t, { scale: 500 });
  await client.request({ op: 'fault', name: 'mr-wrap' });
  for (const mr of [255, 0]) {
    at.port.write('AT+CMGS=15\r');
    await until(() => at.poll().endsWith('> '), 'the prompt');
    at.port.write('0001000C91447700090010000002E834\x1a');
    t.equal(await at.line(/\+CMGS: \d+/), `+CMGS: ${mr}`);
  }
});

t.test('sms-wide-reference: the parts have a header of seven octets', async (t) => {
  const { client, at } = await startRig(t);
  await at.command('AT+CPMS="SM","SM","SM"');
  await client.request({ op: 'fault', name: 'sms-wide-reference' });
  const pdus = (await at.command('AT+CMGL=4')).filter((line) => line.startsWith('0791'));
  t.equal(pdus.length, 2);
  for (const [n, pdu] of pdus.entries()) t.match(pdu, new RegExp(`0608044D4D020${n + 1}`));
});

t.test('clock-jump and clock-back: the network’s time leaps by an hour, there and back', async (t) => {
  const { client, at } = await startRig(t);
  const hour = async () => Number(/,(\d\d):/.exec((await at.command('AT+CCLK?'))[0] ?? '')?.[1]);
  const before = await hour();
  await client.request({ op: 'fault', name: 'clock-jump' });
  await client.request({ op: 'fault', name: 'clock-jump' });
  // Two hours, so that a full hour that passes meanwhile makes no difference.
  t.ok([2, 3].includes(((await hour()) - before + 24) % 24));
  for (let n = 0; n < 4; n++) await client.request({ op: 'fault', name: 'clock-back' });
  t.ok([22, 23].includes(((await hour()) - before + 24) % 24));
});

t.test('while it boots the card is said to be ready once too soon, and without an OK', async (t) => {
  const rig = await startRig(t, { scale: 20 });
  await rig.client.request({ op: 'fault', name: 'unplug' });
  await until(() => rig.simulator.device.plugged, 'the ports');
  const at = rig.openAt();
  await rig.simulator.device.modem.pace.sleep(4500);
  at.port.write('ATE0\r');
  await until(() => /OK/.test(at.poll()), 'an answer');
  at.unread = '';
  at.port.write('AT+CPIN?\r');
  t.equal(await at.line(/\+CPIN: READY/), '+CPIN: READY');
  t.ok(['ERROR', 'OK'].includes((await at.command('AT+CPIN?')).at(-1) ?? ''), 'and the next time with its result');
});
