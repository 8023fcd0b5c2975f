import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { SecretaryError } from '../../daemon/base/errors.js';
import { JsonServer } from '../../daemon/base/json-socket.js';
import { SmsService } from '../../daemon/modem/sms/service.js';
import { SMS_OPERATIONS } from '../../daemon/sms-operations.js';
import { listAudit } from '../../daemon/store/audit.js';
import { saveSms } from '../../daemon/store/sms-in.js';
import { writeSetting } from '../../daemon/store/settings.js';
import { latestSent } from '../../daemon/store/sms-out.js';
import { QueueModem } from '../fakes/queue-modem.js';
import { tempFolder, tempStore } from '../store/temp-store.js';

const CLI = join(import.meta.dirname, '..', '..', 'daemon', 'cli.js');

/** The operations of a running daemon behind its real socket; its modem is not there. */
async function setUp(test: Test) {
  const data = tempFolder(test);
  const store = await tempStore(test);
  const host = { store, sms: new SmsService({ modem: new QueueModem(() => undefined), db: store.db }) };
  const server = new JsonServer(join(data, 'run', 'control.sock'), (request) => {
    const operation = SMS_OPERATIONS[request.op];
    if (operation === undefined) throw new SecretaryError('bad-input', request.op);
    return operation(host, request);
  });
  await server.listen();
  test.teardown(() => server.close());
  const run = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [CLI, 'modem', 'sms', ...args, '--data', data]).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    );
  return { ...store, run };
}

t.test('a message is queued, told with what it will be charged as, and written into the audit', async (test) => {
  const { db, run } = await setUp(test);
  const text = 'Велосипед готов. '.repeat(5);
  const { code, stdout } = await run('send', '--to', '+44 7700 900123', '--report', text);
  test.equal(code, 0);
  test.match(stdout, /^[0-9A-Z]{26}: queued, charged as 2\n$/);
  test.match(await latestSent(db, 5), [{ to: '+447700900123', text, state: 'queued', segments: 2 }]);
  test.match(await listAudit(db, 5), [{ actor: 'command', action: 'sms.send', detail: { segments: 2 } }]);
  test.match((await run('list')).stdout, /out {2}\+447700900123 {2}\(queued\) {2}"Велосипед готов\./);
});

t.test('what it costs is told before it is sent, and kept when it is', async (test) => {
  const { db, run } = await setUp(test);
  const text = 'Велосипед готов. '.repeat(10);
  test.match(await run('send', '--dry-run', '--to', '900', text), { stdout: 'not sent, charged as 3\n' });
  await writeSetting(db, 'smsPrice', 0.07, 'test');
  await writeSetting(db, 'smsCurrency', 'GBP', 'test');
  test.match(await run('send', '--dry-run', '--to', '900', text), { stdout: 'not sent, charged as 3, £0.21\n' });
  test.same(await latestSent(db, 5), []);
  test.match(await run('send', '--dry-run', '--to', 'BANK', text), { code: 1, stderr: /not a number/ });
  test.match((await run('send', '--to', '900', text)).stdout, /: queued, charged as 3, £0\.21\n$/);
  const detail = { segments: 3, price: 0.21, currency: 'GBP' };
  test.match(await listAudit(db, 1), [{ action: 'sms.send', detail }]);
});

t.test('hostile senders and texts are listed harmlessly, a line each', async (test) => {
  const { db, run } = await setUp(test);
  const text = 'first\nin   "+44"  "second"\u001B[2J\u202Eexe';
  await saveSms(
    db,
    { from: 'E\u202EVIL', sentAt: null, text, class: 0, parts: 2, missing: [2], marks: ['silent'] },
    [],
  );
  const { stdout } = await run('list');
  test.match(
    stdout,
    /^[-\dT:]{16} {2}in {3}"E\\u202eVIL" {2}\(incomplete, silent\) {2}"first\\nin [^\n]*\\u001b\[2J\\u202eexe"\n$/,
  );
  const json = JSON.parse((await run('list', '--json')).stdout) as object;
  test.match(json, { direction: 'in', text, missing: [2] });
});

t.test('what cannot be sent is said in one sentence, wrong use ends with 2', async (test) => {
  const { run } = await setUp(test);
  test.match(await run('send', '--to', 'BANK', 'x'), { code: 1, stderr: /^the recipient is not a number[^\n]*\n$/ });
  test.match(await run('send', '--to', '900', ''), { code: 1, stderr: /text/ });
  test.match(await run('send', 'x'), { code: 2 });
  test.match(await run('send', '--to', '900'), { code: 2 });
  test.match(await run('list', '--limit', 'many'), { code: 2 });
  test.match(await run('sing'), { code: 2 });
  test.match(await run('--help'), { code: 0, stdout: /example: secretary modem sms / });
});
