import type { Language } from '../deps.js';
import { type Texts, en } from './en.js';
import { ru } from './ru.js';

export const texts: Readonly<Record<Language, Texts>> = { en, ru };
