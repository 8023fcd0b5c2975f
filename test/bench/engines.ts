import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { FRAME_SAMPLES } from '../../daemon/base/pcm.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import type { VoskStt } from '../../daemon/engines/stt/vosk.js';
import type { PiperTts } from '../../daemon/engines/tts/piper.js';
import { assetPath } from '../../daemon/engines/asset.js';
import type { LlamaFigures, LlamaJob, PiperFigures, PiperJob, VoskFigures, VoskJob } from './bare.js';

const patience = () => AbortSignal.timeout(120_000);

export const bareVosk = (job: VoskJob): Promise<VoskFigures> => bare(job);
export const bareLlama = (job: LlamaJob): Promise<LlamaFigures> => bare(job);
export const barePiper = (job: PiperJob): Promise<PiperFigures> => bare(job);

/** One bare engine in its own process, to its end. */
function bare<Figures>(job: VoskJob | LlamaJob | PiperJob): Promise<Figures> {
  return run(process.execPath, [fileURLToPath(new URL('./bare.js', import.meta.url))], job);
}

/** P1's peer; `python` is the interpreter of a venv with piper-tts (how: piper_peer.py). */
export async function piperPeer(python: string, job: PiperJob, rounds: number): Promise<PiperFigures> {
  const script = assetPath('test', 'bench', 'piper_peer.py');
  const { ms, audioMs } = await run<{ ms: number[][]; audioMs: number[][] }>(python, [script], { ...job, rounds });
  return { ms: ms.flat(), audioMs: audioMs.flat() };
}

/** Our whole synthesis, channel, trimming and level included. */
export async function ourSynthesis(tts: PiperTts, sentences: readonly string[]): Promise<PiperFigures> {
  const figures = { ms: [] as number[], audioMs: [] as number[] };
  for (const sentence of sentences) {
    const began = performance.now();
    const { samples, sampleRateHz } = await tts.synthesise(sentence, patience());
    figures.ms.push(performance.now() - began);
    figures.audioMs.push((samples.length * 1000) / sampleRateHz);
  }
  return figures;
}

/** Our whole recognition of the same clips: CPU time of the engine's process between the first frame and the last text. */
export async function ourRecognition(stt: VoskStt, job: Pick<VoskJob, 'clips' | 'grammar'>): Promise<VoskFigures> {
  const sounds = job.clips.map((path) => channelOf(parseWav(readFileSync(path)), 0));
  const stream = stt.open();
  stream.expect({ phrases: job.grammar, rows: [] });
  await stream.finalise(patience());
  const { cpuMs } = await stt.engine.measure(patience());
  const tailMs: number[] = [];
  for (const { samples, sampleRateHz } of sounds) {
    for (let at = 0; at < samples.length; at += FRAME_SAMPLES)
      stream.write({ samples: samples.slice(at, at + FRAME_SAMPLES), sampleRateHz });
    // Everything written is heard before the clock of the tail starts, as in a call, where audio comes in real time.
    await stt.engine.measure(patience());
    const began = performance.now();
    await stream.finalise(patience());
    tailMs.push(performance.now() - began);
  }
  const after = await stt.engine.measure(patience());
  stream.close();
  const audioMs = sounds.reduce((sum, { samples, sampleRateHz }) => sum + (samples.length * 1000) / sampleRateHz, 0);
  return { cpuMs: after.cpuMs - cpuMs, audioMs, tailMs };
}

async function run<Figures>(command: string, args: readonly string[], job: object): Promise<Figures> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(job));
  const [line] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(line) as Figures;
}
