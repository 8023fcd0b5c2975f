import type { MediaSession } from './audio/media.js';
import { time } from './base/time.js';
import type { Briefing } from './briefing.js';
import type { Caller } from './call/call.js';
import type { CallListener } from './call/call-diary.js';
import { Conversation } from './dialog/conversation.js';
import { Ladder } from './dialog/ladder.js';
import type { Voice } from './dialog/voice.js';
import type { EngineSet } from './engine-set.js';

export interface ConverseDeps {
  readonly engines: EngineSet;
  readonly briefing: Briefing;
  readonly voice: Voice;
}

/** Text to sound: what was rendered before at once, the rest by Piper, sentence by sentence. */
export function voiceOf({ phrases, tts }: EngineSet, { speakable, sentences }: Briefing): Voice {
  const ready = (text: string) => phrases.get(speakable(text));
  return {
    ready,
    parts: (text) => (ready(text) === undefined ? sentences(text) : [text]),
    synthesise: async (text, signal) => (await tts.synthesise(speakable(text), signal)).samples,
  };
}

/** The ladder of one call. */
const ladderFor = (
  { llm }: EngineSet,
  { texts, business, settings, knowledge, understanding, speakable }: Briefing,
  callerNumber: string | null,
): Ladder =>
  new Ladder({
    texts,
    businessName: business.name,
    knowledge,
    understanding,
    callerNumber,
    speakNumber: speakable,
    llm: () => (llm.engine.status.state === 'ready' ? llm : null),
    recorded: settings.recordCalls,
  });

/** The first caller after a start should not wait while the model reads the facts: it reads them when it is up. */
export const warmMind = (engines: EngineSet, briefing: Briefing, signal: AbortSignal): Promise<void> =>
  ladderFor(engines, briefing, null).warm({ history: [], nowMs: time.now() }, signal);

/** Puts a conversation together for one call; the recogniser's stream ends with it. */
export const converseWith =
  ({ engines, briefing, voice }: ConverseDeps) =>
  (caller: Caller, media: MediaSession, listener: CallListener): Conversation => {
    const { texts, business, settings, understanding, phrases, notice } = briefing;
    const stt = engines.stt.open();
    const { firstSilenceSeconds, secondSilenceSeconds, goodbyeSilenceSeconds, longestCallMinutes } = settings;
    const conversation = new Conversation({
      ...listener,
      media,
      stt,
      voice,
      ladder: ladderFor(engines, briefing, caller.number),
      texts,
      phrases,
      rows: understanding.rows,
      notice,
      greeting: caller.name === null ? briefing.greeting : texts.greetingByName(business.name, caller.name),
      silencesMs: [firstSilenceSeconds * 1000, secondSilenceSeconds * 1000, goodbyeSilenceSeconds * 1000],
      longestMs: longestCallMinutes * 60_000,
    });
    void conversation.ended.then(() => stt.close());
    return conversation;
  };
