import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of the JavaScript heap that something still points to. */
export function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
