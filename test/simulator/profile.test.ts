import t from 'tap';
import { PROFILES, type ProfileName } from '../../daemon/simulator/profiles.js';
import { HostPort, answeredCall, startRig, until } from './rig.js';

const isRegistered = async (at: { command(text: string): Promise<string[]> }) =>
  (await at.command('AT+CPCMREG=1')).includes('OK');

for (const name of Object.keys(PROFILES) as ProfileName[]) {
  if (name === 'flaky-power') continue;
  t.test(`${name}: a call can be answered, spoken in and ended`, async (t) => {
    const rig = await startRig(t, { profile: name });
    await answeredCall(rig);
    await until(() => isRegistered(rig.at), 'CPCMREG');
    await until(() => rig.simulator.device.modem.voice.counts.bytesToHost > 3200, 'voice');
    t.equal((await rig.at.command('AT+CHUP')).at(-1), 'OK');
    await until(() => rig.events.some(({ event }) => event === 'ended'), 'the end');
    t.match(PROFILES[name].explain, /^[A-Z].{20,}\.$/);
  });
}

t.test('degrading: the first call is clean, the second needs retries, a reset cures it', async (t) => {
  const rig = await startRig(t, { profile: 'degrading', scale: 200 });
  await answeredCall(rig);
  t.same(await rig.at.command('AT+CPCMREG=1'), ['OK']);
  await rig.at.command('AT+CHUP');
  await answeredCall(rig);
  let refusals = 0;
  while (!(await isRegistered(rig.at))) refusals++;
  t.ok(refusals >= 2);
  await rig.at.command('AT+CRESET');
  await until(() => !rig.simulator.device.plugged, 'the reset');
  await until(() => rig.simulator.device.plugged && rig.simulator.device.modem.network.inService, 'service');
  const again = { ...rig, at: rig.openAt() };
  await answeredCall(again);
  t.ok(await isRegistered(again.at));
});

t.test('uplink-stall: after 4 kB the modem takes no more, until it is restarted', async (t) => {
  const rig = await startRig(t, { profile: 'uplink-stall', scale: 200 });
  const pcm = new HostPort(rig.simulator.ready.pcmPort);
  t.teardown(() => pcm.close());
  await answeredCall(rig);
  await rig.at.command('AT+CPCMREG=1');
  const { voice } = rig.simulator.device.modem;
  await until(() => {
    pcm.write(Buffer.alloc(320));
    return voice.counts.bytesFromHost >= 4096;
  }, '4 kB');
  const taken = voice.counts.bytesFromHost;
  const { ticks } = voice.counts;
  pcm.write(Buffer.alloc(320));
  await until(() => voice.counts.ticks > ticks + 10, 'ten more frames');
  t.equal(voice.counts.bytesFromHost, taken);
  await rig.at.command('AT+CRESET');
  await until(() => !rig.simulator.device.plugged, 'the reset');
  await until(() => rig.simulator.device.plugged && rig.simulator.device.modem.network.inService, 'service');
  const again = { ...rig, at: rig.openAt() };
  const port = new HostPort(rig.simulator.ready.pcmPort);
  t.teardown(() => port.close());
  await answeredCall(again);
  await until(() => isRegistered(again.at), 'CPCMREG');
  await until(() => {
    port.write(Buffer.alloc(320));
    return voice.counts.bytesFromHost > 8192;
  }, 'twice as much');
});

t.test('volte16k: 640 bytes a frame, unless BANDWIDTH asks for 8 kHz', async (t) => {
  const rig = await startRig(t, { profile: 'volte16k' });
  const { voice } = rig.simulator.device.modem;
  const bytesPerTick = async () => {
    await until(() => voice.counts.ticks > 0 && voice.counts.bytesToHost > 0, 'voice');
    const { ticks, bytesToHost } = voice.counts;
    await until(() => voice.counts.ticks >= ticks + 20, 'twenty frames');
    return (voice.counts.bytesToHost - bytesToHost) / (voice.counts.ticks - ticks);
  };
  await answeredCall(rig);
  await rig.at.command('AT+CPCMREG=1');
  t.ok((await bytesPerTick()) > 500);
  await rig.at.command('AT+CHUP');
  await rig.at.command('AT+CPCMBANDWIDTH=1,1');
  await answeredCall(rig);
  await rig.at.command('AT+CPCMREG=1');
  t.ok((await bytesPerTick()) < 400);
});

t.test('terse: neither BEGIN nor MISSED_CALL nor a time at the end', async (t) => {
  const rig = await startRig(t, { profile: 'terse' });
  const { at, client } = rig;
  await client.request({ op: 'dial', from: '07712345678' });
  await at.line(/RING/);
  await client.request({ op: 'hang-up' });
  await answeredCall(rig);
  await client.request({ op: 'hang-up' });
  t.equal(await at.line(/VOICE CALL/), 'VOICE CALL: END');
  t.notMatch(rig.simulator.device.transcripts.at.text(), /MISSED_CALL|BEGIN/);
});

t.test('chatty: doubled CR, every line twice, and noise', async (t) => {
  const { at, client, simulator } = await startRig(t, { profile: 'chatty' });
  await client.request({ op: 'dial', from: null });
  await until(() => at.poll().includes('\r\r\nRING\r\r\n\r\r\nRING\r\r\n'), 'RING twice');
  await until(() => /\+STIN|\+CGEV|\+NITZ|\+CTZV|VOICEMAIL|OPL|PNN/.test(at.poll()), 'chatter');
  t.equal(simulator.options.profile, 'chatty');
});

t.test('flaky-power: the modem drops off the bus when it transmits, and comes back', async (t) => {
  const rig = await startRig(t, { profile: 'flaky-power', scale: 200, seed: 5 });
  await until(async () => {
    if (!rig.simulator.device.plugged) return true;
    const { exchange, network } = rig.simulator.device.modem;
    if (exchange.calls.length === 0 && network.inService) await rig.client.request({ op: 'dial', from: null });
    await exchange.answer().catch(() => null);
    for (const call of exchange.calls) exchange.release(call, 'caller-hung-up');
    return !rig.simulator.device.plugged;
  }, 'the brown-out');
  await until(() => rig.simulator.device.plugged, 'its return');
  t.pass('it came back');
});
