import { foldCase } from '../base/language.js';
import type { Act, Texts } from './texts/texts.js';

/** The order decides when several fit: what ends or steers a call comes before what is only polite. */
const ORDER: readonly Act[] = [
  'repeat',
  'person',
  'message',
  'callback',
  'booking',
  'goodbye',
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

/** Longer than this, a yes or a no has something behind it. */
const BARE_WORDS = 4;

/** A yes or a no, or a sound of listening, and nothing else. */
export const isBareAnswer = (text: string, texts: Texts): boolean =>
  isBackchannel(text, texts) ||
  (plainWords(text).split(' ').length <= BARE_WORDS && ['yes', 'no'].includes(actOf(text, texts) ?? ''));

/** Said twice, these mean what they meant before: "Yes." … "That is right." */
const REPEATABLE: ReadonlySet<Act | null> = new Set(['yes', 'no', 'thanks', 'greeting']);

/** Words over the assistant's voice that bring something: neither "uh-huh" nor once more what was just answered. */
export function isNews(text: string, answered: string, texts: Texts): boolean {
  const act = actOf(text, texts);
  return text !== '' && !isBackchannel(text, texts) && !(REPEATABLE.has(act) && act === actOf(answered, texts));
}

/** The same for words that may go on: "that" may still become "that is right". */
export const isSurelyNews = (partial: string, answered: string, texts: Texts): boolean =>
  isNews(partial, answered, texts) &&
  !texts.expected.some((phrase) => phrase.startsWith(`${partial} `) && !isNews(phrase, answered, texts));

/** "Uh-huh", "okay", "right": said to show that one listens, not to take the turn. */
export const isBackchannel = (text: string, texts: Texts): boolean => texts.acts.backchannel.test(plainWords(text));
