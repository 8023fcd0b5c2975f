import { join } from 'node:path';
import type { Test } from 'tap';
import type { Media, MediaEvent, MediaSession } from '../../daemon/audio/media.js';
import { type PcmPty, samplesOf } from './pcm-pty.js';

type EventOf<T extends MediaEvent['type']> = Extract<MediaEvent, { type: T }>;

/** A PCM port whose other side is the test's. */
export type PcmEnd = Pick<PcmPty, 'path' | 'take' | 'speak' | 'hush' | 'unplug'>;

export interface MediaCall<End extends PcmEnd = PcmPty> {
  readonly modem: End;
  readonly session: MediaSession;
  readonly path: string;
  readonly seen: <T extends MediaEvent['type']>(type: T) => EventOf<T>[];
  readonly wait: (fits: (event: MediaEvent) => boolean) => Promise<MediaEvent>;
  /** Everything the modem got. */
  readonly heard: () => Int16Array;
}

/** A call whose modem reads all the time and speaks when told to. */
export async function mediaCall<End extends PcmEnd>(t: Test, media: Media, modem: End): Promise<MediaCall<End>> {
  const path = join(t.testdir(), 'call.wav');
  const session = await media.open({ port: modem.path, recordingPath: path });
  const events: MediaEvent[] = [];
  session.events.subscribe('test', (event) => events.push(event));
  const received: Buffer[] = [];
  const reading = setInterval(() => received.push(modem.take()), 10);
  t.teardown(async () => {
    clearInterval(reading);
    await session.stop();
    modem.unplug();
  });
  return {
    modem,
    session,
    path,
    seen: (type) => events.filter((event) => event.type === type) as never,
    wait: (fits) => {
      const past = events.find(fits);
      return past === undefined ? session.events.next(fits, AbortSignal.timeout(20_000)) : Promise.resolve(past);
    },
    heard: () => {
      received.push(modem.take());
      return samplesOf(Buffer.concat(received));
    },
  };
}
