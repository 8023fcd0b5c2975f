import type { Ask } from '../protocol.js';
import type { Urgency } from './tts.js';

export interface PiperLoad {
  /** The .onnx file; its .onnx.json stands beside it. */
  readonly model: string;
  readonly threads: number;
}

export interface PiperWire {
  readonly options: PiperLoad;
  readonly requests: {
    /** 8 kHz samples. */
    readonly synthesise: Ask<{ readonly text: string; readonly urgency: Urgency }, Int16Array>;
  };
  readonly tells: Readonly<Record<string, never>>;
  readonly event: never;
}
