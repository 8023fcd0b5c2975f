import { Box } from '../../scenarios/box.js';
import { prepare, SIGNALS, strike, STRUCK } from '../../scenarios/striking.js';
import type { Measure } from '../measure.js';
import { readRecording } from '../recording.js';
import { atEnd, tell } from '../workspace.js';

const ROUNDS = 2;

/** The longest time from the caller's first words to the end in which neither side made a sound. */
function longestQuietMs(recordingPath: string): number {
  const { callerSpans, assistantSpans } = readRecording(recordingPath);
  let heardUntilMs = callerSpans[0]?.endMs ?? 0;
  let longest = 0;
  const spans = [...callerSpans, ...assistantSpans].toSorted((a, b) => a.startMs - b.startMs);
  for (const { startMs, endMs } of spans) {
    if (endMs < heardUntilMs) continue;
    longest = Math.max(longest, startMs - heardUntilMs);
    heardUntilMs = endMs;
  }
  return longest;
}

export const struck: Measure = {
  name: 'STRUCK',
  about: 'the longest silence of callers during whose words an engine was killed or stopped, each engine and way twice',
  goal: '≤1000ms',
  async measure() {
    const box = await Box.start({ teardown: atEnd });
    await prepare();
    const samples = [];
    for (let round = 0; round < ROUNDS; round++)
      for (const signal of SIGNALS)
        for (const one of STRUCK) {
          tell(`${one[0]} gets ${signal}`);
          const { record } = await strike(box, one, signal);
          const turns = record.turns.map(({ heard, spoken }) => [heard, spoken]);
          samples.push({ engine: one[0], signal, quietMs: longestQuietMs(record.call.recording), turns });
        }
    const figure = Math.max(...samples.map(({ quietMs }) => quietMs));
    return { figure, unit: 'ms', ok: figure <= 1000, n: samples.length, samples };
  },
};
