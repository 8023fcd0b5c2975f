import { z } from 'zod';
import type { App } from './app.js';
import { audioTestTexts } from './audio-test-texts.js';
import { type AudioTest, testAudio } from './audio-test.js';
import { type AudioFacts, type AudioVerdict, judgeAudio } from './audio-verdict.js';
import { isAborted, SecretaryError } from './base/errors.js';
import { placeCall } from './call/outgoing-call.js';
import { asked, idle, type Operation } from './operation.js';

/** Whom to call, or null to be called. */
const wishOf = z.object({ dial: z.string().nullable() });
const OWNER = 'owner';
/** The network's patience and the test together. */
const LONGEST_MS = 5 * 60_000;
const RING_WITHIN_MS = 2 * 60_000;

/** What `secretary doctor --audio` asks of the running daemon. */
export const AUDIO_OPERATIONS: Readonly<Record<string, Operation>> = {
  'audio-test': async (app, request): Promise<AudioVerdict> => {
    idle(app);
    const { dial } = asked(wishOf, request);
    const signal = AbortSignal.timeout(LONGEST_MS);
    const { modem: line, media, voice, briefing } = app;
    // Made before the call: nobody should listen to silence meanwhile.
    const prompt = await voice.synthesise(audioTestTexts[briefing.business.language].prompt, signal);
    const test = { line, media, prompt };
    return judgeAudio(dial === null ? await beCalled(app, test, signal) : await call(app, test, dial, signal));
  },
};

async function beCalled({ desk }: App, test: AudioTest, signal: AbortSignal): Promise<AudioFacts> {
  await desk.handOver(AbortSignal.any([signal, AbortSignal.timeout(RING_WITHIN_MS)])).catch((error: unknown) => {
    throw isAborted(error) ? new SecretaryError('timeout', 'nobody called') : error;
  });
  await test.line.answer(signal);
  try {
    return await testAudio(test, signal);
  } finally {
    await test.line.hangUp();
  }
}

async function call(app: App, test: AudioTest, dial: string, signal: AbortSignal): Promise<AudioFacts> {
  const number = dial === OWNER ? app.briefing.business.owner?.number : dial;
  if (number === undefined) throw new SecretaryError('refused', 'the business has no number of its owner');
  const purpose = { why: 'owner', actor: 'command' } as const;
  // The test notices by itself that the other side is gone, and what it saw until then says most.
  const whileUp = () => testAudio(test, signal);
  const { result, came } = await placeCall(
    { line: test.line, guard: app.tollGuard },
    { number, purpose, whileUp },
    signal,
  );
  if (came === null) throw new SecretaryError('refused', `the call was not answered: ${result}`);
  return came;
}
