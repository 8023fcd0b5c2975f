/** Numbers, times and texts are of no matter to the shape of a line. */
export const shapeOf = (line: string): string =>
  line
    .replaceAll(/"[^"]*"/g, 'Q')
    .replaceAll(/\+?\d{6,}/g, 'N')
    .replaceAll(/\d\d:\d\d[AP]M/g, 'T')
    .replaceAll(/\d+/g, '0');

/** All that stands in the `<` lines of a transcript, escapes and all. */
const wordsIn = (transcript: string): string =>
  transcript
    .split('\n')
    .filter((line) => line.startsWith('< '))
    .map((line) => line.slice(2))
    .join('')
    .replaceAll('\\0', '\\x00');

/** The same, cut at line ends. */
export const saidIn = (transcript: string): string[] =>
  wordsIn(transcript)
    .split(/(?:\\r|\\n)+/)
    .filter((line) => line !== '');

/** The same with every carriage return that was there, cut behind line feeds: what the framing was matters too. */
export const framedIn = (transcript: string): string[] => wordsIn(transcript).split(/(?<=\\n)/);
