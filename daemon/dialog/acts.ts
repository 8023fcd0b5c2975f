import { foldCase } from '../base/language.js';
import type { Act, Texts } from './texts/texts.js';

/** The order decides when several fit: what ends or steers a call comes before what is only polite. */
const ORDER: readonly Act[] = [
  'repeat',
  'recording',
  'robot',
  'person',
  'change',
  'message',
  'callback',
  'booking',
  'goodbye',
  'never-mind',
  'thanks',
  'greeting',
  'yes',
  'no',
];

/** Lower-case words without punctuation: what a recogniser gives, and what typed text is turned into. */
export const plainWords = (text: string): string =>
  foldCase(text)
    .replace(/'/g, '')
    .replace(/[^\p{L}\p{N}\s-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** What the caller does with these words, or null when they are about something. */
export function actOf(text: string, texts: Texts): Act | null {
  const words = plainWords(text);
  return ORDER.find((act) => texts.acts[act].test(words)) ?? null;
}

/** In so short an answer so many other words may have been misheard; a longer one is small talk to the last word, or has
 *  something behind it. */
const BARE_WORDS = 4;
const MISHEARD_WORDS = 1;

/** A yes or a no, or a sound of listening, and nothing else. "No, I do not think so, thank you" is as bare as "no"; a wish
 *  behind a no ("no, I want to ask …") is something else. */
export function isBareAnswer(text: string, texts: Texts): boolean {
  if (isBackchannel(text, texts)) return true;
  const act = actOf(text, texts);
  if (act !== 'yes' && act !== 'no') return false;
  const words = plainWords(text);
  const rest = wordsIn(words.replace(texts.acts[act], ' '));
  if (rest.some((word) => texts.asks.has(word))) return false;
  const wishing = act === 'yes' || rest.some((word) => texts.negations.has(word));
  const empty = (word: string) => texts.smallTalk.has(word) || texts.negations.has(word);
  const meant = rest.filter((word) => !empty(word) && !(wishing && texts.wishes.has(word)));
  return meant.length <= (wordsIn(words).length <= BARE_WORDS ? MISHEARD_WORDS : 0);
}

/** A bare answer after which grammar wants no more: "yes it is" is whole, "no it is" and "yes I would like to" are not. */
export const isWholeAnswer = (text: string, texts: Texts): boolean =>
  isBareAnswer(text, texts) &&
  (!texts.continues.has(wordsIn(text).at(-1) ?? '') || texts.echoedAnswer.test(plainWords(text)));

/** "Okay, what about Saturday?" agrees to nothing. */
export const asksBehindYes = (text: string, texts: Texts): boolean =>
  wordsIn(plainWords(text).replace(texts.acts.yes, ' ')).some((word) => texts.asks.has(word));

/** Holds it a word that answers, declines, wishes or asks? No name does. */
export function holdsSmallTalk(text: string, { smallTalk, wishes, negations, asks }: Texts): boolean {
  const lists = [smallTalk, wishes, negations, asks];
  return wordsIn(plainWords(text)).some((word) => lists.some((list) => list.has(word)));
}

/** Right after a message was noted: what asks for nothing belongs to it ("the ticket number is …"). */
export function goesOn(text: string, lastSaid: string, texts: Texts): boolean {
  if (texts.asked.test(plainWords(text))) return false;
  if (lastSaid === texts.addedToMessage) return true;
  const words = wordsIn(plainWords(text));
  const means = words.some((word) => !texts.smallTalk.has(word));
  return (
    lastSaid === texts.messageTaken && means && !words.some((word) => texts.wishes.has(word) || texts.asks.has(word))
  );
}

const wordsIn = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

/** Said twice, these mean what they meant before: "Yes." … "That is right." */
const REPEATABLE: ReadonlySet<Act | null> = new Set(['yes', 'no', 'thanks', 'greeting']);

/** Words over the assistant's voice that bring something: neither "uh-huh" nor once more what was just answered. */
export function isNews(text: string, answered: string, texts: Texts): boolean {
  const act = actOf(text, texts);
  return text !== '' && !isBackchannel(text, texts) && !(REPEATABLE.has(act) && act === actOf(answered, texts));
}

/** The same for words that may go on: "that" and "that's" may still become "that is right". */
export function isSurelyNews(partial: string, answered: string, texts: Texts): boolean {
  const beginning = `${partial.replace(/'s$/, ' is')} `;
  const mayBecome = texts.expected.filter((phrase) => phrase.startsWith(beginning));
  return isNews(partial, answered, texts) && !mayBecome.some((phrase) => !isNews(phrase, answered, texts));
}

/** "Uh-huh", "okay", "right": said to show that one listens, not to take the turn. */
export const isBackchannel = (text: string, texts: Texts): boolean => texts.acts.backchannel.test(plainWords(text));
