import { redirectLog } from '../../daemon/base/log.js';
import { installClock, time } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { Conversation, type ConversationEnd } from '../../daemon/dialog/conversation.js';
import type { Knowledge } from '../../daemon/dialog/deps.js';
import { Ladder } from '../../daemon/dialog/ladder.js';
import type { Taken } from '../../daemon/dialog/reply.js';
import type { TurnState } from '../../daemon/dialog/turn-machine.js';
import { type Texts, textsOf } from '../../daemon/dialog/texts/texts.js';
import { understandingOf } from '../../daemon/dialog/understanding.js';
import type { BusinessFacts } from '../../daemon/knowledge/facts.js';
import { Knowledge as Rows } from '../../daemon/knowledge/knowledge.js';
import type { Llm } from '../../daemon/engines/llm/llm.js';
import type { TurnRecord } from '../../daemon/store/record.js';
import { workshop } from '../knowledge/sample.js';
import { FakeSession } from './fake-media.js';
import { FakeVoice } from './fake-voice.js';
import { ScriptedLlm } from './scripted-llm.js';
import { ScriptedStt } from './scripted-stt.js';

export interface Test {
  teardown(undo: () => unknown): unknown;
}

/** Virtual time for one test; fails it when an event was refused by a machine or a listener threw. */
export function virtualTime(t: Test): VirtualClock {
  const clock = new VirtualClock();
  const restore = installClock(clock);
  const wrong: string[] = [];
  const restoreLog = redirectLog((line) => {
    if (/"event refused"|"listener failed"/.test(line)) wrong.push(line);
  }, 'warn');
  t.teardown(() => {
    restore();
    restoreLog();
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  });
  return clock;
}

export const NOTICE = 'This call is recorded.';
export const GREETING = 'Workshop, how can I help you?';
export const CALLER = '+447700900123';

/** The real rows and words of a business; a model's clause passes unless it holds one of the refused words. */
export function knowledgeOf(business: BusinessFacts, refused: readonly string[] = []): Knowledge {
  const rows = new Rows(business);
  return {
    answer: (heard, nowMs) => rows.answer(heard, nowMs),
    followUp: (text, earlier, nowMs) => rows.followUp(text, earlier, nowMs),
    related: (text) => rows.related(text),
    phrases: () => rows.phrases(),
    facts: (nowMs) => rows.facts(nowMs),
    check: (clause) => (refused.some((word) => clause.includes(word)) ? { ok: false } : { ok: true, evidence: [] }),
    closedAt: (date, minute) => rows.closedAt(date, minute),
    namesService: (text) => rows.namesService(text),
  };
}

export const understandingFor = (business: BusinessFacts) =>
  understandingOf({ ...business, country: business.language === 'en' ? 'GB' : 'RU' });

/** A model that hangs, whatever it is told. */
export const NEVER_ANSWERS: Llm = {
  preload: () => Promise.resolve(),
  generate: () => new Promise(() => undefined),
};

export interface LadderOptions {
  readonly business?: BusinessFacts;
  readonly refused?: readonly string[];
  readonly callerNumber?: string | null;
  readonly llm?: Llm | null;
  readonly recorded?: boolean;
}

export const ladderOf = ({
  business = workshop,
  refused,
  callerNumber = CALLER,
  llm = null,
  recorded = true,
}: LadderOptions): Ladder =>
  new Ladder({
    texts: textsOf(business.language),
    businessName: business.name,
    knowledge: knowledgeOf(business, refused),
    understanding: understandingFor(business),
    callerNumber,
    speakNumber: (e164) => e164,
    llm: () => llm,
    recorded,
  });

/** What a conversation is made of, besides its engines and its listener. */
export const parts = (options: TalkOptions) => ({
  texts: textsOf((options.business ?? workshop).language),
  ladder: ladderOf(options),
  phrases: [
    ...new Rows(options.business ?? workshop).phrases(),
    ...textsOf((options.business ?? workshop).language).expected,
  ],
  rows: understandingFor(options.business ?? workshop).rows,
  notice: NOTICE,
  greeting: GREETING,
  silencesMs: [7000, 7000, 5000] as const,
  longestMs: options.longestMs ?? 86_400_000,
});

export interface TalkOptions extends LadderOptions {
  /** Once around the clock unless a test wants it sooner. */
  readonly longestMs?: number;
  readonly take?: (taken: Taken) => Promise<void>;
  readonly llmMsPerWord?: number;
}

