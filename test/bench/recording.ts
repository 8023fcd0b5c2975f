import { readFileSync } from 'node:fs';
import { type Pcm, rms } from '../../daemon/base/pcm.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';

/** A stretch of sound, milliseconds on the recording's time line. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** What both sides of a call sounded like, judged by nothing but the energy of the recording. */
export interface Recording {
  readonly caller: Pcm;
  readonly assistant: Pcm;
  readonly callerSpans: readonly Span[];
  readonly assistantSpans: readonly Span[];
}

const STEP_MS = 5;
/** −44 dBFS, what the virtual caller takes for speech too (assistant-ear.ts). */
const AUDIBLE_RMS = 200;
/** The breath between two sentences or two words, not the end of what somebody says. */
const BREATH_MS = 300;

/** Left is the caller, right the assistant (commands.md). */
export function readRecording(path: string): Recording {
  const wav = parseWav(readFileSync(path));
  const [caller, assistant] = [channelOf(wav, 0), channelOf(wav, 1)];
  return { caller, assistant, callerSpans: spansOf(caller), assistantSpans: spansOf(assistant) };
}

export function spansOf({ samples, sampleRateHz }: Pcm): readonly Span[] {
  const step = (sampleRateHz * STEP_MS) / 1000;
  const spans: { startMs: number; endMs: number }[] = [];
  for (let i = 0; (i + 1) * step <= samples.length; i++) {
    if (rms(samples, i * step, (i + 1) * step) < AUDIBLE_RMS) continue;
    const last = spans.at(-1);
    const [startMs, endMs] = [i * STEP_MS, (i + 1) * STEP_MS];
    if (last !== undefined && startMs - last.endMs <= BREATH_MS) last.endMs = endMs;
    else spans.push({ startMs, endMs });
  }
  return spans;
}

export interface Floor {
  /** The caller's last stretch before the answer. */
  readonly caller: Span;
  readonly assistant: Span;
  /** From the caller's last sound to the assistant's first; below 0 the assistant cut in. */
  readonly deadAirMs: number;
}

/** Every change of turn from the caller to the assistant. A pause in which the assistant stayed silent is none. */
export function floorsOf({ callerSpans, assistantSpans }: Recording): readonly Floor[] {
  return callerSpans.flatMap((caller, i) => {
    const untilMs = callerSpans[i + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    const assistant = assistantSpans.find(({ startMs }) => startMs > caller.startMs && startMs < untilMs);
    return assistant === undefined ? [] : [{ caller, assistant, deadAirMs: assistant.startMs - caller.endMs }];
  });
}

/** The sound of a stretch, with a little of what is around it. */
export function cut({ samples, sampleRateHz }: Pcm, { startMs, endMs }: Span, marginMs = 100): Pcm {
  const at = (ms: number) => Math.max(0, Math.round((ms * sampleRateHz) / 1000));
  return { samples: samples.slice(at(startMs - marginMs), at(endMs + marginMs)), sampleRateHz };
}
