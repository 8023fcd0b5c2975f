import type { Call, EndReason } from './call-machine.js';
import type { Pace } from './pace.js';
import type { CalleeBehaviour } from './protocol.js';

/** Who is called when the modem calls (sim7600.md §3.4). */
export interface Callee {
  readonly behaviour: CalleeBehaviour;
  /** From the first ring over there to the answer, or to the network's patience. */
  readonly afterMs: number;
}

const ROUTING_MS = 1500;

export interface CalleeSteps {
  alert(call: Call): void;
  connect(call: Call): void;
  fail(call: Call, reason: EndReason): void;
}

/** Plays the other side of a call we make, until it is connected or failed; a call that ended meanwhile is left. */
export async function playCallee(callee: Callee, call: Call, pace: Pace, steps: CalleeSteps): Promise<void> {
  const goesOn = async (ms: number) => (await pace.passes(ms)) && call.state !== 'released';
  if (!(await goesOn(ROUTING_MS))) return;
  if (callee.behaviour === 'busy' || callee.behaviour === 'unobtainable') return steps.fail(call, callee.behaviour);
  steps.alert(call);
  if (!(await goesOn(callee.afterMs))) return;
  if (callee.behaviour === 'answers') steps.connect(call);
  else steps.fail(call, callee.behaviour === 'no-answer' ? 'no-answer' : 'refused');
}
