import t from 'tap';
import { HostPort, answeredCall, heardSamples, noise, startRig, until } from './rig.js';

const toBytes = (samples: Int16Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
const FRAME_BYTES = 320;

t.test('CPCMREG is refused outside a call, taken inside, and forgotten with it', async (t) => {
  const rig = await startRig(t);
  const { at } = rig;
  t.same(await at.command('AT+CPCMREG=1'), ['ERROR']);
  await answeredCall(rig);
  t.same(await at.command('AT+CPCMREG=1'), ['OK']);
  t.same(await at.command('AT+CPCMREG?'), ['+CPCMREG: 1', 'OK']);
  await at.command('AT+CHUP');
  t.same((await at.command('AT+CPCMREG?')).slice(-2), ['+CPCMREG: 0', 'OK']);
  t.equal((await at.command('AT+CPCMREG=0,1')).at(-1), 'ERROR', 'as was seen when there is nothing to end');
});

t.test("the caller's voice arrives byte by byte as it was spoken, and 'spoken' says when it is over", async (t) => {
  const rig = await startRig(t);
  const pcm = new HostPort(rig.simulator.ready.pcmPort);
  t.teardown(() => pcm.close());
  await answeredCall(rig);
  t.same(pcm.read(), Buffer.alloc(0), 'nothing comes before CPCMREG=1');
  await rig.at.command('AT+CPCMREG=1');
  const voice = noise(0.5);
  await rig.client.speak(voice);
  let received = Buffer.alloc(0);
  await until(() => {
    received = Buffer.concat([received, pcm.read() ?? Buffer.alloc(0)]);
    return rig.events.some(({ event }) => event === 'spoken');
  }, 'the end of the speech');
  // USB may hold the last pulse back for a tick.
  await until(() => {
    received = Buffer.concat([received, pcm.read() ?? Buffer.alloc(0)]);
    return received.includes(toBytes(voice));
  }, 'all samples in one piece');
  t.equal(received.length % 2, 0, 'whole samples');
});

t.test('the caller hears byte by byte what the daemon writes, in a stream without gaps in time', async (t) => {
  const rig = await startRig(t);
  const pcm = new HostPort(rig.simulator.ready.pcmPort);
  t.teardown(() => pcm.close());
  await answeredCall(rig);
  await rig.at.command('AT+CPCMREG=1');
  const voice = toBytes(noise(0.4));
  // Never more on its way than the endpoint takes, however late this process gets its turn.
  let written = 0;
  const heardBytes = () => 2 * heardSamples(rig.events).filter((sample) => sample !== 0).length;
  await until(() => {
    while (written < voice.length && written - heardBytes() < 3 * FRAME_BYTES) {
      written += pcm.write(voice.subarray(written, written + FRAME_BYTES));
    }
    return heardBytes() >= voice.length;
  }, 'the caller hearing it all');
  const heard = heardSamples(rig.events).filter((sample) => sample !== 0);
  t.ok(toBytes(heard).equals(voice));
  const times = rig.events.flatMap((event) => (event.event === 'audio' ? [event.atMs] : []));
  t.ok(
    times.every((atMs, n) => n === 0 || Math.abs(atMs - (times[n - 1] ?? 0) - 20) < 0.01),
    'one event each 20 ms',
  );
  t.equal(rig.simulator.device.modem.voice.counts.overrunBytes, 0);
});

t.test('an odd number of bytes written shifts what the caller hears from there on', async (t) => {
  const rig = await startRig(t);
  const pcm = new HostPort(rig.simulator.ready.pcmPort);
  t.teardown(() => pcm.close());
  await answeredCall(rig);
  await rig.at.command('AT+CPCMREG=1');
  const samples = new Int16Array(320).fill(0x0102);
  pcm.write(Buffer.concat([Buffer.of(0x55), toBytes(samples)]));
  const heard = await until(() => {
    const sounding = heardSamples(rig.events).filter((sample) => sample !== 0);
    return sounding.length >= 320 ? sounding : undefined;
  }, 'the shifted sound');
  t.equal(heard[0], 0x0255);
  t.equal(heard[1], 0x0201, 'halves of two samples');
});

t.test('what the endpoint has no room for is counted and lost, never queued', async (t) => {
  const rig = await startRig(t);
  const pcm = new HostPort(rig.simulator.ready.pcmPort);
  t.teardown(() => pcm.close());
  await answeredCall(rig);
  await rig.at.command('AT+CPCMREG=1');
  pcm.write(toBytes(noise(1)));
  await until(() => rig.simulator.device.modem.voice.counts.overrunBytes > 0, 'the overrun');
  await until(() => rig.simulator.device.modem.voice.counts.underruns > 0, 'an empty queue soon after');
  t.ok(heardSamples(rig.events).filter((sample) => sample !== 0).length < 8000);
});

t.test('a key is heard in-band and reported', async (t) => {
  const rig = await startRig(t);
  await answeredCall(rig);
  await rig.at.command('AT+CPCMREG=1');
  await rig.client.request({ op: 'key', key: '5' });
  t.equal(await rig.at.line(/\+RXDTMF/), '+RXDTMF: 5');
  const pcm = new HostPort(rig.simulator.ready.pcmPort);
  t.teardown(() => pcm.close());
  let loudest = 0;
  await until(() => {
    const bytes = pcm.read() ?? Buffer.alloc(0);
    for (let n = 0; n + 1 < bytes.length; n += 2) loudest = Math.max(loudest, bytes.readInt16LE(n));
    return loudest > 5000;
  }, 'the tone');
});

t.test('echo: the caller says back what he hears', async (t) => {
  const rig = await startRig(t);
  const pcm = new HostPort(rig.simulator.ready.pcmPort);
  t.teardown(() => pcm.close());
  await answeredCall(rig);
  await rig.at.command('AT+CPCMREG=1');
  await rig.client.request({ op: 'echo' });
  const sound = Buffer.alloc(320, Buffer.of(0x34, 0x12));
  await until(() => {
    pcm.write(sound);
    return pcm.read()?.includes(sound.subarray(0, 160));
  }, 'the echo');
  t.pass('it came back');
});
