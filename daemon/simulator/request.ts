import { z } from 'zod';
import { SecretaryError } from '../base/errors.js';
import { isKey } from './tones.js';
import { samplesOf } from '../base/pcm.js';

const number = z.string().regex(/^\+?[0-9]{1,20}$/, 'a number has up to 20 digits, with or without +');
const sender = z
  .string()
  .regex(/^(\+?[0-9]{1,20}|[A-Za-z][A-Za-z0-9 ]{0,10})$/, 'a sender is a number or a short name');
const key = z.string().refine(isKey, 'a key is one of 0-9 * # A-D');

const REQUEST = z.discriminatedUnion('op', [
  z.object({ op: z.literal('status') }),
  z.object({ op: z.literal('dial'), from: number.nullable() }),
  z.object({ op: z.literal('hang-up') }),
  z.object({ op: z.literal('key'), key }),
  z.object({ op: z.literal('listen') }),
  z.object({ op: z.literal('speak'), pcm: z.base64() }),
  z.object({ op: z.literal('stop-speaking') }),
  z.object({ op: z.literal('echo') }),
  z.object({ op: z.literal('fault'), name: z.string() }),
  z.object({ op: z.literal('faults') }),
  z.object({
    op: z.literal('callee'),
    behaviour: z.enum(['answers', 'busy', 'no-answer', 'unobtainable', 'rejects']),
    afterMs: z.number().min(0).max(600_000).optional(),
  }),
  z.object({ op: z.literal('sms'), from: sender, text: z.string().max(10_000) }),
  z.object({ op: z.literal('sms-pdu'), pdu: z.hex().min(4).max(1000) }),
  z.object({ op: z.literal('sim'), to: z.enum(['removed', 'inserted', 'locked']) }),
  z.object({ op: z.literal('transcript') }),
]);

export type CheckedRequest = z.infer<typeof REQUEST>;

/** Throws 'bad-input' in words that name the field. */
export function checkRequest(value: unknown): CheckedRequest {
  const { data, error } = REQUEST.safeParse(value);
  if (error !== undefined) throw new SecretaryError('bad-input', z.prettifyError(error).replaceAll('\n', ' '));
  return data;
}

/** 8 kHz s16le; throws 'bad-input' when there is half a sample too much. */
export function voiceOf(pcm: string): Int16Array {
  const bytes = Buffer.from(pcm, 'base64');
  if (bytes.length % 2 !== 0) throw new SecretaryError('bad-input', 'pcm: an odd number of bytes is no 16-bit sound');
  return samplesOf(bytes);
}
