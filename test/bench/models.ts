import { loadBootstrap } from '../../daemon/base/bootstrap.js';
import { SecretaryError } from '../../daemon/base/errors.js';
import type { Supervised } from '../../daemon/engines/engine.js';
import { atEnd } from './workspace.js';

export const { modelsDir } = loadBootstrap(undefined, process.env);

/** Starts an engine of its own for a measure; it is stopped at the end of the run at the latest. Rejects with what mends
 *  a missing model. */
export async function started<E extends { readonly engine: Supervised }>(made: E): Promise<E> {
  atEnd(() => made.engine.stop());
  await made.engine.start();
  const { state, detail } = made.engine.status;
  if (state !== 'ready') throw new SecretaryError('model-missing', detail.en);
  return made;
}
