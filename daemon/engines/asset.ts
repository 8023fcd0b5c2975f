import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file that ships beside the sources. The compiler copies no assets, so compiled code looks from the project's root. */
export function assetPath(...parts: readonly string[]): string {
  let root = import.meta.dirname;
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  return join(root, ...parts);
}
