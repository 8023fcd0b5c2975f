import { FRAME_MS } from '../base/pcm.js';
import type { MediaHealth } from './media.js';

/** What tells a call that was half-dead from one that went well, for the log. Shares are of all frames. */
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
  const frames = Math.max(1, health.frames);
  const perSecond = (bytes: number) => Math.round((bytes * 1000) / (frames * FRAME_MS));
  const share = (count: number) => Math.round((1000 * count) / frames) / 1000;
  return {
    bytesInPerSecond: perSecond(health.bytesIn),
    bytesOutPerSecond: perSecond(health.bytesOut),
    silentIn: share(health.silentIn),
    silentOut: share(health.silentOut),
    clippedIn: share(health.clippedIn),
    clippedOut: share(health.clippedOut),
    late: share(health.lateFrames),
    dropped: share(health.droppedIn + health.droppedOut),
  };
}
