import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { hasCode, SecretaryError } from '../base/errors.js';
import { decodePdu } from '../modem/sms/pdu.js';
import { encodeSubmit } from '../modem/sms/submit.js';
import { harmlessJson } from './harmless-json.js';

const HELP = `secretary modem pdu decode HEX…       short messages in the modem's own form, one JSON object each
secretary modem pdu encode --to NUMBER [--report] TEXT
                                     the PDUs of a text for AT+CMGS, the length that it wants to know before each
options:
  --to NUMBER                        digits, with "+" in front if international
  --report                           asks for a status report
example: secretary modem pdu encode --to +447700900123 "Call me back"
`;

const OPTIONS = { help: { type: 'boolean' }, to: { type: 'string' }, report: { type: 'boolean' } } as const;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const [action, ...rest] = positionals;
  if (action === 'decode' && rest.length > 0) return decode(rest);
  if (action !== 'encode') throw new SecretaryError('wrong-use', 'expected decode HEX… or encode --to NUMBER TEXT');
  const [text, ...more] = rest;
  if (values.to === undefined) throw new SecretaryError('wrong-use', 'say to whom: --to NUMBER');
  if (text === undefined || more.length > 0) throw new SecretaryError('wrong-use', 'expected one text, in quotes');
  for (const { length, hex } of encodeSubmit({
    to: values.to,
    text,
    report: values.report === true,
    reference: randomInt(256),
  })) {
    process.stdout.write(`length=${length} ${hex}\n`);
  }
  return 0;
}

/** Every object has every field: null where its type has none. */
const FIELDS = { sentAt: null, text: null, alphabet: null, class: null, concat: null, status: null, mr: null };

function decode(pdus: readonly string[]): number {
  const lines = pdus.map(lineOf);
  process.stdout.write(lines.map(({ line }) => `${line}\n`).join(''));
  return lines.every(({ good }) => good) ? 0 : 1;
}

function lineOf(hex: string): { readonly line: string; readonly good: boolean } {
  try {
    const { type, smsc, ...rest } = decodePdu(hex);
    return { line: harmlessJson({ type, smsc, ...FIELDS, ...rest }), good: true };
  } catch (error) {
    if (!hasCode(error, 'bad-input')) throw error;
    return { line: JSON.stringify({ error: error.message }), good: false };
  }
}
