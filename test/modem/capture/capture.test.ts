import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Capture } from '../../../daemon/modem/capture/capture.js';
import type { CaptureEntry } from '../../../daemon/modem/capture/entry.js';
import { readCapture, toTranscript } from '../../../daemon/modem/capture/transcript.js';
import { Veil } from '../../../daemon/modem/capture/veil.js';
import type { OpenPort, PortHandlers } from '../../../daemon/modem/port.js';
import { openSerialPort } from '../../../daemon/modem/port.js';
import { replay } from '../../../daemon/modem/replay.js';
import { Pty } from '../../fakes/pty.js';

const BYTES: Readonly<Record<string, string>> = { r: '\r', n: '\n', '0': '\0', '\\': '\\' };
const TRANSCRIPTS = join(import.meta.dirname, '../../../../firmware-notes/transcripts');

/** Three ports without I/O; `say` is the modem speaking on one of them, in one read. */
async function capturing() {
  const handlers = new Map<string, PortHandlers>();
  const written: string[] = [];
  const entries: CaptureEntry[] = [];
  const open: OpenPort = async (path, each) => {
    handlers.set(path, each);
    return { write: (text) => void written.push(text), close: async () => undefined };
  };
  const capture = new Capture(open, (entry) => entries.push(entry));
  await capture.start({ at: 'at', at2: 'at2', pcm: 'pcm' });
  const say = (port: string, bytes: string | Buffer) =>
    handlers.get(port)?.data(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  return { capture, say, written, entries, text: () => entries.map((entry) => JSON.stringify(entry)).join('\n') };
}

t.test('what passes on the ports is kept with its time, and nobody in it can be known', async (t) => {
  const { capture, say, written, entries, text } = await capturing();
  capture.send('AT+CGSN');
  say('at', '\r\n864424040123456\r\n\r\nOK\r\n');
  say('at', '\r\nRING\r\n\r\n+CLIP: "+4477009');
  say('at', '00123",145\r\n');
  say('at2', '\r\nMISSED_CALL: 11:01AM 07700900123\r\n');
  say('at', '\r\n+CMGR: 0,,26\r\n0791447758100650040C914477009001230000\r\n');
  say('pcm', Buffer.from([0, 0, 0x10, 0x27, 0xf0, 0xd8]));
  await capture.stop();
  t.same(written, ['AT+CGSN\r']);
  for (const secret of ['864424040123456', '7700900123', '900123', '0791447758'])
    t.notOk(text().includes(secret), secret);
  const [, , , ring, rest, missed] = entries;
  t.match(ring, { port: 'at', from: 'modem' });
  t.match(entries.at(-1), { port: 'pcm', bytes: 6, peak: 10_000 });
  t.ok(missed !== undefined && rest !== undefined);
});

t.test('a number stays the same one in all its forms, and every byte where it was', async (t) => {
  const veil = new Veil();
  const international = veil.over('+CLIP: "+447700900123",145');
  const national = veil.over('MISSED_CALL: 11:01AM 07700900123');
  t.equal(international.slice(-12, -5), national.slice(-7));
  t.equal(international.length, '+CLIP: "+447700900123",145'.length);
  t.not(veil.over('+447700900124'), veil.over('+447700900123'));
  t.equal(veil.over('VOICE CALL: END: 000352'), 'VOICE CALL: END: 000352');
  t.equal(veil.over('+CREG: 2,1,"1A2B","0C3D"'), '+CREG: 2,1,"1A2B","0C3D"');
});

t.test('a capture becomes a transcript that the parser reads as the modem was heard', async (t) => {
  const { capture, say, entries } = await capturing();
  say('at', '\r\nRI');
  say('at', 'NG\r\n\r\n+CLIP: "07700900123",129,,,"",0\r\n');
  capture.send('ATA');
  say('at', '\r\nVOICE CALL: BEGIN\r\n\r\nOK\r\n');
  say('at', '\r\r\n+RXDTMF: 5\r\r\n');
  say('at', '\r\nVOICE CALL: END: 000017\r\n\r\nNO CARRIER\r\n');
  say('at2', '\r\nRING\r\n');
  await capture.stop();
  const transcript = toTranscript(entries, 'at');
  t.same(transcript.split('\n').slice(0, 3), [
    '< \\r\\nRING\\r\\n',
    '< \\r\\n+CLIP: "00000000001",129,,,"",0\\r\\n',
    '> ATA\\r',
  ]);
  t.match(
    replay(transcript).map(({ type }) => type),
    ['ringing', 'answered', 'final', 'dtmf', 'ended'],
  );
});

t.test('every golden transcript survives being captured and written again', async (t) => {
  for (const name of readdirSync(TRANSCRIPTS).filter((each) => each.endsWith('.txt'))) {
    const golden = readFileSync(join(TRANSCRIPTS, name), 'utf8');
    const entries = golden.split('\n').flatMap((line): CaptureEntry[] => {
      const from = line.startsWith('<') ? 'modem' : 'host';
      if (!/^[<>]/.test(line)) return [];
      const escaped = line.slice(1).replace(/^ /, '');
      const text = escaped.replace(/\\(x..|.)/g, (_, e: string) =>
        e.startsWith('x') ? String.fromCharCode(Number.parseInt(e.slice(1), 16)) : (BYTES[e] ?? '?'),
      );
      return [{ ms: 0, port: 'at', from, text }];
    });
    t.same(replay(toTranscript(entries, 'at')), replay(golden), name);
  }
});

t.test('a file that is no capture is refused with the line', async (t) => {
  t.same(readCapture('\n{"ms":1,"note":"x"}\n'), [{ ms: 1, note: 'x' }]);
  t.throws(() => readCapture('{"ms":1,"note":"x"}\nhello\n'), { code: 'bad-input', message: /line 2/ });
  t.throws(() => readCapture('{"ms":-1,"port":"at","from":"modem","text":""}'), { message: /line 1/ });
});

t.test('real ports are captured, and a modem that vanishes is noted', async (t) => {
  const [at, pcm] = [new Pty(() => at.write('\r\nOK\r\n')), new Pty(() => undefined)];
  const entries: CaptureEntry[] = [];
  let told: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (told = resolve));
  const capture = new Capture(openSerialPort, (entry) => {
    entries.push(entry);
    if ('text' in entry && entry.from === 'modem') at.unplug();
    if ('note' in entry) told();
  });
  await capture.start({ at: at.path, at2: null, pcm: pcm.path });
  capture.send('AT');
  await gone;
  await capture.stop();
  pcm.unplug();
  t.match(entries, [{ from: 'host', text: 'AT\r' }, { from: 'modem', text: '\r\nOK\r\n' }, { note: /^at is gone/ }]);
});
