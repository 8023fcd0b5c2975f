/** Characters that command a terminal or turn a line round: C1 controls, bidirectional and invisible ones. JSON escapes
 *  the C0 controls by itself. */
const DANGEROUS = /[\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** JSON of the value that means the same and does a terminal no harm: texts of strangers are in it. */
export const harmlessJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(DANGEROUS, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
