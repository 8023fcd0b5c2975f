import { readFileSync, readdirSync } from 'node:fs';
import { answerOf } from '../../../daemon/modem/commands.js';
import { LineSplitter } from '../../../daemon/modem/lines.js';
import { AtParser, type Item } from '../../../daemon/modem/parser/parser.js';
import { Random } from '../../../daemon/simulator/random.js';

const FOLDER = 'firmware-notes/transcripts';
/** So many lines between two questions that show that the parser still listens. */
const BATCH = 1000;

type Spoil = (bytes: number[], random: Random) => number[];

const SPOILS: readonly Spoil[] = [
  (bytes, random) => bytes.with(random.below(bytes.length), random.below(256)),
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.toSpliced(random.below(bytes.length), 1),
  (bytes, random) => bytes.toSpliced(random.below(bytes.length), 0, random.below(256)),
  (bytes, random) => bytes.toSpliced(random.below(bytes.length), 0, 0x0d, 0x0a),
  (bytes, random) => bytes.filter((byte) => byte !== 0x0a || random.chance(0.5)),
  (bytes, random) => [...bytes.slice(random.below(bytes.length)), ...bytes],
  (bytes, random) => bytes.toSpliced(random.below(bytes.length), 0, ...Array.from({ length: 9 }, () => 0x22)),
];

export interface Mutated {
  readonly items: number;
  /** Time within splitter and parser, for each line that was put in. */
  readonly microsPerLine: number;
}

/** Sends so many spoilt lines of the golden transcripts through splitter and parser; throws at the first question
 *  afterwards that does not get its answer. */
export function mutateLines({ count, seed }: { readonly count: number; readonly seed: number }): Mutated {
  const random = new Random(seed);
  const lines = goldenLines();
  let items = 0;
  let latest: Item[] = [];
  const parser = new AtParser((item) => {
    items++;
    latest.push(item);
  });
  const splitter = new LineSplitter({ line: (text) => parser.line(text), prompt: () => undefined });
  let spentMs = 0;
  for (let done = 0; done < count; done += BATCH) {
    const batch = Array.from({ length: BATCH }, () => spoilt(lines[random.below(lines.length)] ?? [], random));
    latest = [];
    parser.expect(random.chance(0.5) ? null : { text: 'AT+COPS?', answer: answerOf('AT+COPS?') });
    splitter.awaitPrompt(random.chance(0.1));
    const startMs = performance.now();
    for (const bytes of batch) splitter.push(bytes);
    spentMs += performance.now() - startMs;
    latest = [];
    // What is open (a quote, a line without its end) ends with this at the latest.
    splitter.push(Buffer.from('\r\nOK\r\n\r\nOK\r\n'));
    latest = [];
    parser.expect({ text: `AT+SIMECHO=${done}`, answer: answerOf('AT+SIMECHO=1') });
    splitter.push(Buffer.from(`\r\n+SIMECHO: ${done}\r\n\r\nOK\r\n`));
    const kinds = latest.map((item) => (item.kind === 'answer' ? item.line : item.kind)).join();
    if (kinds !== `+SIMECHO: ${done},final`) throw new Error(`after ${done + BATCH} lines the answer is ${kinds}`);
  }
  return { items, microsPerLine: (spentMs * 1000) / count };
}

function spoilt(line: number[], random: Random): Buffer {
  let bytes = line;
  for (let times = random.below(4); times > 0 && bytes.length > 0; times--) {
    bytes = SPOILS[random.below(SPOILS.length)]?.(bytes, random) ?? bytes;
  }
  return Buffer.from(bytes);
}

/** What a modem was seen to say, frame by frame. */
function goldenLines(): readonly number[][] {
  const texts = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => readFileSync(`${FOLDER}/${name}`, 'utf8').split('\n'))
    .filter((line) => line.startsWith('< '));
  return texts.map((text) => Array.from(Buffer.from(plain(text.slice(2)), 'latin1')));
}

const plain = (text: string): string => text.replaceAll('\\r', '\r').replaceAll('\\n', '\n').replaceAll('\\0', '\0');
