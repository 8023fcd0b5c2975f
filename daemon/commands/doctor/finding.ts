import type { Bootstrap } from '../../base/bootstrap.js';
import type { SystemRoots } from '../../modem/discovery.js';
import type { DoctorTexts } from './en.js';

/** 'bad' keeps calls from being answered; 'warn' will cost something one day. */
export type Level = 'fine' | 'warn' | 'bad';

export interface Finding {
  /** 'modem', 'disk' …: stable, for scripts. */
  readonly check: string;
  readonly level: Level;
  /** One plain sentence with its remedy. */
  readonly text: string;
}

export interface Patient {
  readonly bootstrap: Bootstrap;
  readonly texts: DoctorTexts;
  /** Folders of the kernel and of udev; other ones in tests. */
  readonly roots: SystemRoots & { readonly proc: string; readonly etc: string };
  /** Standard output of a program, trimmed; null when it is not there. Its exit code is of no matter. */
  readonly output: (program: string, args: readonly string[]) => Promise<string | null>;
}

export const finding = (check: string, level: Level, text: string): Finding => ({ check, level, text });
