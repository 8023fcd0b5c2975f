import { FRAME_MS } from '../base/pcm.js';
import type { MediaHealth } from './media.js';

/** What tells a call that was half-dead from one that went well, for the log: shares of frames. */
export interface VoiceQuality {
  readonly bytesInPerSecond: number;
  readonly bytesOutPerSecond: number;
  readonly silentIn: number;
  readonly silentOut: number;
  readonly clippedIn: number;
  readonly clippedOut: number;
  readonly late: number;
  readonly dropped: number;
}

/** 16 000 bytes a second each way is a good call at 8 kHz (sim7600.md §4.1); all silent on one side is a dead one. */
export function voiceQuality(health: MediaHealth): VoiceQuality {
  const perSecond = (bytes: number) => Math.round((bytes * 1000) / (Math.max(1, health.frames) * FRAME_MS));
  return {
    bytesInPerSecond: perSecond(health.bytesIn),
    bytesOutPerSecond: perSecond(health.bytesOut),
    silentIn: share(health.silentIn, health.framesIn),
    silentOut: share(health.silentOut, health.framesOut),
    clippedIn: share(health.clippedIn, health.framesIn),
    clippedOut: share(health.clippedOut, health.framesOut),
    late: share(health.lateFrames, health.frames),
    dropped: share(health.droppedIn + health.droppedOut, health.frames),
  };
}

const share = (part: number, whole: number): number => Math.round((1000 * part) / Math.max(1, whole)) / 1000;
