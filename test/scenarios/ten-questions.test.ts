import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { msToSamples, SAMPLE_RATE_HZ } from '../../daemon/base/pcm.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import type { VoskStt } from '../../daemon/engines/stt/vosk.js';
import { speechFor } from '../../daemon/speech/speech.js';
import type { CallRecord } from '../../daemon/store/record.js';
import { QUESTIONS } from '../bench/questions.js';
import { started, vosk } from '../engines/real.js';
import { Box, heardTurns, secretary } from './box.js';
import { callerWav, withoutBox } from './caller-voice.js';

t.setTimeout(240_000);

const CHECKER = join(import.meta.dirname, '../../../../shared/check-record.py');
/** Of words; Piper on a telephone line is not quite what the recogniser was trained on. */
const WER_AT_MOST = 0.25;

t.test(
  'the ten questions of a caller, from his first word to the record of the call',
  { skip: withoutBox },
  async (t) => {
    const box = await Box.start(t);
    const folder = t.testdir();
    const file = join(folder, 'out.json');
    const wavs = QUESTIONS.flatMap((text, at) => {
      const path = join(folder, `${at}.wav`);
      writeFileSync(path, callerWav(text));
      return ['--wav', path];
    });
    const { status, stderr } = await secretary(['call', '--data', box.data, '--json', file, ...wavs]);
    t.match({ status, stderr }, { status: 0, stderr: '' });
    const record = JSON.parse(readFileSync(file, 'utf8')) as CallRecord;

    await t.test('the assistant ends it, and the owner gets the message', async (t) => {
      t.equal(record.call.endReason, 'goodbye');
      t.ok(heardTurns(record).length >= QUESTIONS.length - 1, `${heardTurns(record).length} turns`);
      t.match(record.outcome, { kind: /message|booking/, name: 'John Smith', number: '+447700900456' });
    });

    await t.test(
      'record and recording are as the contract says',
      { skip: existsSync(CHECKER) ? false : 'check-record.py is not beside this checkout' },
      async (t) => {
        t.match(execFileSync('python3', [CHECKER, file], { encoding: 'utf8' }), /as promised/);
      },
    );

    await t.test("what the recogniser hears on the assistant's channel is what `spoken` says", async (t) => {
      const stt = await started(t, vosk());
      const assistant = channelOf(parseWav(readFileSync(record.call.recording)), 1);
      let words = 0;
      let wrong = 0;
      for (const { spoken, saidStartMs, saidEndMs } of record.turns) {
        if (saidStartMs === null || saidEndMs === null) continue;
        const part = assistant.samples.slice(msToSamples(Math.max(0, saidStartMs - 300)), msToSamples(saidEndMs + 300));
        const heardText = await recognised(stt, part);
        const [said, heard] = [wordsOf(speechFor('en').normalise(spoken ?? '')), wordsOf(heardText)];
        words += said.length;
        const errors = distance(said, heard);
        wrong += errors;
        t.comment(`${errors} of ${said.length}: ${said.join(' ')} | ${heard.join(' ')}`);
      }
      t.ok(words > 60 && wrong / words <= WER_AT_MOST, `${wrong} of ${words} words are wrong`);
    });
  },
);

/** Second by second: a recogniser that has too much to do at once gives no sign of life, and is taken for hung. */
async function recognised(stt: VoskStt, samples: Int16Array): Promise<string> {
  const stream = stt.open();
  for (let at = 0; at < samples.length; at += SAMPLE_RATE_HZ) {
    stream.write({ samples: samples.slice(at, at + SAMPLE_RATE_HZ), sampleRateHz: SAMPLE_RATE_HZ });
    await stt.unknownWords([]);
  }
  const { text } = await stream.finalise(AbortSignal.timeout(20_000));
  stream.close();
  return text;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z']+/g) ?? [];

/** Words put in, left out or changed on the shortest way from one to the other (Levenshtein). */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, at) => at + 1);
  for (const [i, word] of a.entries()) {
    let left = i + 1;
    row = row.map((above, j) => {
      const diagonal = j === 0 ? i : (row[j - 1] ?? 0);
      left = Math.min(above + 1, left + 1, diagonal + (word === b[j] ? 0 : 1));
      return left;
    });
  }
  return row.at(-1) ?? a.length;
}
