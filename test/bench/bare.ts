import { readFileSync } from 'node:fs';
import { getLlama } from 'node-llama-cpp';
import type { Pcm } from '../../daemon/base/pcm.js';
import { resample } from '../../daemon/base/resample.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import { ChatMl } from '../../daemon/engines/llm/chatml.js';
import { loadSpeechModel, RECOGNIZER_RATE_HZ } from '../../daemon/engines/stt/libvosk.js';
import { Voice } from '../../daemon/engines/tts/voice.js';

// The engines alone, each in a process of its own: `node bare.js < job.json` prints one line of JSON. No daemon, no
// supervisor, no channel: what is left is what the libraries themselves need.

export interface VoskJob {
  readonly engine: 'vosk';
  readonly modelDir: string;
  readonly library: string;
  /** 8 kHz WAV files. */
  readonly clips: readonly string[];
  /** Beside open dictation; none when empty. */
  readonly grammar: readonly string[];
}
export interface VoskFigures {
  /** User and system time of recognition alone: loading and upsampling are left out. */
  readonly cpuMs: number;
  readonly audioMs: number;
  /** From the last sample to the final text, per clip. */
  readonly tailMs: readonly number[];
}

export interface LlamaJob {
  readonly engine: 'llama';
  readonly model: string;
  readonly threads: number;
  readonly system: string;
  readonly questions: readonly string[];
}
export interface LlamaFigures {
  /** With only the question's tokens to evaluate, until the first clause (4 words and a comma, or a sentence) is there. */
  readonly clauseMs: readonly number[];
  readonly clauses: readonly string[];
}

export interface PiperJob {
  readonly engine: 'piper';
  readonly model: string;
  readonly threads: number;
  readonly sentences: readonly string[];
}
export interface PiperFigures {
  readonly ms: readonly number[];
  readonly audioMs: readonly number[];
}

const STEP_BYTES = (RECOGNIZER_RATE_HZ / 50) * 2;
const CLAUSE = /^\s*(\S+\s+){3,}\S*[,;:]|[.!?]/;

const load = (path: string): Pcm => resample(channelOf(parseWav(readFileSync(path)), 0), RECOGNIZER_RATE_HZ);

function vosk({ modelDir, library, clips, grammar }: VoskJob): VoskFigures {
  const model = loadSpeechModel(modelDir, library);
  const sounds = clips.map(load);
  const recognizers = [model.recognizer(), ...(grammar.length > 0 ? [model.recognizer([...grammar, '[unk]'])] : [])];
  const began = process.cpuUsage();
  const tailMs = sounds.map(({ samples }) => {
    const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
    let lastMs = 0;
    for (let at = 0; at < bytes.length; at += STEP_BYTES) {
      lastMs = performance.now();
      for (const recognizer of recognizers) recognizer.acceptWaveform(bytes.subarray(at, at + STEP_BYTES));
    }
    for (const recognizer of recognizers) recognizer.finalResult();
    return performance.now() - lastMs;
  });
  const { user, system } = process.cpuUsage(began);
  const audioMs = sounds.reduce((sum, { samples }) => sum + (samples.length * 1000) / RECOGNIZER_RATE_HZ, 0);
  return { cpuMs: (user + system) / 1000, audioMs, tailMs };
}

async function llama({ model: modelPath, threads, system, questions }: LlamaJob): Promise<LlamaFigures> {
  const engine = await getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: threads });
  const model = await engine.loadModel({ modelPath });
  const context = await model.createContext({ contextSize: 2048, batchSize: 64, sequences: 1, threads });
  const sequence = context.getSequence();
  const chat = new ChatMl((text, special) => model.tokenize(text, special));
  const figures = { clauseMs: [] as number[], clauses: [] as string[] };
  for (const content of questions) {
    const prefix = chat.toPreload([{ role: 'system', content: system }]);
    await sequence.adaptStateToTokens([...prefix], false);
    await sequence.evaluateWithoutGeneratingNewTokens(prefix.slice(sequence.nextTokenIndex));
    const whole = chat.toAnswer([
      { role: 'system', content: system },
      { role: 'user', content },
    ]).tokens;
    const began = performance.now();
    const tokens = [];
    for await (const token of sequence.evaluate(whole.slice(prefix.length), { temperature: 0 })) {
      tokens.push(token);
      if (tokens.length >= 32 || CLAUSE.test(model.detokenize(tokens))) break;
    }
    figures.clauseMs.push(performance.now() - began);
    figures.clauses.push(model.detokenize(tokens));
  }
  return figures;
}

async function piper({ model, threads, sentences }: PiperJob): Promise<PiperFigures> {
  const voice = await Voice.load(model, threads);
  await voice.speak('One, two, three.');
  const figures = { ms: [] as number[], audioMs: [] as number[] };
  for (const sentence of sentences) {
    const began = performance.now();
    const { samples, sampleRateHz } = await voice.speak(sentence);
    figures.ms.push(performance.now() - began);
    figures.audioMs.push((samples.length * 1000) / sampleRateHz);
  }
  return figures;
}

const job = JSON.parse(readFileSync(0, 'utf8')) as VoskJob | LlamaJob | PiperJob;
const figures = job.engine === 'vosk' ? vosk(job) : job.engine === 'llama' ? await llama(job) : await piper(job);
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.kill(process.pid, 'SIGKILL'));
