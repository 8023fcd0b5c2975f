import type { Ask } from '../protocol.js';
import type { Expected, SttResult } from './stt.js';

export interface VoskLoad {
  readonly modelDir: string;
  readonly library: string;
  /** Language of the model: a known clip is recognised at start where one is shipped (en). */
  readonly language: string;
}

export type VoskEvent =
  | { readonly type: 'partial'; readonly stream: number; readonly text: string }
  /** Expected phrases that hold a word the model does not know: they cannot be heard. */
  | { readonly type: 'left-out'; readonly phrases: readonly string[] };

export interface VoskWire {
  readonly options: VoskLoad;
  readonly requests: {
    readonly finalise: Ask<{ readonly stream: number }, SttResult>;
    readonly unknownWords: Ask<{ readonly words: readonly string[] }, readonly string[]>;
  };
  readonly tells: {
    /** Word times count from the call's first sample, which an engine that came later has not heard. */
    readonly open: { readonly stream: number; readonly offsetMs: number };
    readonly audio: { readonly stream: number; readonly samples: Int16Array; readonly sampleRateHz: number };
    readonly expect: { readonly stream: number; readonly expected: Expected };
    readonly close: { readonly stream: number };
  };
  readonly event: VoskEvent;
}
