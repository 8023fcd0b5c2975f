/** Numbers, times and texts are of no matter to the shape of a line. */
export const shapeOf = (line: string): string =>
  line
    .replaceAll(/"[^"]*"/g, 'Q')
    .replaceAll(/\+?\d{6,}/g, 'N')
    .replaceAll(/\d\d:\d\d[AP]M/g, 'T')
    .replaceAll(/\d+/g, '0');

/** What stands in the `<` lines of a transcript, cut at line ends. */
export const saidIn = (transcript: string): string[] =>
  transcript
    .split('\n')
    .filter((line) => line.startsWith('< '))
    .map((line) => line.slice(2))
    .join('')
    .split(/(?:\\r|\\n)+/)
    .filter((line) => line !== '');
