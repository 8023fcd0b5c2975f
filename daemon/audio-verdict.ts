import type { MediaHealth } from './audio/media.js';
import type { PathState } from './audio/path-watch.js';
import { voiceQuality } from './audio/voice-quality.js';

/** What a test call showed, before anybody judges it. */
export interface AudioFacts {
  /** Of CPCMREG; 0 for a sound card, null when the modem never took it (sim7600.md §4.5). */
  readonly attempts: number | null;
  readonly health: MediaHealth;
  /** The voice path when the test was over. */
  readonly path: PathState | null;
  /** What was played did leave for the modem. */
  readonly played: boolean;
  /** The other side spoke. */
  readonly voiceHeard: boolean;
  /** The key that the prompt asks for: by the modem's own report, in the sound, or not at all. */
  readonly key: 'reported' | 'in-band' | null;
}

/** 'unproven': nothing speaks against it, but nobody answered. */
export type Direction = 'works' | 'dead' | 'unproven';

export type AudioReason =
  | 'not-registered'
  | 'port-gone'
  | 'uplink-wedged'
  | 'uplink-unconfirmed'
  | 'no-bytes'
  | 'digital-silence'
  | 'nobody-spoke'
  | 'late-registration'
  | 'choppy';

export interface AudioVerdict {
  readonly toCaller: Direction;
  readonly fromCaller: Direction;
  /** Why, the gravest first; what to do is in audio-test-texts.ts. */
  readonly reasons: readonly AudioReason[];
}

/** Share of the frames that a healthy path may miss. */
const CHOPPY = 0.1;
/** A line that lives is never silent for so much of a call in which somebody answers. */
const ALL_SILENT = 0.98;

/** Which direction is dead, and why that may be (sim7600.md §4.11–4.14). */
export function judgeAudio(facts: AudioFacts): AudioVerdict {
  if (facts.attempts === null) return { toCaller: 'dead', fromCaller: 'dead', reasons: ['not-registered'] };
  if (facts.path === 'gone') return { toCaller: 'dead', fromCaller: 'dead', reasons: ['port-gone'] };
  const [toCaller, ...whyTo] = judgeUplink(facts);
  const [fromCaller, ...whyFrom] = judgeDownlink(facts);
  const { health, attempts } = facts;
  const missing = (health.missingIn + health.droppedOut) / Math.max(1, health.frames);
  const alive = toCaller !== 'dead' && fromCaller !== 'dead';
  const beside: AudioReason[] = [];
  if (attempts > 1) beside.push('late-registration');
  if (alive && missing > CHOPPY) beside.push('choppy');
  return { toCaller, fromCaller, reasons: [...whyTo, ...whyFrom, ...beside] };
}

type Judgement = readonly [Direction, ...AudioReason[]];

function judgeUplink({ path, played, key }: AudioFacts): Judgement {
  if (path === 'wedged' || !played) return ['dead', 'uplink-wedged'];
  // Only who has heard the prompt knows the key.
  return key === null ? ['unproven', 'uplink-unconfirmed'] : ['works'];
}

function judgeDownlink({ path, health, voiceHeard, key }: AudioFacts): Judgement {
  if (voiceHeard || key === 'in-band') return ['works'];
  if (health.bytesIn === 0 || path === 'stalled') return ['dead', 'no-bytes'];
  if (voiceQuality(health).silentIn >= ALL_SILENT) return ['dead', 'digital-silence'];
  return ['unproven', 'nobody-spoke'];
}
