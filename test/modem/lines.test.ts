import { isDeepStrictEqual } from 'node:util';
import { ReadlineParser } from '@serialport/parser-readline';
import * as fc from 'fast-check';
import { test } from 'tap';
import { LineSplitter } from '../../daemon/modem/lines.js';

function collect(...chunks: readonly string[]): { lines: string[]; splitter: LineSplitter; prompts: () => number } {
  const lines: string[] = [];
  let prompts = 0;
  const splitter = new LineSplitter({ line: (text) => void lines.push(text), prompt: () => void prompts++ });
  for (const chunk of chunks) splitter.push(Buffer.from(chunk, 'latin1'));
  return { lines, splitter, prompts: () => prompts };
}

test('lines end at LF, lose every CR and NUL, and are never empty', async (t) => {
  t.same(collect('\0\r\nOK\r\n\r\r\n+RXDTMF: 8\r\r\n\r\n\n', 'RI', 'NG', '\r', '\n', 'tail').lines, [
    'OK',
    '+RXDTMF: 8',
    'RING',
  ]);
});

test('a prompt is seen without a line end, only while one is awaited, and once', async (t) => {
  const { splitter, prompts, lines } = collect('\r\n> ');
  t.equal(prompts(), 0, 'nobody awaits one');
  splitter.push(Buffer.from('\r\nOK\r\n'));
  splitter.awaitPrompt(true);
  splitter.push(Buffer.from('\r\n+CMTI: "SM",1\r\n\r\n'));
  splitter.push(Buffer.from('>'));
  splitter.push(Buffer.from(' '));
  splitter.push(Buffer.from('\r\n> \r\n+CMGS: 7\r\n'));
  t.equal(prompts(), 1);
  t.same(lines, ['>', 'OK', '+CMTI: "SM",1', '>', '+CMGS: 7']);
});

test('a line without an end does not grow, and the line after it is whole', async (t) => {
  const { lines } = collect(...Array.from({ length: 8 }, () => 'x'.repeat(1024)), '\r\nOK\r\n');
  t.same(
    lines.map(({ length }) => length),
    [2048, 2],
  );
});

test('on what the readline parser can do, it says the same', async (t) => {
  const text = fc.string({ unit: fc.constantFrom('A', '+', ':', ' ', '\r', '\n'), maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(text, async (bytes) => {
      const parser = new ReadlineParser({ delimiter: '\n', encoding: 'latin1' });
      const expected: string[] = [];
      parser.on('data', (line: string) => line.trim() !== '' && expected.push(line.trim()));
      parser.write(`${bytes}\n`);
      await new Promise((resolve) => parser.end(resolve));
      return isDeepStrictEqual(collect(...bytes.split(''), '\n').lines, expected);
    }),
    { numRuns: 200 },
  );
  t.pass();
});
