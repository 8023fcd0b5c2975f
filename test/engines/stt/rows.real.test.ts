import t from 'tap';
import { redirectLog } from '../../../daemon/base/log.js';
import { wordsOf } from '../../../daemon/base/language.js';
import { SAMPLE_RATE_HZ } from '../../../daemon/base/pcm.js';
import type { SttResult, SttStream } from '../../../daemon/engines/stt/stt.js';
import { understandingOf } from '../../../daemon/dialog/understanding.js';
import { expectedRows } from '../../../daemon/speech/expected-rows.js';
import { heardPhone } from '../../../daemon/speech/heard-phone.js';
import { wordErrors } from '../../bench/word-errors.js';
import { now, workshop } from '../../knowledge/sample.js';
import { callerSays, withoutBox } from '../../scenarios/caller-voice.js';
import { speak } from '../conformance.js';
import { started, vosk } from '../real.js';

t.before(() => redirectLog(() => undefined));

const NUMBERS = [
  'zero seven seven double zero, nine hundred, one two three',
  'oh two oh, seven nine four six, oh nine five eight',
  'zero seven nine eleven, one two three, four five six',
  'oh seven eight triple two, five six seven, eight nine',
  'two one two, five five five, oh one nine two',
  'six four six, triple five, one two three four',
  'oh seven four double three, nine eight one, double seven six',
  'oh one two one, four nine six, oh eight double four',
  'oh seven five oh six, six eight one, two nine three',
  'zero eight hundred, one two three, four five six seven',
  'oh one one three, two four three, one seven five one',
  'oh seven nine two eight, double five six, one oh nine',
  'oh seven three six five, eight oh four, nine two one',
  'oh one six one, nine four six, double oh three two',
  'zero seven one two three, four five six, seven eight nine',
  'oh three three three, double two one, four five eight',
  'oh seven eight nine oh, one one two, double three five',
  'four one five, eight six seven, five three oh nine',
  'oh seven six five four, three two one, zero nine eight',
  'oh seven double five three, two eight, four nine, six one',
];
const MOMENTS = [
  'on friday at half past two',
  'today at four',
  'tuesday at two thirty',
  'on saturday at ten in the morning',
  'the twenty eighth at eleven',
  'next tuesday at three in the afternoon',
  "wednesday at eleven o'clock",
  'december the fifth',
];
const OTHER = [
  'When are you open?',
  'I do not know the number.',
  'My name is John Smith.',
  'Can you call me on this one?',
];

async function hear(stream: SttStream, text: string): Promise<SttResult> {
  speak(stream, { samples: callerSays(text), sampleRateHz: SAMPLE_RATE_HZ });
  return await stream.finalise(AbortSignal.timeout(20_000));
}

const best = ({ text, phrase }: SttResult): string => phrase?.text ?? text;
const digitsIn = (text: string): readonly string[] => Array.from(heardPhone(text, 'GB', 'en')?.digits ?? '');

t.test('where rows of words are expected', { skip: withoutBox }, async (t) => {
  const stream = (await started(t, vosk())).open();
  const rows = expectedRows('en');

  await t.test('a dictated number comes with one digit wrong where open dictation has five', async (t) => {
    stream.expect({ phrases: ['when are you open'], rows: rows.number });
    let [digits, open, expected] = [0, 0, 0];
    for (const number of NUMBERS) {
      const heard = await hear(stream, number);
      digits += digitsIn(number).length;
      open += wordErrors(digitsIn(number), digitsIn(heard.text));
      expected += wordErrors(digitsIn(number), digitsIn(best(heard)));
    }
    t.ok(expected <= 0.05 * digits, `${expected} of ${digits} digits wrong`);
    t.ok(expected * 5 <= open, `${open} by open dictation`);
  });

  await t.test('a day and a time are understood as they were said', async (t) => {
    stream.expect({ phrases: ['when are you open'], rows: rows.when });
    const understanding = understandingOf({ ...workshop, country: 'GB' });
    const dayAndTime = (text: string) => JSON.stringify(understanding.timeIn(text, now)?.time);
    const isRight = (said: string, heard: string) => dayAndTime(heard) === dayAndTime(said);
    let [open, expected] = [0, 0];
    for (const moment of MOMENTS) {
      const heard = await hear(stream, moment);
      if (isRight(moment, heard.text)) open++;
      if (isRight(moment, best(heard))) expected++;
    }
    t.ok(expected >= MOMENTS.length - 2, `${expected} of ${MOMENTS.length}`);
    t.ok(expected > open, `${open} by open dictation`);
  });

  await t.test('anything else is heard as before', async (t) => {
    for (const text of OTHER) {
      const heard = await hear(stream, text);
      t.ok(heard.phrase === null || heard.phrase.text === wordsOf(text).join(' '));
    }
  });
});
