import { SecretaryError, hasCode } from '../base/errors.js';
import type { InBothLanguages } from '../base/language.js';
import { logger } from '../base/log.js';
import { type Cancel, time } from '../base/time.js';
import { type Command, nameOf } from './commands.js';
import { LineSplitter } from './lines.js';
import type { Final } from './parser/final.js';
import { AtParser, type Item } from './parser/parser.js';
import { Resync } from './resync.js';

const log = logger('modem/queue');

/** Between a final result and the next command; commands in quick succession were seen to knock a modem off its bus
 *  (sim7600.md §5 row 11). */
export const SPACING_MS = { settled: 50, booting: 300 } as const;
/** Longer than the SIM takes for anything: what gives way and has no answer by then has lost it. */
const HURRIED_MS = 2000;
const FAILURES_UNTIL_SICK = 3;
const SICK = {
  en: `${FAILURES_UNTIL_SICK} commands in a row without an answer`,
  ru: `команд подряд без ответа: ${FAILURES_UNTIL_SICK}`,
};
const MUTE = { en: 'does not answer AT', ru: 'не отвечает на AT' };
const CTRL_Z = '\x1A';
const ESC = '\x1B';

export interface Reply {
  readonly final: Final;
  readonly lines: readonly string[];
}

export interface QueueOwner {
  write(text: string): void;
  /** Everything that is not an answer; called while bytes are being received. */
  heard(item: Exclude<Item, { kind: 'final' | 'answer' }>): void;
  /** A command goes out now. */
  sent(text: string): void;
  /** A command has ended. */
  ended(command: string, reply: Reply): void;
  /** The modem no longer keeps to question and answer: the port must be closed and opened anew. */
  sick(reason: InBothLanguages): void;
}

interface Job {
  readonly command: Command;
  readonly lines: string[];
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: SecretaryError) => void;
}

