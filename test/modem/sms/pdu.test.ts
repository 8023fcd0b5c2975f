import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { test } from 'tap';
import { SecretaryError } from '../../../daemon/base/errors.js';
import { decodePdu } from '../../../daemon/modem/sms/pdu.js';
import { segment } from '../../../daemon/modem/sms/segment.js';
import { type EncodedPart, encodeSubmit, type Outgoing } from '../../../daemon/modem/sms/submit.js';
import { deliverPdus } from '../../../daemon/simulator/sms-pdu.js';
import { mutatePdus } from './mutations.js';

interface Vectors {
  /** Made from the rules by a program that shares nothing with the codec; see `rule`. */
  readonly decode: readonly { readonly rule: string; readonly hex: string; readonly expect: object }[];
  readonly encode: readonly (Outgoing & { readonly pdus: readonly EncodedPart[] })[];
  readonly bad: readonly { readonly why: string; readonly hex: string; readonly says: string }[];
}

const vectors = JSON.parse(readFileSync('test/modem/sms/vectors.json', 'utf8')) as Vectors;

test('PDUs are read as the rules say', async (t) => {
  for (const { rule, hex, expect } of vectors.decode) {
    const pdu = decodePdu(hex) as unknown as Record<string, unknown>;
    for (const [field, value] of Object.entries(expect)) t.same(pdu[field], value, `${rule}: ${field}`);
  }
});

test('texts are written as the rules say', async (t) => {
  for (const { pdus, ...outgoing } of vectors.encode) t.same(encodeSubmit(outgoing), pdus);
});

test('a bad PDU is named by what is wrong with it', async (t) => {
  for (const { why, hex, says } of vectors.bad) {
    t.throws(() => decodePdu(hex), new SecretaryError('bad-input', `not a PDU: ${says}`), why);
  }
});

test('cut off anywhere it is refused, never misread', async (t) => {
  for (const { rule, hex } of vectors.decode) {
    const whole = decodePdu(hex);
    const spare = rule === 'octets behind the end' ? 4 : 0;
    for (let digits = 0; digits < hex.length - spare; digits++) {
      t.throws(
        () => decodePdu(hex.slice(0, digits)),
        { code: 'bad-input' },
        `${rule}, ${digits} digits of ${whole.type}`,
      );
    }
  }
});

/** Any text that JavaScript can hold, halves of surrogate pairs included. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('a', '€', '[', 'ж', '🚀', '\n', '\x1B', '\uD83D'), maxLength: 400 }),
);

test('any text comes back from its parts, none of which is too long', async (t) => {
  fc.assert(
    fc.property(anyText, fc.constantFrom<8 | 16>(8, 16), fc.boolean(), (text, referenceBits, report) => {
      const outgoing = { to: '+447700900123', text, report, reference: 300, referenceBits, mostParts: 255 };
      const parts = encodeSubmit(outgoing).map(({ hex }) => decodePdu(hex));
      const total = parts.length;
      const joined = parts.map((pdu, index) => {
        if (pdu.type !== 'submit') throw new Error(pdu.type);
        const ref = referenceBits === 8 ? 300 & 0xff : 300;
        t.same(pdu.concat, total === 1 ? null : { ref, total, part: index + 1 });
        t.equal(pdu.report, report);
        t.same(pdu.marks, []);
        return pdu.text;
      });
      return joined.join('') === text;
    }),
    { numRuns: 500 },
  );
});

test('no part is longer than a message can be, and none begins or ends within a character', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), fc.constantFrom<8 | 16>(8, 16), (text, bits) => {
      const outgoing = { to: '1', text, report: false, reference: 0, referenceBits: bits, mostParts: 255 };
      return (
        segment(text, bits).parts.every((part) => part.isWellFormed()) &&
        encodeSubmit(outgoing).every(({ length }) => length - OCTETS_BEFORE_TEXT <= 140)
      );
    }),
  );
});

/** Of a submission to a number of one digit. */
const OCTETS_BEFORE_TEXT = 9;

test('segments are what the network will charge', async (t) => {
  const counts: readonly (readonly [string, number])[] = [
    ['', 1],
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['ж'.repeat(70), 1],
    ['ж'.repeat(71), 2],
    ['ж'.repeat(200), 3],
    ['🚀'.repeat(35), 1],
    ['🚀'.repeat(36), 2],
  ];
  for (const [text, segments] of counts)
    t.equal(segment(text).parts.length, segments, `${text.length} × ${text.slice(0, 2)}`);
});

test('too many parts and recipients that are no numbers are refused without being quoted', async (t) => {
  const send = (outgoing: Partial<Outgoing>) =>
    encodeSubmit({ to: '+447700900123', text: 'x', report: false, reference: 1, ...outgoing });
  t.equal(send({ text: 'a'.repeat(8 * 153) }).length, 8);
  t.throws(() => send({ text: 'a'.repeat(8 * 153 + 1) }), {
    code: 'bad-input',
    message: 'the text would be 9 messages; at most 8 are sent',
  });
  t.equal(send({ text: 'a'.repeat(255 * 153), mostParts: 999 }).length, 255);
  t.throws(() => send({ text: 'a'.repeat(255 * 153 + 1), mostParts: 999 }), { code: 'bad-input' });
  for (const to of ['', '+', 'BANK', '1'.repeat(21), '+4477009001234567890123', '12;ATD', '++44']) {
    t.throws(() => send({ to }), { code: 'bad-input', message: 'the recipient is not a number of 1 to 20 digits' });
  }
  t.same(send({ to: '+44 (7700) 900-123' }), send({}));
});

test('the simulator, whose codec is another, is understood', async (t) => {
  const at = new Date(Date.UTC(2026, 10, 21, 9, 15, 0));
  for (const [from, text] of [
    ['+447700900456', 'Long. '.repeat(60)],
    ['BANK', 'Ваш код 1234. '.repeat(20)],
    ['900', 'Short'],
  ] as const) {
    const parts = deliverPdus({ from, text, at, reference: 9 }).map(decodePdu);
    t.equal(parts.map((pdu) => (pdu.type === 'deliver' ? pdu.text : '')).join(''), text);
    for (const pdu of parts) t.match(pdu, { from, sentAt: '2026-11-21T09:15:00+00:00' });
  }
});

test('twenty thousand spoilt PDUs are read or refused', async (t) => {
  const { read, refused } = mutatePdus(
    vectors.decode.map(({ hex }) => hex),
    { count: 20_000, seed: 7 },
  );
  t.equal(read + refused, 20_000);
  t.ok(read > 1000 && refused > 1000, `${read} read, ${refused} refused`);
});
