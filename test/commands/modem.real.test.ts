import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { JsonServer } from '../../daemon/base/json-socket.js';
import type { ModemStatus } from '../../daemon/modem/line.js';
import { NO_MODEM } from '../../daemon/modem/status.js';

const CLI = path.join(import.meta.dirname, '..', '..', 'daemon', 'cli.js');

const modem = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'modem', ...args], { encoding: 'utf8' });
  return { status, lines: stdout.split('\n').slice(0, -1), stdout, stderr };
};

/** What the command prints of what a daemon says. */
async function statusOf(t: Test, line: ModemStatus): Promise<string> {
  const data = mkdtempSync(path.join(tmpdir(), 'modem-status-'));
  const server = new JsonServer(path.join(data, 'run', 'control.sock'), () => ({ line, pid: 1 }));
  await server.listen();
  t.teardown(async () => {
    await server.close();
    rmSync(data, { recursive: true });
  });
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'modem', 'status', '--data', data]);
  return stdout;
}

t.test('the status says which of several modems it is, and why', async (t) => {
  const chosen = { place: '1-1.2', enumeration: '7', by: 'imei', of: 2 } as const;
  const place = async (line: ModemStatus) => /^place +(.*)$/m.exec(await statusOf(t, line))?.[1];
  t.equal(await place({ ...NO_MODEM, chosen }), '1-1.2, named by its IMEI; 2 on the USB');
  t.match(await place({ ...NO_MODEM, chosen: { ...chosen, by: 'order' } }), /^1-1.2, the first; .*; 2 on the USB$/);
  t.equal(await place({ ...NO_MODEM, chosen: { ...chosen, by: 'order', of: 1 } }), '1-1.2, the only modem');
  t.equal(await place(NO_MODEM), 'unknown');
});

t.test('the help of dial says that it holds no conversation', async (t) => {
  t.match(modem('dial', '--help').stdout, /holds no conversation/);
});

const GOOD = '07911326040000F0040B911346610089F60000208062917314480CC8F71D14969741F977FD07';

t.test('PDUs are decoded one JSON object each; a bad one does not keep the others from it', async (t) => {
  const { status, lines } = modem(
    'pdu',
    'decode',
    GOOD,
    'nonsense',
    '0006D60B911326880736F4111011719551401110117195714000',
  );
  t.equal(status, 1);
  const [message, bad, report] = lines.map((line) => JSON.parse(line) as unknown);
  t.match(message, {
    type: 'deliver',
    smsc: '+31624000000',
    from: '+31641600986',
    sentAt: '2002-08-26T19:37:41-01:00',
    text: 'How are you?',
    alphabet: 'gsm7',
    class: null,
    concat: null,
    status: null,
    mr: null,
  });
  t.same(bad, { error: 'not a PDU: it is not hexadecimal' });
  t.match(report, {
    type: 'report',
    smsc: null,
    to: '+31628870634',
    status: 0,
    mr: 214,
    outcome: 'delivered',
    text: null,
  });
});

t.test('a hostile text is shown harmlessly and read back as it was', async (t) => {
  const text = '\u202Etxt.exe\u009B2J\u001B[2J';
  const hex = modem('pdu', 'encode', '--to', '900', text).stdout.split(' ')[1]!.trim();
  const { stdout } = modem('pdu', 'decode', hex);
  t.match(stdout, /^[\x20-\x7E]*\n$/);
  t.equal((JSON.parse(stdout) as { text: string }).text, text);
});

t.test('a text is encoded with the length that AT+CMGS wants', async (t) => {
  t.same(modem('pdu', 'encode', '--to', '+447700900123', 'hellohello'), {
    status: 0,
    lines: ['length=23 0011000C914477000910320000A70AE8329BFD4697D9EC37'],
    stdout: 'length=23 0011000C914477000910320000A70AE8329BFD4697D9EC37\n',
    stderr: '',
  });
  t.match(modem('pdu', 'encode', '--report', '--to', '+447700900123', 'hi').stdout, /^length=\d+ 0031/);
  const { lines } = modem('pdu', 'encode', '--to', '+447700900123', 'ж'.repeat(100));
  t.equal(lines.length, 2);
  for (const line of lines) {
    const [, length, hex = ''] = /^length=(\d+) ([0-9A-F]+)$/.exec(line) ?? [];
    t.equal(Number(length), hex.length / 2 - 1);
  }
});

t.test('what cannot be sent is refused in one sentence; wrong use ends with 2', async (t) => {
  t.match(modem('pdu', 'encode', '--to', 'BANK', 'hi'), { status: 1, stdout: '', stderr: /recipient/ });
  t.match(modem('pdu', 'encode', '--to', '900', 'x'.repeat(2000)), { status: 1, stderr: /14 messages/ });
  for (const args of [
    [],
    ['sing'],
    ['pdu'],
    ['pdu', 'decode'],
    ['pdu', 'encode', 'hi'],
    ['pdu', 'encode', '--to', '900'],
    ['replay'],
  ]) {
    const { status, stdout, stderr } = modem(...args);
    t.equal(status, 2, args.join(' '));
    t.equal(stdout, '');
    t.ok(stderr.length > 0);
  }
});

t.test('a transcript is replayed, one event a line', async (t) => {
  const { status, lines } = modem('replay', 'firmware-notes/transcripts/sms-and-ussd.txt');
  t.equal(status, 0);
  t.same(JSON.parse(lines[0]!), { type: 'sms', pdu: GOOD });
  t.match(modem('replay', 'package.json'), { status: 1, stderr: /^line 1 / });
  t.match(modem('replay', '/nowhere'), { status: 1, stderr: /ENOENT/ });
});

t.test('help has an example', async (t) => {
  for (const args of [['--help'], ['pdu', '--help'], ['replay', '--help']]) {
    t.match(modem(...args), { status: 0, stdout: /example: secretary modem / });
  }
});
