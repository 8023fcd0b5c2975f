import type { Language } from '../base/language.js';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SecretaryError } from '../base/errors.js';
import { parsePart } from './source.js';

/** Seen from dist/daemon/models: the catalogue is data and is not copied by the compiler. */
const SHIPPED = path.join(import.meta.dirname, '..', '..', '..', 'models', 'catalogue.json');

export type { Language };
export const LANGUAGES = ['en', 'ru'] as const satisfies readonly Language[];
export const MACHINES = ['pi4', 'pi5', 'other'] as const;
export type Machine = (typeof MACHINES)[number];

const relativePath = z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^\\]+$/, 'a path below the model’s folder');

const modelFile = z.object({
  path: relativePath,
  /** null: not known before the first real download, which records it in the receipt. */
  bytes: z.int().positive().nullable(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});

const part = z.string().refine(isPart, 'URL, pypi:NAME==V[@PLATFORM]#path or maven:G:A:V:EXT#path');

const model = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  /** Only where the files differ between processors; the id stays the same. */
  arch: z.enum(['x64', 'arm64']).optional(),
  kind: z.enum(['stt', 'stt-lib', 'llm', 'tts', 'vad', 'turn']),
  language: z.enum([...LANGUAGES, 'any']),
  title: z.string().min(1),
  licence: z.string().min(1),
  mustAccept: z.boolean(),
  ramMb: z.int().positive(),
  diskMb: z.int().positive(),
  /** About the largest of its sources: for the check of disk space, and for time left where the client gives no size. */
  downloadMb: z.int().positive(),
  machines: z.array(z.enum(MACHINES)).min(1),
  /** What an engine is given: a file below the folder, or '.' for the folder itself. */
  opens: relativePath,
  files: z.array(modelFile).min(1),
  /** Tried in order; each source is the list of parts that together hold all files. */
  sources: z.array(z.array(part).min(1)).min(1),
});

export type ModelFile = Readonly<z.infer<typeof modelFile>>;
export type Model = Readonly<z.infer<typeof model>>;

function isPart(text: string): boolean {
  try {
    parsePart(text);
    return true;
  } catch {
    return false;
  }
}

/** Every model this processor can use. Throws 'internal' naming the row that breaks the schema. */
export function loadCatalogue(file = SHIPPED, arch: string = process.arch): readonly Model[] {
  const parsed = z.strictObject({ models: z.array(model) }).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new SecretaryError('internal', `the catalogue of models is damaged: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data.models.filter((row) => row.arch === undefined || row.arch === arch);
}

/** The row of an id; throws 'not-found' naming the command that lists them. */
export function modelOf(catalogue: readonly Model[], id: string): Model {
  const row = catalogue.find((each) => each.id === id);
  if (row !== undefined) return row;
  throw new SecretaryError('not-found', `there is no model called "${id}" (see: secretary models list)`);
}
