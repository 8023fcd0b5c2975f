import { z } from 'zod';

const ms = z.number().min(0);

/** One line of a capture: what passed on a port, milliseconds after its start. */
export const entrySchema = z.union([
  z.object({ ms, port: z.enum(['at', 'at2']), from: z.enum(['modem', 'host']), text: z.string() }),
  /** Of the voice only how much came and how loud it was (largest sample, 0 to 32768). */
  z.object({ ms, port: z.literal('pcm'), bytes: z.number(), peak: z.number() }),
  z.object({ ms, note: z.string() }),
]);

export type CaptureEntry = z.infer<typeof entrySchema>;
export type TextEntry = Extract<CaptureEntry, { readonly text: string }>;
