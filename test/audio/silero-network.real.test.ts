import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-node';
import t from 'tap';
import { tensorsOfBranch } from '../../daemon/audio/onnx-tensors.js';
import { INPUT_SAMPLES, SileroNetwork, freshState } from '../../daemon/audio/silero-network.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import { sileroMissing, sileroPath } from '../fakes/models.js';

const WINDOW = 256;

/** Each input of the network over a recording: a window and the end of the one before. */
function inputs(samples: Int16Array): Float32Array[] {
  const sound = Float32Array.from(samples, (sample) => sample / 32768);
  const starts = Array.from({ length: Math.floor((sound.length - INPUT_SAMPLES) / WINDOW) }, (_, i) => i * WINDOW);
  return starts.map((from) => sound.slice(from, from + INPUT_SAMPLES));
}

async function byOnnxRuntime(windows: readonly Float32Array[]): Promise<number[]> {
  const session = await ort.InferenceSession.create(sileroPath);
  const sr = new ort.Tensor('int64', BigInt64Array.of(8000n));
  let state = new ort.Tensor('float32', new Float32Array(256), [2, 1, 128]);
  const probabilities: number[] = [];
  for (const window of windows) {
    const results = await session.run({ input: new ort.Tensor('float32', window, [1, window.length]), state, sr });
    state = results['stateN'] as typeof state;
    probabilities.push(Number(results['output']?.data[0]));
  }
  return probabilities;
}

t.test('the network', { skip: sileroMissing }, async (t) => {
  const model = readFileSync(sileroPath);

  t.test('computes what ONNX Runtime computes, over speech and pauses', async (t) => {
    const clip = channelOf(parseWav(readFileSync('daemon/engines/stt/hello.wav')), 0).samples;
    const windows = inputs(clip);
    const network = new SileroNetwork(tensorsOfBranch(model, 'else_branch'));
    const state = freshState();
    const ours = windows.map((window) => network.step(window, state));
    const theirs = await byOnnxRuntime(windows);
    t.ok(Math.max(...ours) > 0.9 && Math.min(...ours) < 0.1, 'there are both');
    t.ok(Math.max(...ours.map((value, i) => Math.abs(value - (theirs[i] ?? 0)))) < 1e-5);
  });

  t.test('is refused when it is that of another rate, or nothing', async (t) => {
    for (const branch of ['then_branch', 'no such branch'])
      t.throws(() => new SileroNetwork(tensorsOfBranch(model, branch)), { code: 'model-corrupt' });
  });

  t.test('is refused when its file was cut anywhere', async (t) => {
    for (let length = 0; length < model.length; length += 40_009) {
      const cut = model.subarray(0, length);
      t.throws(() => new SileroNetwork(tensorsOfBranch(cut, 'else_branch')), { code: 'model-corrupt' });
    }
  });
});
