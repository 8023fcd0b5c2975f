import type { Test } from 'tap';
import { FRAME_SAMPLES, msToSamples, type Pcm, rms, SAMPLE_RATE_HZ, samplesToMs } from '../../daemon/base/pcm.js';
import type { ChatMessage, Llm } from '../../daemon/engines/llm/llm.js';
import type { Stt, SttStream } from '../../daemon/engines/stt/stt.js';
import type { Tts } from '../../daemon/engines/tts/tts.js';

// What every engine of a kind must do, real or scripted: run on both, so that logic tests with scripts stay honest.

const patience = () => AbortSignal.timeout(20_000);

/** Writes a clip in the frames of a call. */
export function speak(stream: SttStream, { samples, sampleRateHz }: Pcm): void {
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES)
    stream.write({ samples: samples.slice(at, at + FRAME_SAMPLES), sampleRateHz });
}

const silence = (ms: number): Pcm => ({ samples: new Int16Array(msToSamples(ms)), sampleRateHz: SAMPLE_RATE_HZ });

export interface SttCase {
  readonly stt: Stt;
  /** Speech, what open dictation makes of it, and a word that the model does not know. */
  readonly clip: Pcm;
  readonly text: string;
  readonly unknown: string;
}

export async function sttConforms(test: Test, { stt, clip, text, unknown }: SttCase): Promise<void> {
  const stream = stt.open();
  const partials: string[] = [];
  stream.onPartial = (partial) => partials.push(partial);
  speak(stream, silence(500));
  test.match(await stream.finalise(patience()), { text: '', words: [], phrase: null }, 'silence is nothing');

  stream.expect({ phrases: [text, `not ${text}`, unknown], rows: [] });
  speak(stream, clip);
  const heard = await stream.finalise(patience());
  test.equal(heard.text, text);
  test.equal(heard.phrase?.text, text, 'a whole expected phrase is told apart');
  test.same(heard.words.map(({ word }) => word).join(' '), text);
  test.ok((heard.words[0]?.startMs ?? 0) > 400, 'times count from the first sample of the stream');
  for (const [i, { startMs, endMs, confidence }] of heard.words.entries()) {
    test.ok(startMs >= (heard.words[i - 1]?.endMs ?? 0) && endMs > startMs, 'words follow each other');
    test.ok(confidence > 0 && confidence <= 1);
  }
  test.ok(partials.length > 0 && partials.every((partial, i) => partial !== partials[i - 1]), 'partials change');

  test.equal((await stream.finalise(patience())).text, '', 'what was finalised does not come again');
  await test.rejects(stream.finalise(AbortSignal.abort()), { code: 'aborted' });
  test.same(await stt.unknownWords([unknown, ...text.split(' ')]), [unknown]);
  stream.close();
  speak(stream, clip);
  test.pass('a frame after the close harms nobody');
}

export async function llmConforms(test: Test, llm: Llm): Promise<void> {
  const system: ChatMessage = {
    role: 'system',
    content: 'You answer the telephone of a bicycle shop in short sentences.',
  };
  const question: ChatMessage = { role: 'user', content: 'Hello, please tell me everything about your shop.' };
  const messages = [system, question];
  const ask = { messages, maxTokens: 16, temperature: 0 };

  const pieces: string[] = [];
  const first = await llm.generate(ask, (piece) => pieces.push(piece), patience());
  test.ok(first.text.trim().length > 0 && pieces.length > 1, 'it answers in pieces');
  test.equal(pieces.join(''), first.text, 'the pieces are the text');
  test.ok(first.usage.generatedTokens <= 16 && first.usage.newTokens > 0);

  const short = await llm.generate({ ...ask, maxTokens: 3 }, () => undefined, patience());
  test.equal(short.stopReason, 'length');
  test.equal(short.usage.generatedTokens, 3);

  const controller = new AbortController();
  let spoken = '';
  const cut = await llm.generate(
    { ...ask, maxTokens: 200 },
    (piece) => {
      spoken += piece;
      controller.abort();
    },
    controller.signal,
  );
  test.equal(cut.stopReason, 'abort');
  test.ok(spoken.length > 0 && cut.text.startsWith(spoken), 'an abort gives what there is');

  const next: ChatMessage[] = [
    ...messages,
    { role: 'assistant', content: cut.text },
    { role: 'user', content: 'And on Sunday?' },
  ];
  await llm.preload(next, patience());
  const { usage } = await llm.generate({ ...ask, messages: next }, () => undefined, patience());
  test.ok(
    usage.promptTokens <= usage.newTokens,
    `${usage.promptTokens} of ${usage.newTokens} new tokens evaluated after a preload`,
  );
  await llm.preload(next, AbortSignal.abort());
  const never = await llm.generate(ask, () => undefined, AbortSignal.abort());
  test.match(never, { text: '', stopReason: 'abort' });
}

export async function ttsConforms(test: Test, tts: Tts): Promise<void> {
  const short = await tts.synthesise('We are open today.', patience());
  const long = await tts.synthesise('We are open today. On Sunday, the shop is closed for the whole day.', patience());
  for (const { samples, sampleRateHz } of [short, long]) {
    test.equal(sampleRateHz, SAMPLE_RATE_HZ);
    test.ok(
      samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0) <= 16_384,
      'peaks stay below -6 dBFS',
    );
    test.ok(rms(samples) > 500, 'it can be heard');
    test.ok(
      rms(samples, 0, msToSamples(40)) > 50 && rms(samples, samples.length - msToSamples(40)) > 50,
      'no silence around it',
    );
  }
  test.ok(samplesToMs(short.samples.length) > 300);
  test.ok(long.samples.length > 1.5 * short.samples.length);
  await test.rejects(tts.synthesise('We are open today.', AbortSignal.abort()), { code: 'aborted' });
  await test.rejects(tts.synthesise(' … ', patience()), { code: 'bad-input' });
  const both = await Promise.all([tts.synthesise('Yes.', patience(), 'spare'), tts.synthesise('No.', patience())]);
  test.ok(
    both.every(({ samples }) => samples.length > 0),
    'two at a time are two clips',
  );
}
