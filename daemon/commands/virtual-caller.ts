import { SecretaryError } from '../base/errors.js';
import { time } from '../base/time.js';
import type { SimulatorClient } from '../simulator/client.js';
import { AssistantEar } from './assistant-ear.js';
import type { Step } from './steps.js';

/** The caller speaks when the assistant has been quiet for that long. */
const QUIET_MS = 600;
const BARGE_AFTER_MS = 1000;
const LAST_QUIET_MS = 2000;
const BETWEEN_KEYS_MS = 300;
/** An assistant that says nothing for so long has failed the caller. */
const PATIENCE_MS = 20_000;
const POLL_MS = 20;

/** A step with its sound made beforehand, so that nothing is synthesised while the line is up. */
export interface ReadyStep {
  readonly step: Step;
  readonly sound: Int16Array | null;
}

/** Plays a caller against the simulator: rings, listens, speaks, presses keys and hangs up. */
export class VirtualCaller {
  readonly #line: SimulatorClient;
  readonly #ear: AssistantEar;
  readonly #over = new AbortController();
  #answered = false;
  #stepsDone = 0;

  constructor(line: SimulatorClient) {
    this.#line = line;
    this.#ear = new AssistantEar(line.events);
    line.events.subscribe('caller', (event) => {
      if (event.event === 'answered') this.#answered = true;
      else if (event.event === 'ended') this.#over.abort();
    });
  }

  /** Resolves with the number of steps that could be taken; rejects 'refused' when the line is busy or nobody answers. */
  async call(from: string | null, steps: readonly ReadyStep[], onStep: (step: Step) => void): Promise<number> {
    await this.#line.request({ op: 'listen' });
    await this.#line.request({ op: 'dial', from });
    try {
      await this.#until(() => this.#answered, 60_000, 'nobody answered');
      for (const each of steps) {
        await this.#take(each, onStep);
        this.#stepsDone++;
      }
      if (steps.at(-1)?.step.do !== 'hang-up') await this.#lastAnswer();
    } catch (error) {
      if (!this.#over.signal.aborted) throw error;
    } finally {
      if (!this.#over.signal.aborted) await this.#line.request({ op: 'hang-up' }).catch(() => undefined);
    }
    return this.#stepsDone;
  }

  async #take({ step, sound }: ReadyStep, onStep: (step: Step) => void): Promise<void> {
    if (step.do === 'barge' || step.do === 'barge-wav') await this.#untilBarging();
    else if (step.do !== 'wait' && step.do !== 'hang-up') await this.#untilItsTurn();
    onStep(step);
    if (sound !== null) await this.#speak(sound);
    else if (step.do === 'keys') await this.#press(step.keys);
    else if (step.do === 'wait') await time.sleep(step.seconds * 1000, this.#over.signal);
    else if (step.do === 'hang-up') await this.#line.request({ op: 'hang-up' });
  }

  #heardBefore = 0;

  /** The assistant has said something since the last step, and has finished. */
  async #untilItsTurn(): Promise<void> {
    const fits = () => this.#ear.heardFrames > this.#heardBefore && this.#ear.quietMs >= QUIET_MS;
    await this.#until(fits, PATIENCE_MS, 'the assistant does not finish or says nothing');
    this.#heardBefore = this.#ear.heardFrames;
  }

  async #untilBarging(): Promise<void> {
    const fits = () => {
      const since = this.#ear.speakingSinceMs(QUIET_MS);
      return (
        this.#ear.heardFrames > this.#heardBefore && since !== null && time.monotonicMs() - since >= BARGE_AFTER_MS
      );
    };
    await this.#until(fits, PATIENCE_MS, 'the assistant does not begin to speak');
    this.#heardBefore = this.#ear.heardFrames;
  }

  async #lastAnswer(): Promise<void> {
    const fits = () => this.#ear.heardFrames > this.#heardBefore && this.#ear.quietMs >= LAST_QUIET_MS;
    await this.#until(fits, PATIENCE_MS, 'the assistant does not answer the last step');
  }

  async #speak(sound: Int16Array): Promise<void> {
    const spoken = this.#line.events.next((event) => event.event === 'spoken', this.#over.signal);
    await this.#line.speak(sound);
    await spoken;
    // What the assistant said while it was being interrupted is no answer to these words.
    this.#heardBefore = this.#ear.heardFrames;
  }

  async #press(keys: string): Promise<void> {
    for (const key of keys) {
      await this.#line.request({ op: 'key', key });
      await time.sleep(BETWEEN_KEYS_MS, this.#over.signal);
    }
  }

  async #until(fits: () => boolean, limitMs: number, otherwise: string): Promise<void> {
    const sinceMs = time.monotonicMs();
    while (!fits()) {
      if (time.monotonicMs() - sinceMs > limitMs) throw new SecretaryError('timeout', otherwise);
      await time.sleep(POLL_MS, this.#over.signal);
    }
  }
}
