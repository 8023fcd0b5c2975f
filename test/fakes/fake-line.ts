import { inBoth } from '../../daemon/base/language.js';
import { waitOrAbort } from '../../daemon/base/abort.js';
import { time } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import type { DialResult, Dialling, Line, ModemEvent, ModemStatus, VoicePath } from '../../daemon/modem/line.js';

const READY: ModemStatus = {
  state: 'ready',
  detail: inBoth(''),
  operator: 'Test',
  registration: 'home',
  technology: 'LTE',
  signalDbm: -70,
  model: 'SIM7600',
  firmware: 'test',
  subversion: null,
  pinTries: null,
  chosen: null,
};

type Step = 'voiceFailed' | 'dial' | 'sendKeys' | 'answer' | 'openVoice' | 'closeVoice' | 'hangUp';

/** A line that does what it is asked within 100 ms, unless a step was told to fail or to hang. */
export class FakeLine implements Line {
  readonly events = new Topic<ModemEvent>('fake line');
  readonly statusChanges = new Topic<ModemStatus>('fake line status');
  readonly status = READY;
  voicePort: string | null = '/fake/pcm';
  /** What was asked of it, in order. */
  readonly asked: Step[] = [];
  readonly #wrong = new Map<Step, Error | 'hangs'>();

  /** From now on that step fails with the error, or never comes to an end. */
  goesWrong(step: Step, how: Error | 'hangs'): void {
    this.#wrong.set(step, how);
  }

  async answer(signal: AbortSignal): Promise<void> {
    await this.#do('answer', signal);
    this.events.publish({ type: 'answered' });
  }

  async openVoice(signal: AbortSignal): Promise<VoicePath> {
    await this.#do('openVoice', signal);
    return { attempts: 1, afterMs: 100 };
  }

  async dial(_dialling: Dialling, signal: AbortSignal): Promise<DialResult> {
    await this.#do('dial', signal);
    return { result: 'answered', certain: true };
  }

  sendKeys(): Promise<void> {
    return this.#do('sendKeys');
  }

  voiceFailed(): void {
    this.asked.push('voiceFailed');
  }

  closeVoice(): Promise<void> {
    return this.#do('closeVoice');
  }

  hangUp(): Promise<void> {
    return this.#do('hangUp');
  }

  async #do(step: Step, signal = new AbortController().signal): Promise<void> {
    this.asked.push(step);
    const wrong = this.#wrong.get(step);
    if (wrong === 'hangs') return waitOrAbort(new Promise<void>(() => undefined), signal, step);
    await time.sleep(100, signal);
    if (wrong !== undefined) throw wrong;
  }
}