/** One command in flight on the AT port; what comes unasked is passed on meanwhile. Commands wait until `synchronise`. */
export class AtQueue {
  spacingMs: number = SPACING_MS.settled;
  readonly #parser = new AtParser((item) => this.#take(item));
  readonly #splitter = new LineSplitter({
    line: (text) => this.#line(text),
    prompt: () => this.#prompted(),
  });
  readonly #resync: Resync;
  readonly #waiting: Job[] = [];
  #running: Job | null = null;
  #cancelTimer: Cancel = () => undefined;
  /** When the running command is given up. */
  #untilMs = 0;
  #cancelQuiet: Cancel = () => undefined;
  /** From the write of a command to the end of the spacing after it, synchronising included. */
  #occupied = true;
  #failures = 0;
  #closed = false;

  constructor(private readonly owner: QueueOwner) {
    this.#resync = new Resync((text) => owner.write(text));
  }

  /** Resolves with any final result; rejects 'timeout' or 'port-gone'. A command that may be repeated is sent again once
   *  when its answer did not come. */
  async ask(command: Command): Promise<Reply> {
    return this.#enqueue(command).catch((error: unknown) => {
      if (command.repeatable && hasCode(error, 'timeout')) return this.#enqueue(command);
      throw error;
    });
  }

  /** The lines of a successful answer; any other final result rejects 'modem-error'. */
  async run(command: Command): Promise<readonly string[]> {
    const { final, lines } = await this.ask(command);
    if (final.ok) return lines;
    throw new SecretaryError('modem-error', `${nameOf(command.text)}: ${final.text}`, { retryable: true });
  }

  receive(chunk: Uint8Array): void {
    if (!this.#closed) this.#splitter.push(chunk);
  }

  /** To be called once, before any command goes out: rejects 'timeout' when the modem does not answer AT. */
  async synchronise(tries: number, discardMs: number): Promise<void> {
    if (!(await this.#resync.run(tries, discardMs)))
      throw new SecretaryError('timeout', 'the modem does not answer', { retryable: true });
    this.#free();
  }

  /** Rejects all that waits with 'port-gone'. */
  close(): void {
    this.#closed = true;
    this.#cancelTimer();
    this.#cancelQuiet();
    this.#resync.stop();
    for (const job of [this.#running, ...this.#waiting.splice(0)]) job?.reject(gone(job.command));
    this.#running = null;
  }

  #enqueue(command: Command): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(gone(command));
      const job: Job = { command, lines: [], resolve, reject };
      const behindUrgent = this.#waiting.findIndex((each) => !each.command.urgent);
      if (command.urgent && behindUrgent !== -1) this.#waiting.splice(behindUrgent, 0, job);
      else this.#waiting.push(job);
      this.#hurry();
      this.#next();
    });
  }

  #next(): void {
    if (this.#occupied || this.#closed) return;
    const job = this.#waiting.shift();
    if (job === undefined) return;
    const { command } = job;
    this.#occupied = true;
    this.#running = job;
    this.#parser.expect(command);
    this.#splitter.awaitPrompt(command.body !== undefined);
    this.#limit(job, command.body?.promptMs ?? command.timeoutMs);
    this.#hurry();
    this.owner.sent(command.text);
    this.owner.write(`${command.text}\r`);
  }

  /** A caller who rings does not wait out an answer that was lost; the question is repeated behind his. */
  #hurry(): void {
    const job = this.#running;
    if (job === null || !job.command.givesWay || this.#untilMs <= time.monotonicMs() + HURRIED_MS) return;
    const isAwaited = this.#waiting.some(({ command }) => command.urgent && command.text !== job.command.text);
    if (isAwaited) this.#limit(job, HURRIED_MS);
  }

  #limit(job: Job, ms: number): void {
    this.#untilMs = time.monotonicMs() + ms;
    this.#cancelTimer();
    this.#cancelTimer = time.after(ms, () => this.#timedOut(job, ms));
  }

  #prompted(): void {
    const job = this.#running;
    const body = job?.command.body;
    if (job === null || body === undefined) return;
    this.#limit(job, job.command.timeoutMs);
    body.written();
    this.owner.write(body.text + CTRL_Z);
  }

  #line(text: string): void {
    const job = this.#running;
    this.#parser.line(text);
    const settling = job?.command.settledBy;
    if (settling === undefined || job !== this.#running || !settling.line.test(text)) return;
    this.#cancelQuiet();
    this.#cancelQuiet = time.after(settling.quietMs, () => this.#settleWithoutFinal());
  }

  #take(item: Item): void {
    if (item.kind === 'final') this.#final(item.final);
    else if (item.kind === 'answer') this.#running?.lines.push(item.line);
    else this.owner.heard(item);
  }

  #final(final: Final): void {
    const job = this.#running;
    if (job === null) return this.#resync.final(final);
    if (final.ok && job.command.mustAnswer && job.lines.length === 0) {
      log.warn('an OK without the answer belongs to another command', { command: nameOf(job.command.text) });
      this.#fail(job, 'no answer of its own');
      return;
    }
    this.#failures = 0;
    this.#end(job, final);
    this.#cancelTimer = time.after(this.spacingMs, () => this.#free());
  }

  #end(job: Job, final: Final): void {
    this.#release();
    const reply: Reply = { final, lines: job.lines };
    this.owner.ended(job.command.text, reply);
    job.resolve(reply);
  }

  /** The answer stands, but its OK never came: whatever is late must not fall to the next command. */
  #settleWithoutFinal(): void {
    const job = this.#running;
    if (job === null) return;
    log.info('final result left out', { command: nameOf(job.command.text) });
    this.#end(job, { text: 'OK', ok: true, code: null });
    void this.#resynchronise();
  }

  #timedOut(job: Job, timeoutMs: number): void {
    log.warn('no final result', { command: nameOf(job.command.text), timeoutMs });
    if (job.command.body !== undefined) this.owner.write(ESC);
    this.#fail(job, `no answer within ${timeoutMs} ms`);
  }

  #fail(job: Job, what: string): void {
    this.#release();
    this.#failures++;
    job.reject(new SecretaryError('timeout', `${nameOf(job.command.text)}: ${what}`, { retryable: true }));
    if (this.#failures >= FAILURES_UNTIL_SICK) this.owner.sick(SICK);
    else void this.#resynchronise();
  }

  async #resynchronise(): Promise<void> {
    const inStep = await this.#resync.run();
    if (this.#closed) return;
    if (inStep) this.#free();
    else this.owner.sick(MUTE);
  }

  #release(): void {
    this.#cancelTimer();
    this.#cancelQuiet();
    this.#running = null;
    this.#parser.expect(null);
    this.#splitter.awaitPrompt(false);
  }

  #free(): void {
    this.#occupied = false;
    this.#next();
  }
}

const gone = ({ text }: Command): SecretaryError =>
  new SecretaryError('port-gone', `${nameOf(text)}: the modem is gone`, { retryable: true });
