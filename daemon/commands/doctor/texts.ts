import type { Language } from '../../base/language.js';
import { en } from './en.js';
import { ru } from './ru.js';

/** Everything that the doctor says, in one language. */
export type DoctorTexts = typeof en;

export const doctorTexts: Readonly<Record<Language, DoctorTexts>> = { en, ru };
