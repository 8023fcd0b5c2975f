import type { Language } from '../../base/language.js';
import { type DoctorTexts, en } from './en.js';
import { ru } from './ru.js';

export const doctorTexts: Readonly<Record<Language, DoctorTexts>> = { en, ru };
