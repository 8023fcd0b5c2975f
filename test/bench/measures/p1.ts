import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../../daemon/base/errors.js';
import { paths, piper } from '../../engines/real.js';
import type { PiperFigures } from '../bare.js';
import { ourSynthesis, piperPeer } from '../engines.js';
import type { Measure } from '../measure.js';
import { started } from '../models.js';
import { sampleBriefing } from '../questions.js';
import { sum } from '../statistics.js';
import { tell } from '../workspace.js';

const run = promisify(execFile);
/** With the newest ONNX Runtime that npm has: with another one the engines would be compared, not us. */
const PEER = ['piper-tts==1.8.0', 'onnxruntime==1.30.0'];
/** Kept for the next run: the package and what it needs are 220 MB. */
const VENV = join(tmpdir(), 'secretary-bench-piper');
const ROUNDS = 5;

/** The interpreter of a virtual environment with the peer in it, or why there is none. */
async function peerPython(): Promise<{ python: string } | { skipped: string }> {
  const [python, done] = [join(VENV, 'bin', 'python'), join(VENV, 'complete')];
  if (existsSync(done)) return { python };
  try {
    tell(`pip installs ${PEER.join(' and ')} into ${VENV}`);
    await run('python3', ['-m', 'venv', VENV]);
    await run(python, ['-m', 'pip', 'install', '--quiet', ...PEER], { timeout: 300_000 });
    await run('touch', [done]);
    return { python };
  } catch (error) {
    rmSync(VENV, { recursive: true, force: true });
    return { skipped: `pip could not install ${PEER.join(' and ')}: ${messageOf(error).trim().split('\n').at(-1)}` };
  }
}

export const p1: Measure = {
  name: 'P1',
  about: 'time of our synthesis / of the Python package piper-tts, same voice, sentences and threads',
  goal: '≤1',
  async measure() {
    const peer = await peerPython();
    if ('skipped' in peer) return peer;
    tell('our synthesis and the peer, in turns');
    const { greeting, notice, texts, speakable } = sampleBriefing();
    const sentences = [greeting, notice, texts.willFindOut, texts.offerMessage, texts.goodbye].map(speakable);
    const job = { engine: 'piper', model: paths.voice, threads: 1, sentences } as const;
    const tts = await started(piper());
    await ourSynthesis(tts, sentences);
    const samples = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [ours, peers] = [await ourSynthesis(tts, sentences), await piperPeer(peer.python, job, 1)];
      samples.push({ ours, peers });
    }
    await tts.engine.stop();
    // What else runs on the machine only ever adds: the quickest of each sentence is the engine's own time.
    const quickest = (runs: readonly PiperFigures[]) =>
      sum(sentences.map((_, i) => Math.min(...runs.map(({ ms }) => ms[i] ?? Number.POSITIVE_INFINITY))));
    const figure = quickest(samples.map(({ ours }) => ours)) / quickest(samples.map(({ peers }) => peers));
    return { figure, unit: '', ok: figure <= 1, n: ROUNDS * sentences.length, samples };
  },
};
