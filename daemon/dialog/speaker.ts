import type { MediaSession } from '../audio/media.js';
import { settleWithin } from '../base/abort.js';
import type { TurnRecord } from '../store/record.js';
import type { Exchange } from './prompt.js';
import { type DialogState, freshState, type Reply, type Taken } from './reply.js';
import { type Said, Saying } from './saying.js';
import type { Texts } from './texts/texts.js';
import { type TurnFacts, TurnLog } from './turn-log.js';
import type { Voice } from './voice.js';

export interface SpeakerDeps {
  readonly media: MediaSession;
  readonly voice: Voice;
  readonly texts: Texts;
  /** Stores something for the owner; durable when it resolves. */
  readonly take: (taken: Taken) => Promise<void>;
  readonly onTurn: (index: number, record: TurnRecord) => void;
  /** What is being said; '' when nothing is. */
  readonly onSpeaking: (text: string) => void;
}

/** What the caller said, for the record of the turn. */
export type Words = Pick<TurnFacts, 'heard' | 'marks'>;

const UNWIND_MS = 500;

/** The assistant's side of the conversation: one saying at a time, what follows from it, and the record of both. */
export class Speaker {
  readonly #deps: SpeakerDeps;
  readonly #log: TurnLog;
  readonly #stored = new Set<Taken>();
  #saying: Saying | null = null;
  #answering = '';
  #reply: Reply | null = null;
  #speaking: Promise<unknown> = Promise.resolve();
  #stopped = false;
  state: DialogState = freshState;

  constructor(deps: SpeakerDeps) {
    this.#deps = deps;
    this.#log = new TurnLog(deps.onTurn);
  }

  get history(): readonly Exchange[] {
    return this.#log.history;
  }

  /** The caller's words that are being answered; '' when the assistant speaks unasked. */
  get answering(): string {
    return this.#answering;
  }

  /** Sound is prepared, but nothing is heard before the saying is released. */
  prepare(clauses: Reply['clauses']): Saying {
    const saying = this.unprepared();
    saying.prepare(clauses);
    return saying;
  }

  /** A saying whose words are not known yet. */
  unprepared(): Saying {
    const { media, voice, texts } = this.#deps;
    const { oneMoment, stayOnLine, speakingTrouble, keysHelp } = texts;
    return new Saying(media, voice, { fillers: [oneMoment, stayOnLine], instead: [speakingTrouble, keysHelp] });
  }

  /** Says and records a reply. Resolves when it was played or cut. */
  speak(reply: Reply, saying: Saying, words: Words): Promise<Said> {
    const speaking = this.#perform(reply, saying, words);
    this.#speaking = speaking;
    return speaking;
  }

  async #perform(reply: Reply, saying: Saying, words: Words): Promise<Said> {
    this.#answering = words.heard ?? '';
    this.#reply = reply;
    // Keys and words that come while a question is still being said answer it already.
    this.state = reply.after();
    // Taken before the disk is waited for: what cuts in meanwhile cuts this.
    this.#take(saying);
    this.#log.announce(words);
    await this.#store(reply);
    const said = await this.#sound(saying);
    await this.#store(reply);
    if (this.#reply === reply) this.state = { ...reply.after(), lastSaid: saying.answer };
    const marks = { ...words.marks, firstClause: saying.firstClauseAt, firstSound: saying.firstSoundAt };
    this.#log.add({ heard: words.heard, path: reply.path, evidence: reply.evidence, marks, said });
    return said;
  }

  /** Says without a record of its own. */
  say(saying: Saying): Promise<Said> {
    this.#take(saying);
    return this.#sound(saying);
  }

  #take(saying: Saying): void {
    this.#saying?.cut();
    this.#saying = saying;
    if (this.#stopped) saying.cut();
  }

  async #sound(saying: Saying): Promise<Said> {
    saying.onHeard = this.#deps.onSpeaking;
    saying.release();
    const said = await saying.ended;
    if (this.#saying === saying) {
      this.#saying = null;
      this.#deps.onSpeaking('');
    }
    return said;
  }

  record(facts: TurnFacts): void {
    this.#log.add(facts);
  }

  /** Stops in the middle of the word. */
  cut(): void {
    this.#saying?.cut();
  }

  /** Cuts what is being said, for good, and waits until it is on record. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#saying?.cut();
    await settleWithin(this.#speaking, UNWIND_MS);
  }

  async #store(reply: Reply): Promise<void> {
    for (const taken of reply.taken()) {
      if (this.#stored.has(taken)) continue;
      this.#stored.add(taken);
      await this.#deps.take(taken);
    }
  }
}
