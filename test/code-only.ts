/** Folders whose tests run the whole product, real programs or real time. */
const WHOLE = /^(?:bench|browser|scenarios|simulation|simulator)\//;

/** Whether a compiled test, named by its path below test/, needs nothing but the code. One that needs models, other
 *  programs or real waiting lies in one of those folders, or is called `….real.test.ts`. */
export const needsOnlyCode = (file: string): boolean =>
  file.endsWith('.test.js') && !file.endsWith('.real.test.js') && !WHOLE.test(file);
