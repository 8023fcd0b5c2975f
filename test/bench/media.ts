import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CallerTimeline } from '../../daemon/audio/caller-timeline.js';
import type { MediaEvent, MediaHealth } from '../../daemon/audio/media.js';
import { openSerialPcm } from '../../daemon/audio/pcm-port.js';
import { repairRecordings } from '../../daemon/audio/recording-repair.js';
import { WorkerMedia } from '../../daemon/audio/worker-media.js';
import { FRAME_MS, FRAME_SAMPLES, samplesToMs } from '../../daemon/base/pcm.js';
import { time } from '../../daemon/base/time.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';

export interface MediaCall {
  readonly seconds: number;
  readonly vadModelPath: string | null;
  readonly recordingPath: string | null;
}

export interface MediaFigures {
  /** CPU of the whole process a frame / 20 ms. */
  readonly share: number;
  readonly health: MediaHealth;
  /** Ticks in which the modem had no frame to play. */
  readonly underruns: number;
}

interface Modem {
  readonly port: string;
  underruns(): Promise<number>;
}

async function withModem<T>(use: (modem: Modem) => Promise<T>): Promise<T> {
  const child = fork(new URL('./pcm-modem.js', import.meta.url));
  try {
    return await use({
      port: (await word(child)) as string,
      underruns() {
        child.send('underruns');
        return word(child) as Promise<number>;
      },
    });
  } finally {
    child.kill();
  }
}

async function word(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}

/** V8 compiles what runs fifty times a second for so long; most of it was compiled at the start (audio/rehearsal.ts). */
const COMPILING_MS = 3000;

/** A call in which both sides talk all the time. */
export function mediaCall({ seconds, vadModelPath, recordingPath }: MediaCall): Promise<MediaFigures> {
  return withModem(async (modem) => {
    const media = new WorkerMedia({ vadModelPath });
    await media.start();
    const session = await media.open({ port: modem.port, recordingPath });
    session.play('talk', new Int16Array(8000 * (seconds + 5)).fill(999));
    await time.sleep(COMPILING_MS);
    const underrunsBefore = await modem.underruns();
    const share = await cpuShare(seconds, () => session.health().frames);
    const underruns = (await modem.underruns()) - underrunsBefore;
    await session.stop();
    await media.close();
    return { share, health: session.health(), underruns };
  });
}

/** What this machine charges a bare Node for a 20 ms timer, one read and one write: no daemon can cost less. */
export function bareShare(seconds: number): Promise<number> {
  return withModem(async (modem) => {
    const port = openSerialPcm(modem.port);
    const frame = new Uint8Array(2 * FRAME_SAMPLES);
    let ticks = 0;
    const stop = time.every(FRAME_MS, () => {
      ticks++;
      port.read();
      port.write(frame);
    });
    await time.sleep(COMPILING_MS);
    const share = await cpuShare(seconds, () => ticks);
    stop();
    await port.close();
    return share;
  });
}

/** Of the CPU time that the frames had, not of the time that went by: a busy machine that skips frames looks no cheaper. */
async function cpuShare(seconds: number, frames: () => number): Promise<number> {
  const before = { cpu: process.cpuUsage(), frames: frames() };
  await time.sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(before.cpu);
  return (user + system) / 1000 / FRAME_MS / (frames() - before.frames);
}

/** Frames that still sound in the recording after each of ten decisions to stop. */
export function framesAfterFlush(recordingPath: string): Promise<readonly number[]> {
  return withModem(async ({ port }) => {
    const media = new WorkerMedia({ vadModelPath: null });
    const session = await media.open({ port, recordingPath });
    const decisions: number[] = [];
    for (let round = 0; round < 10; round++) {
      session.play(`c${round}`, new Int16Array(8000).fill(5000));
      await session.events.next((event: MediaEvent) => event.type === 'clip-started', AbortSignal.timeout(5000));
      await time.sleep(107);
      decisions.push(session.nowSample());
      session.flush();
      await time.sleep(300);
    }
    await session.stop();
    await media.close();
    const right = channelOf(parseWav(readFileSync(recordingPath)), 1).samples;
    const sounding = decisions.map((from) => right.subarray(from, from + 2000).findLastIndex((s) => s !== 0) + 1);
    return sounding.map((samples) => samples / FRAME_SAMPLES);
  });
}

/** Largest distance of a stream from its place in an hour of virtual time, after corrections, frames. */
export function driftFrames(ppm: number): number {
  const timeline = new CallerTimeline();
  const frames = (3_600_000 / FRAME_MS) | 0;
  let worst = 0;
  let sent = 0;
  for (let tick = 1; tick < frames; tick++) {
    const due = Math.floor(tick * (1 + ppm * 1e-6));
    const now = tick * FRAME_SAMPLES;
    const { atSample, silent, dropped } = timeline.place(due - sent, now);
    const end = atSample + (silent + due - sent - dropped) * FRAME_SAMPLES;
    sent = due;
    worst = Math.max(worst, Math.abs(end - now));
  }
  return worst / FRAME_SAMPLES;
}

/** Sound missing or doubled between the clicks of the caller's side of a recording, frames. */
export function gapFrames(recordingPath: string): number {
  const left = channelOf(parseWav(readFileSync(recordingPath)), 0).samples;
  const clicks = Array.from(left.keys()).filter((at) => left[at] === 30_000);
  const spacings = clicks.slice(1).map((at, i) => Math.abs(at - (clicks[i] ?? 0) - 8000));
  return spacings.reduce((total, each) => total + each, 0) / FRAME_SAMPLES;
}

/** Sound that a recording has lost after kill -9 and repair, milliseconds. */
export async function killLossMs(directory: string): Promise<number> {
  const script = new URL('../fakes/recording-process.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, join(directory, 'killed.wav')]);
  let recorded = 0;
  child.stdout.on('data', (text: Buffer) => (recorded = Number(text.toString().trim().split('\n').at(-1))));
  await time.sleep(5000);
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  const [recording] = await repairRecordings(directory);
  return samplesToMs(recorded) - (recording?.durationMs ?? 0);
}
