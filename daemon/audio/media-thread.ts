import { parentPort, workerData } from 'node:worker_threads';
import { SecretaryError, messageOf } from '../base/errors.js';
import { openAlsaPcm } from './alsa-pcm.js';
import { CallVoice } from './call-voice.js';
import { type MediaEvent, isSoundCard } from './media.js';
import { openSerialPcm } from './pcm-port.js';
import { Recorder } from './recorder.js';
import { rehearse } from './rehearsal.js';
import { type FromThread, type ThreadOptions, type ToThread, countersIn } from './thread-protocol.js';
import { raiseThreadPriority } from './thread-priority.js';
import { forUplink } from './uplink-filter.js';
import { EnergyVad, SileroModel, type Vad } from './vad.js';

type Open = Extract<ToThread, { op: 'open' }>;

const port = parentPort ?? fail();
const voices = new Map<number, CallVoice>();
const silero = loadVad((workerData as ThreadOptions).vadModelPath);
await rehearse(vad());
raiseThreadPriority();
port.on('message', (message: ToThread) => receive(message));
tell({ type: 'ready', vadFailure: silero instanceof SileroModel ? null : silero });

function receive(message: ToThread): void {
  if (message.op === 'close') return port.close();
  if (message.op === 'open') return void open(message);
  const voice = voices.get(message.session);
  if (message.op === 'play') voice?.play(message.clipId, message.samples);
  else if (message.op === 'stop') void stop(message.session, voice);
  else voice?.[message.op]();
}

async function open({ session, start, health }: Open): Promise<void> {
  const onEvents = (events: readonly MediaEvent[]) => tell({ type: 'events', session, events });
  try {
    const voice = new CallVoice({
      port: await (isSoundCard(start.port) ? openAlsaPcm : openSerialPcm)(start.port),
      vad: vad(),
      recorder: recorderFor(start.recordingPath, onEvents),
      counters: countersIn(health),
      onEvents,
      ...(start.voiceFilter === true ? { filter: forUplink } : {}),
    });
    voices.set(session, voice);
    tell({ type: 'opened', session, startMs: voice.start() });
  } catch (error) {
    const code = error instanceof SecretaryError ? error.code : 'internal';
    tell({ type: 'refused', session, code, message: messageOf(error) });
  }
}

function recorderFor(path: string | null, onEvents: (events: readonly MediaEvent[]) => void): Recorder | null {
  return path === null ? null : new Recorder(path, (reason) => onEvents([{ type: 'recording-failed', reason }]));
}

async function stop(session: number, voice: CallVoice | undefined): Promise<void> {
  voices.delete(session);
  tell({ type: 'stopped', session, recording: (await voice?.stop()) ?? null });
}

/** Sound is copied: a kilobyte costs less than moving its memory to another thread does. */
function tell(message: FromThread): void {
  port.postMessage(message);
}

function vad(): Vad {
  return silero instanceof SileroModel ? silero.stream() : new EnergyVad();
}

/** The model, or why there is none. */
function loadVad(path: string | null): SileroModel | string {
  if (path === null) return 'no voice detection model is installed';
  try {
    return SileroModel.load(path);
  } catch (error) {
    return messageOf(error);
  }
}

function fail(): never {
  throw new SecretaryError('internal', 'media-thread.js runs as a worker only');
}