/** One conversation on a fake voice path with scripted engines, in virtual time. */
export class Talk {
  readonly #startMs = time.monotonicMs();
  readonly media = new FakeSession();
  readonly stt = new ScriptedStt();
  readonly llm: ScriptedLlm;
  readonly voice = new FakeVoice();
  readonly texts: Texts;
  readonly turns: TurnRecord[] = [];
  readonly taken: Taken[] = [];
  readonly conversation: Conversation;
  ended: ConversationEnd | null = null;
  /** What is being said. */
  answer = '';

  constructor(
    readonly clock: VirtualClock,
    options: TalkOptions = {},
  ) {
    const business = options.business ?? workshop;
    this.llm = new ScriptedLlm([], options.llmMsPerWord);
    this.texts = textsOf(business.language);
    this.conversation = new Conversation({
      ...parts({ ...options, llm: options.llm === undefined ? this.llm : options.llm }),
      media: this.media,
      stt: this.stt.open(),
      voice: this.voice,
      onPartial: () => undefined,
      onSpeaking: (text) => void (this.answer = text),
      onTurn: (index, turn) => void (this.turns[index] = turn),
      take: async (taken) => {
        await options.take?.(taken);
        this.taken.push(taken);
      },
    });
    void this.conversation.ended.then((end) => (this.ended = end));
  }

  /** What was really said in each turn, the greeting first. */
  get spoken(): readonly (string | null)[] {
    return this.turns.map((turn) => turn.spoken);
  }

  get lastTurn(): TurnRecord | undefined {
    return this.turns.at(-1);
  }

  /** The texts that never change sound at once, as on a box that had time to render them. */
  async rendered(): Promise<this> {
    const { oneMoment, stayOnLine, speakingTrouble, notHeard, hearingTrouble, keysHelp, areYouThere } = this.texts;
    await this.voice.render(NOTICE, GREETING, oneMoment, stayOnLine, speakingTrouble, notHeard, hearingTrouble);
    await this.voice.render(keysHelp, areYouThere);
    return this;
  }

  /** To the moment when the caller may speak. */
  async greeted(): Promise<this> {
    await this.rendered();
    this.conversation.start();
    await this.until('listening');
    return this;
  }

  async until(state: TurnState, withinMs = 20_000): Promise<void> {
    await this.when(() => this.conversation.state === state, withinMs);
  }

  /** Lets time pass in steps of one frame until it is so. */
  async when(isSo: () => boolean, withinMs = 20_000): Promise<void> {
    for (let passed = 0; !isSo(); passed += 20) {
      if (passed >= withinMs) throw new Error(`still ${this.conversation.state} after ${withinMs} ms`);
      await this.clock.advance(20);
    }
  }

  pass(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  /** The caller begins to say this: 350 ms a word. Time does not pass yet. */
  startSaying(text: string): number {
    const ms = 350 * Math.max(1, text.split(' ').length);
    this.stt.willHear(text);
    this.media.callerSays(ms);
    return ms;
  }

  /** The caller has said this, 100 ms ago: long enough to notice neither pause nor end. */
  async says(text: string): Promise<void> {
    await this.pass(this.startSaying(text) + 100);
  }

  /** The caller says this and hears the answer to its end. Returns what was said. */
  async asks(text: string): Promise<string> {
    const before = this.turns.length;
    await this.says(text);
    await this.when(() => this.turns.length > before && this.turns[before]?.said != null);
    await this.pass(40);
    return this.turns[before]?.said ?? '';
  }

  /** Until the assistant, who speaks, has not been heard for so long. */
  async quietFor(ms: number): Promise<void> {
    const before = this.media.sounded.length;
    await this.when(() => this.media.sounded.length > before && this.nowMs - this.lastSoundMs >= ms);
  }

  /** When the assistant was last heard. */
  get lastSoundMs(): number {
    return (this.media.sounded.at(-1)?.atSample ?? 0) / 8 + this.#startMs;
  }

  /** All samples of what is said for this text. */
  async soundOf(text: string): Promise<readonly number[]> {
    const parts = this.voice.parts(text).map((part) => this.voice.synthesise(part, new AbortController().signal));
    return (await Promise.all(parts)).flatMap((samples) => Array.from(samples));
  }

  /** The call ends from outside. */
  async hangsUp(): Promise<void> {
    const stopped = this.conversation.stop();
    await this.pass(1000);
    await stopped;
  }

  /** A sound without words. */
  async coughs(ms: number): Promise<void> {
    this.stt.willHear('');
    this.media.callerSays(ms);
    await this.pass(ms);
  }

  get nowMs(): number {
    return time.monotonicMs();
  }
}
