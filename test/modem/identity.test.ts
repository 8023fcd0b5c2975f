import t from 'tap';
import { redirectLog } from '../../daemon/base/log.js';
import { firmwareNote } from '../../daemon/modem/firmware.js';
import { READY_MS, virtualModem } from '../fakes/virtual-modem.js';

t.test('the modem says who it is, and its IMEI stays hidden', async (t) => {
  const lines: string[] = [];
  t.teardown(redirectLog((line) => lines.push(line)));
  const virtual = virtualModem(t);
  await virtual.clock.advance(READY_MS);
  t.match(virtual.modem.status, {
    model: 'SIMCOM_SIM7600G-H',
    firmware: 'LE20B03SIM7600M22',
    subversion: 'B03V01',
  });
  t.ok(lines.some((line) => line.includes('"imei":"[hidden]"')));
  t.notOk(lines.some((line) => line.includes('864424040123454')));
});

t.test('a build that knows no AT+CSUB is not held up by it', async (t) => {
  const virtual = virtualModem(t);
  virtual.fake.answer('AT+CSUB', ['OK']).answer('AT+CGSN', ['ERROR']).answer('AT+CGMR', ['LE11B14SIM7600M22', 'OK']);
  await virtual.clock.advance(READY_MS);
  t.match(virtual.modem.status, { state: 'ready', firmware: 'LE11B14SIM7600M22', subversion: null });
});

t.test('firmware with reports against it is told from firmware that nobody knows', async (t) => {
  t.equal(firmwareNote('LE20B03SIM7600M22').standing, 'good');
  t.match(firmwareNote('LE20B05SIM7600M22'), { standing: 'half-dead', voice: { en: /choppy/ } });
  t.match(firmwareNote('LE20B04SIM7600G22'), { standing: 'half-dead', sms: { en: /hang/ } });
  t.equal(firmwareNote('LE99B01').standing, 'unknown');
  t.equal(firmwareNote(null).standing, 'unknown');
});
