import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecretaryError } from '../base/errors.js';
import type { PowerCycle } from './healer.js';

/** The daemon has no right to touch USB devices or GPIOs. It leaves a file in its own folder under /run; systemd
 *  (secretary-power.path) sees it and runs the helper as root, which goes by the file's name and nothing of its content. */
export function powerCycle(runtimeDir: string | undefined): PowerCycle {
  return async (step) => {
    if (runtimeDir === undefined) {
      throw new SecretaryError('refused', 'no helper here may take the modem off the bus');
    }
    await writeFile(join(runtimeDir, step), '');
  };
}
