import type { Language } from '../deps.js';
import { en } from './en.js';
import { ru } from './ru.js';

/** English is the pattern: every other language has its keys, and functions of the same parameters. */
export type Texts = typeof en;

export const texts: Readonly<Record<Language, Texts>> = { en, ru };
