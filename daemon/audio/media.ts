import { msToSamples } from '../base/pcm.js';
import type { Topic } from '../base/topic.js';

/** A stretch of the recording's own time line, counted in samples from the start of the call's media. */
export type SamplePosition = number;

export type MediaEvent =
  /** Whole frames of the caller's voice as it arrived, five at most; `atSample` is where the first stands in the recording. */
  | { readonly type: 'frame'; readonly samples: Int16Array; readonly atSample: SamplePosition }
  /** The caller began to speak there. */
  | { readonly type: 'speech-start'; readonly atSample: SamplePosition; readonly noticedAtSample: SamplePosition }
  /** The caller has been silent since `atSample` (the last audible sample, found by energy, not by VAD windows). */
  | { readonly type: 'speech-end'; readonly atSample: SamplePosition; readonly noticedAtSample: SamplePosition }
  /** The first audible sample of a clip has left for the modem. */
  | { readonly type: 'clip-started'; readonly clipId: string; readonly atSample: SamplePosition }
  /** A clip is over: played to its end, or cut; `playedSamples` of `totalSamples` were really sent. */
  | {
      readonly type: 'clip-ended';
      readonly clipId: string;
      readonly atSample: SamplePosition;
      readonly playedSamples: number;
      readonly totalSamples: number;
      readonly cut: boolean;
    }
  /** In-band DTMF (Goertzel); the modem's own report comes through Line. */
  | { readonly type: 'dtmf'; readonly key: string; readonly atSample: SamplePosition }
  /** The voice path is sick ('stalled': no bytes in for 1 s; 'wedged': no room out for 1 s) or well again. */
  | { readonly type: 'path'; readonly state: 'flowing' | 'stalled' | 'wedged' | 'gone' }
  /** The recording cannot be written; the call goes on. */
  | { readonly type: 'recording-failed'; readonly reason: string };

/** Counters of one call's media. Late, dropped, missing, realigned and clipped are 0 or near it in a good call. */
export interface MediaHealth {
  /** Ticks of the 20 ms clock. */
  readonly frames: number;
  /** Ticks that came more than 20 ms after their deadline. */
  readonly lateFrames: number;
  /** Frames that found no room in the modem and were dropped. */
  readonly droppedOut: number;
  /** Ticks for which nothing had arrived (silence was recorded). */
  readonly missingIn: number;
  /** Frames dropped on the way in (flood, clock drift). */
  readonly droppedIn: number;
  /** Odd-byte shifts mended. */
  readonly realigned: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Frames that really came and really left; silence that stands for what is missing is none of them. */
  readonly framesIn: number;
  readonly framesOut: number;
  /** Of these, frames without any sound to speak of, and frames that reached full scale, each way. */
  readonly silentIn: number;
  readonly silentOut: number;
  readonly clippedIn: number;
  readonly clippedOut: number;
  /** CPU of the media thread a frame, voice detection included, in microseconds. */
  readonly cpuMicros: number;
}

export interface Recording {
  readonly path: string;
  readonly durationMs: number;
  /** False when the disk would not take it (or part of it). */
  readonly complete: boolean;
}

/** A clip that is held before so much of it was heard begins anew: half a syllable is no beginning. */
export const BARELY_HEARD_SAMPLES = msToSamples(200);

export const SOUND_CARD = 'alsa:';

/** True for "alsa:CAPTURE,PLAYBACK": a sound card at the modem's analogue side instead of its PCM port. */
export const isSoundCard = (port: string): boolean => port.startsWith(SOUND_CARD);

export interface MediaStart {
  /** The modem's PCM port, or a sound card as "alsa:CAPTURE,PLAYBACK" (alsa-pcm.ts). */
  readonly port: string;
  /** Where the stereo WAV goes (caller left, assistant right); null records nothing. */
  readonly recordingPath: string | null;
  /** What is played is shaped for the modem's uplink first (uplink-filter.ts); absent: it is not. */
  readonly voiceFilter?: boolean;
}

/** The voice of one call. Lives in a worker thread; nothing the main thread does can make it stutter. */
export interface MediaSession {
  readonly events: Topic<MediaEvent>;
  /** Position on the recording's time line at this moment. */
  nowSample(): SamplePosition;
  /** Puts a clip (8 kHz) behind what is queued. */
  play(clipId: string, samples: Int16Array): void;
  /** Barge-in: fades out within 10 ms and empties the queue; each clip cut gets its 'clip-ended'. */
  flush(): void;
  /** False-interruption: holds the queue where it is, and goes on from the same sample. */
  pause(): void;
  resume(): void;
  health(): MediaHealth;
  /** Stops the clock, closes the port, finishes the recording (fsync, rename). Never rejects. */
  stop(): Promise<Recording | null>;
}

export interface Media {
  /** Starts the clock and the recording; rejects 'port-gone' or 'busy' when the port cannot be had. */
  open(start: MediaStart): Promise<MediaSession>;
  /** Ends the worker thread. */
  close(): Promise<void>;
}
