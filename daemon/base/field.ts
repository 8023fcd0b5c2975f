import { z } from 'zod';
import type { InBothLanguages } from './language.js';
import { closest } from './spelling.js';

/** What a form or a manual says about one value of a configuration, beside its type, range and default. */
export interface FieldAbout {
  readonly title: InBothLanguages;
  readonly unit?: 's' | 'min' | 'days' | 'rings' | '×';
  /** True when a change takes effect only after the daemon has started again. */
  readonly needsRestart?: boolean;
  /** Environment variable that overrides a value of the bootstrap file. */
  readonly env?: string;
}

const fields = z.registry<FieldAbout>();

/** `schema`, known to `aboutField` from now on. Comes last in a chain: every further call would make another schema. */
export function field<S extends z.ZodType>(about: FieldAbout, schema: S): S {
  fields.add(schema, about);
  return schema;
}

export function aboutField(schema: z.ZodType): FieldAbout {
  const about = fields.get(schema);
  if (about === undefined) throw new TypeError('a field without a description');
  return about;
}

/** Every fault of a flat configuration, one line each: the key, what was expected, what was there. */
export function faultsOf(error: z.ZodError, input: Readonly<Record<string, unknown>>, keys: string[]): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${key}: ${unknownField(key, keys)}`);
    const key = String(issue.path[0] ?? '');
    return [`${key}: ${expectation(issue)}, got ${quote(input[key])}`];
  });
}

/** What to say of a name that is none of the known ones. */
export function unknownField(name: string, known: readonly string[]): string {
  const meant = closest(name, known);
  return meant === null ? `unknown, expected one of ${known.join(', ')}` : `unknown, did you mean ${meant}?`;
}

/** zod's words without its headline: 'expected string, received number' and the like. */
function expectation(issue: z.core.$ZodIssue): string {
  return issue.message
    .replace(/^(?:Invalid input|Invalid option|Too big|Too small): /, '')
    .replace(/, received .*/, '');
}

/** A value as it may stand in a message: JSON, and never long. */
export function quote(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
