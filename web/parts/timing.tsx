import type { TurnTiming } from '../../daemon/store/record.js';
import type { View } from '../view.js';

const STAGES = ['endpointMs', 'sttMs', 'llmMs', 'ttsMs', 'playMs'] as const;
/** A quick turn is not blown up to the full width: the picture never shows less than this much time. */
const LEAST_SCALE_MS = 1500;

/** One scale for all turns of a call, so that the eye can compare them. */
export const timingScale = (timings: readonly TurnTiming[]): number =>
  Math.max(LEAST_SCALE_MS, ...timings.map(({ deadAirMs }) => deadAirMs));

/** What the caller waited for: consecutive stages as a bar, and the same in words and figures. */
export function TimingBar({ view, timing, scaleMs }: { view: View; timing: TurnTiming; scaleMs: number }) {
  const t = view.texts;
  const figure = (ms: number) => t.ms(view.figure(Math.round(ms)));
  let x = 0;
  const parts = STAGES.map((stage) => {
    const part = { stage, x, width: Math.max(0, timing[stage]), words: `${t.stages[stage]} ${figure(timing[stage])}` };
    x += part.width;
    return part;
  });
  return (
    <figure class="timing">
      <svg
        viewBox={`0 0 ${scaleMs} 10`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${t.deadAir}: ${figure(timing.deadAirMs)}`}
      >
        <rect class="track" width={scaleMs} height="10" />
        {parts.map((part) => (
          <rect class={part.stage} x={part.x} width={part.width} height="10">
            <title>{part.words}</title>
          </rect>
        ))}
      </svg>
      <b>{figure(timing.deadAirMs)}</b>
      <figcaption>
        {parts.map(({ stage, words }) => (
          <span class={stage}>{words}</span>
        ))}
      </figcaption>
    </figure>
  );
}
