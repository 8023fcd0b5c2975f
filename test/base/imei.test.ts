import t from 'tap';
import { faultOfImei, isSameDevice, looksLikeImei, shortImei } from '../../daemon/base/imei.js';

t.test('an IMEI has fifteen digits, the last of which fits the others', async (t) => {
  for (const imei of ['490154203237518', '864424040123454', '867584030012343']) t.equal(faultOfImei(imei), null, imei);
  t.equal(faultOfImei('490154203237510'), null, 'the spare digit, as it is transmitted');
  for (const mistyped of ['490154203237519', '490154203327518', '890154203237518'])
    t.match(faultOfImei(mistyped), /last digit fits the others/, mistyped);
  for (const wrong of ['', '49015420323751', '4901542032375180', '49-015420-323751-8', 'auto'])
    t.equal(faultOfImei(wrong), 'expected an IMEI of 15 digits', wrong);
});

t.test('a place on the bus is not taken for one', async (t) => {
  t.notOk(looksLikeImei('1-1.2'));
  t.notOk(looksLikeImei('auto'));
  t.ok(looksLikeImei('1234'), 'digits alone are meant as one, and refused as such');
});

t.test('check digit, spare digit and software version make no other device', async (t) => {
  t.ok(isSameDevice('490154203237518', '490154203237510'));
  t.ok(isSameDevice('490154203237518', '4901542032375103'));
  t.notOk(isSameDevice('490154203237518', '490154203237618'));
  t.equal(shortImei('490154203237518'), '…7518');
});
