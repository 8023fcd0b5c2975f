import { closeSync, openSync } from 'node:fs';
import { SecretaryError, systemCode } from '../base/errors.js';
import type { Language } from '../base/language.js';

const MAX_PORT = 65_535;

/** Each throws 'wrong-use' that names the option and what was expected. */
export function languageOption(text = 'en'): Language {
  if (text !== 'en' && text !== 'ru') throw new SecretaryError('wrong-use', '--lang: expected en or ru');
  return text;
}

export function positiveOption(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new SecretaryError('wrong-use', `${option}: expected a number above 0`);
  return value;
}

export function secondsOption(option: string, text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0)
    throw new SecretaryError('wrong-use', `${option}: expected seconds`);
  return value;
}

export function portOption(text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < 0 || value > MAX_PORT)
    throw new SecretaryError('wrong-use', '--port: expected a port from 0 (any) to 65535');
  return value;
}

/** A file to be written later: tried now, before a call of minutes is made for it. Throws 'bad-input'. */
export function writableOption(option: string, path: string): void {
  try {
    closeSync(openSync(path, 'a'));
  } catch (error) {
    throw new SecretaryError('bad-input', `${option}: ${path} cannot be written (${systemCode(error)})`, {
      cause: error,
    });
  }
}
