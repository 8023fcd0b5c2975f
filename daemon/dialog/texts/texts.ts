import type { Language } from '../../base/language.js';
import { en } from './en.js';
import { ru } from './ru.js';

/** What the caller does with words, besides asking what the owner's rows answer. */
export type Act =
  | 'goodbye'
  | 'yes'
  | 'no'
  | 'message'
  | 'change'
  | 'callback'
  | 'booking'
  | 'repeat'
  | 'greeting'
  | 'thanks'
  | 'person'
  | 'robot'
  | 'recording'
  | 'never-mind'
  | 'backchannel';

/** Everything that the assistant says by itself, and the words by which it understands a caller, in one language. */
export interface Texts {
  readonly notice: string;
  readonly greeting: (business: string) => string;
  readonly greetingByName: (business: string, name: string) => string;
  readonly askMessage: string;
  readonly askName: string;
  readonly askReason: string;
  readonly askNumber: string;
  readonly numberNotUnderstood: string;
  readonly askWhen: string;
  /** A time of day is known. */
  readonly askDay: string;
  /** A day is known. */
  readonly askTime: string;
  readonly otherDay: string;
  readonly otherTime: string;
  readonly confirmMessage: (name: string, reason: string) => string;
  readonly confirmBooking: (name: string, when: string) => string;
  /** Wanted by somebody who has named no time. */
  readonly anAppointment: string;
  readonly onThisNumber: string;
  readonly onNumber: (number: string) => string;
  readonly isThatRight: string;
  readonly messageTaken: string;
  /** For the owner, who finds it in a message. */
  readonly inRecording: string;
  readonly addedToMessage: string;
  readonly tryAgain: string;
  readonly willFindOut: string;
  /** Before something that the owner has written about the same thing. */
  readonly mayHelp: string;
  readonly offerMessage: string;
  readonly noPerson: string;
  readonly anythingElse: string;
  readonly howCanIHelp: string;
  readonly goAhead: string;
  readonly amAssistant: string;
  readonly isRecorded: string;
  readonly isNotRecorded: string;
  readonly youAreWelcome: string;
  readonly notUnderstood: string;
  readonly notHeard: string;
  readonly oneMoment: string;
  /** The second time that the caller has to wait for the same answer. */
  readonly stayOnLine: string;
  /** Instead of an answer that the voice did not speak. */
  readonly speakingTrouble: string;
  readonly hearingTrouble: string;
  readonly areYouThere: string;
  readonly stillThere: string;
  readonly silentGoodbye: string;
  readonly timeIsUp: string;
  readonly goodbye: string;
  readonly keysHelp: string;
  /** What a key stands for, as a caller would ask it. */
  readonly keyQuestions: Readonly<Record<string, string>>;
  /** Summaries for the owner. */
  readonly summary: {
    readonly message: (name: string | null, reason: string) => string;
    readonly booking: (name: string | null, when: string) => string;
    readonly question: (text: string) => string;
    readonly answered: (count: number) => string;
    readonly abandoned: string;
    readonly spam: string;
  };
  /** Each act as whole words that decide it; matched against lower-case words without punctuation. */
  readonly acts: Readonly<Record<Act, RegExp>>;
  /** Phrases that the recogniser should expect at any moment. */
  readonly expected: readonly string[];
  /** Words after which people go on speaking. */
  readonly continues: ReadonlySet<string>;
  /** "Yes it is": the verb of the question said back ends an answer, though people go on after that word elsewhere. */
  readonly echoedAnswer: RegExp;
  /** Words that bring nothing new behind a yes or a no; lower case, without apostrophes, «е» for «ё» (as are the next). */
  readonly smallTalk: ReadonlySet<string>;
  /** The same behind a yes, and behind a no that is denied: "yes, I need something", "no, I do not need anything". */
  readonly wishes: ReadonlySet<string>;
  readonly negations: ReadonlySet<string>;
  /** With one of these behind a yes or a no, the caller asks something. */
  readonly asks: ReadonlySet<string>;
  /** Begins like a question. */
  readonly asked: RegExp;
  readonly prompt: (business: string) => string;
}

const TEXTS: Record<Language, Texts> = { en, ru };

export const textsOf = (language: Language): Texts => TEXTS[language];

/** What can be rendered before the first call, because it never changes. */
export function fixedPhrases(texts: Texts): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' && key !== 'notice' && key !== 'inRecording' ? [value] : [],
  );
}
