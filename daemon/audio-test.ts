import { isSoundCard, type Media, type MediaEvent, type MediaSession } from './audio/media.js';
import type { PathState } from './audio/path-watch.js';
import type { AudioFacts } from './audio-verdict.js';
import { settleWithin } from './base/abort.js';
import { SecretaryError, isAborted } from './base/errors.js';
import { samplesToMs } from './base/pcm.js';
import { time } from './base/time.js';
import type { Line, ModemEvent } from './modem/line.js';

export interface AudioTest {
  readonly line: Line;
  readonly media: Media;
  /** 8 kHz: asks the other side to say something and to press a key. */
  readonly prompt: Int16Array;
  /** How long the other side may take to speak and to press a key. */
  readonly answerWithinMs?: number;
}

/** Beyond the length of the prompt: a port that takes nothing never plays it. */
const PLAY_SLACK_MS = 2000;
const ANSWER_WITHIN_MS = 8000;
const CLOSE_WITHIN_MS = 3000;
const POLL_MS = 50;
const PROMPT = 'prompt';

/** Speaks and listens in a call that is up, and leaves the call as it was. Rejects 'aborted', 'refused' when the other side
 *  does not wait for the prompt, or 'port-gone' and 'busy' when there is no voice port to be had. */
export async function testAudio(test: AudioTest, signal: AbortSignal): Promise<AudioFacts> {
  const { line, media, prompt, answerWithinMs = ANSWER_WITHIN_MS } = test;
  const port = line.voicePort;
  if (port === null) throw new SecretaryError('port-gone', 'the modem has no voice port');
  const session = await media.open({ port, recordingPath: null });
  const answer = new Answer(line, session);
  try {
    const attempts = isSoundCard(port) ? 0 : await register(line, signal);
    if (attempts === null) return answer.facts(null);
    session.play(PROMPT, prompt);
    await answer.within({ ms: samplesToMs(prompt.length) + PLAY_SLACK_MS, until: () => answer.promptOver }, signal);
    answer.mustHaveHeard();
    await answer.within({ ms: answerWithinMs, until: () => answer.complete }, signal);
    return answer.facts(attempts);
  } finally {
    answer.close();
    await settleWithin(session.stop(), CLOSE_WITHIN_MS);
    await settleWithin(line.closeVoice(), CLOSE_WITHIN_MS);
  }
}

/** How often it was tried; null when the modem refused to the end. */
async function register(line: Line, signal: AbortSignal): Promise<number | null> {
  try {
    return (await line.openVoice(signal)).attempts;
  } catch (error) {
    if (isAborted(error) || signal.aborted) throw error;
    return null;
  }
}

/** What comes back from the other side. */
class Answer {
  readonly #session: MediaSession;
  readonly #unsubscribe: readonly (() => void)[];
  #path: PathState | null = null;
  #played = false;
  #voiceHeard = false;
  #key: AudioFacts['key'] = null;
  #hungUp = false;

  constructor(line: Line, session: MediaSession) {
    this.#session = session;
    this.#unsubscribe = [
      session.events.subscribe('audio test', (event) => this.#onMedia(event)),
      line.events.subscribe('audio test', (event) => this.#onModem(event)),
    ];
  }

  get promptOver(): boolean {
    return this.#hungUp || this.#played || this.#path === 'wedged';
  }

  get complete(): boolean {
    return this.#hungUp || (this.#voiceHeard && this.#key !== null);
  }

  /** Who hangs up before may have heard nothing, or had no time: that proves nothing. */
  mustHaveHeard(): void {
    if (!this.#hungUp || this.#played || this.#path === 'wedged') return;
    throw new SecretaryError('refused', 'the other side hung up before the prompt was over');
  }

  facts(attempts: number | null): AudioFacts {
    const health = this.#session.health();
    return {
      attempts,
      health,
      path: this.#path,
      played: this.#played,
      voiceHeard: this.#voiceHeard,
      key: this.#key,
    };
  }

  async within(
    { ms, until }: { readonly ms: number; readonly until: () => boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const deadlineMs = time.monotonicMs() + ms;
    while (!until() && this.#path !== 'gone' && time.monotonicMs() < deadlineMs) await time.sleep(POLL_MS, signal);
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #onMedia(event: MediaEvent): void {
    if (event.type === 'path') this.#path = event.state;
    else if (event.type === 'clip-ended') this.#played = !event.cut;
    // Even an echo of the prompt has come by the way that is being tested.
    else if (event.type === 'speech-start') this.#voiceHeard = true;
    else if (event.type === 'dtmf') this.#key = 'in-band';
  }

  #onModem(event: ModemEvent): void {
    if (event.type === 'dtmf') this.#key ??= 'reported';
    else if (event.type === 'ended') this.#hungUp = true;
  }
}
