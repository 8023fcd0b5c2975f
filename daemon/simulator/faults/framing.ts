import type { Chunk, Disturbance } from '../at-port.js';
import type { FaultTable, FaultTarget } from './fault.js';

const GARBAGE_BYTES = 200;
const LONG_LINE_BYTES = 8192;
/** Later than any query waits for its answer. */
const LATE_MS = 12_000;

const changeText =
  (change: (text: string) => string): Disturbance =>
  (answer) =>
    answer.map(({ text, afterMs }) => ({ text: change(text), afterMs }));

const changeLast =
  (change: (last: Chunk) => readonly Chunk[]): Disturbance =>
  (answer) =>
    answer.flatMap((chunk, at) => (at === answer.length - 1 ? change(chunk) : [chunk]));

const letterByLetter: Disturbance = (answer) =>
  answer.flatMap(({ text, afterMs }) =>
    Array.from(text, (letter, at) => ({ text: letter, afterMs: at === 0 ? afterMs : 1 })),
  );

const chunk = (text: string): Chunk => ({ text, afterMs: 0 });

function garbage({ modem, at }: FaultTarget): void {
  const noise = Array.from({ length: GARBAGE_BYTES }, () => String.fromCharCode(modem.random.below(256)));
  at.write(`${noise.join('')}\r\n${'x'.repeat(LONG_LINE_BYTES)}\r\n`);
}

/** What goes wrong between the letters of the AT port. */
export const FRAMING: FaultTable = {
  garbage: {
    explain: 'Two hundred random bytes and a line of 8 kB arrive on the AT port.',
    strike: garbage,
  },
  nuls: {
    explain: 'Sixty-four NUL bytes arrive on the AT port.',
    strike: ({ at }) => at.write('\0'.repeat(64)),
  },
  split: {
    explain: 'The next answer arrives letter by letter.',
    strike: ({ at }) => at.disturbNext(letterByLetter),
  },
  'no-final': {
    explain: 'The next AT command never gets its final result.',
    strike: ({ at }) => at.disturbNext(changeLast(() => [])),
  },
  'late-final': {
    explain: 'The final result of the next AT command comes twelve seconds late, when nobody waits for it any more.',
    strike: ({ at }) => at.disturbNext(changeLast(({ text }) => [{ text, afterMs: LATE_MS }])),
  },
  'spurious-error': {
    explain: 'An ERROR arrives that belongs to no command.',
    strike: ({ at }) => at.unsolicited('ERROR'),
  },
  'doubled-cr': {
    explain: 'The next answer ends its lines with CR CR LF.',
    strike: ({ at }) => at.disturbNext(changeText((text) => text.replaceAll('\r\n', '\r\r\n'))),
  },
  glued: {
    explain: 'An unsolicited line sticks to the final result of the next answer, without a line end between them.',
    strike: ({ at }) =>
      at.disturbNext(changeLast(({ text, afterMs }) => [{ text: `${text.trimEnd()}+CSQ: 17,99\r\n`, afterMs }])),
  },
  'glued-error': {
    explain: 'The next answer is an ERROR to which the line of an answer sticks, as AT+CNUM was seen to say.',
    strike: ({ at }) => at.disturbNext(() => [chunk('\r\nERROR+CNUM: "","447700900123",129\r\n')]),
  },
  'ussd-cut': {
    explain: 'A text of the network arrives whose end is lost, with its quote and its line end.',
    strike: ({ at }) => at.write('\r\n+CUSD: 0,"quote lost'),
  },
  'echo-on': {
    explain: 'The modem suddenly echoes what is typed.',
    strike: ({ at }) => {
      at.echo = true;
    },
  },
  'line-in-answer': {
    explain: 'Unsolicited lines stand before the final result of the next answer.',
    strike: ({ at }) =>
      at.disturbNext(changeLast((last) => [chunk('\r\n+CMTI: "SM",0\r\n'), chunk('\r\nRING\r\n'), last])),
  },
  'no-prompt': {
    explain: 'The next SMS prompt is never shown; the modem waits for the text all the same.',
    strike: ({ at }) => at.disturbNextPrompt(() => []),
  },
  'split-prompt': {
    explain: 'The next SMS prompt arrives in two pieces, its blank much later.',
    strike: ({ at }) => at.disturbNextPrompt(() => [chunk('\r\n>'), { text: ' ', afterMs: 300 }]),
  },
  'line-before-prompt': {
    explain: 'An unsolicited line comes between AT+CMGS and its prompt.',
    strike: ({ at }) => at.disturbNextPrompt((prompt) => [chunk('\r\n+CMTI: "SM",0\r\n'), ...prompt]),
  },
};
