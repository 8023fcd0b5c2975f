import { SecretaryError } from '../base/errors.js';

/** Silero VAD v5 at 8 kHz: 32 samples of context and a window of 256 (github.com/snakers4/silero-vad). */
export const INPUT_SAMPLES = 288;
/** Mirrored behind the input before the spectrum is taken. */
const MIRRORED = 32;
const FILTER = 128;
const HOP = 64;
const BINS = FILTER / 2 + 1;
const FRAMES = 4;
const WIDTH = 128;
const NARROW = 64;
const TAPS = 3;

/** What the network remembers of one caller from window to window. */
export interface NetworkState {
  /** The encoder's output, and behind it the hidden state: the two halves of what its memory cell looks at. */
  readonly seen: Float32Array;
  readonly cell: Float32Array;
}

export const freshState = (): NetworkState => ({
  seen: new Float32Array(2 * WIDTH),
  cell: new Float32Array(WIDTH),
});

type Weights = (name: string, size: number) => Float32Array;

/**
 * The network itself, computed here: a spectrum, four convolutions, one LSTM cell, 365,000 multiplications a window.
 * ONNX Runtime would cost the daemon 50 MB for it, and once in 32 ms, with cold caches, twice the time.
 */
export class SileroNetwork {
  readonly #spectrum: Rows;
  readonly #encoder: readonly [Rows, Rows, Rows, Rows];
  readonly #gates: Rows;
  readonly #output: Rows;
  // One thread, one window at a time: all callers share what lies between the layers. Margins stay zero.
  readonly #sound = new Float32Array(INPUT_SAMPLES + MIRRORED);
  readonly #bins = new Float32Array(2 * BINS);
  readonly #magnitudes = new Float32Array((FRAMES + 2) * padded(BINS));
  readonly #wide = new Float32Array((FRAMES + 2) * WIDTH);
  readonly #halved = new Float32Array(2 * NARROW);
  readonly #narrow = new Float32Array(NARROW);
  readonly #gate = new Float32Array(4 * WIDTH);
  readonly #heard = new Float32Array(WIDTH);
  readonly #logit = new Float32Array(1);

  /** Throws 'model-corrupt' when a tensor is missing or has another size. */
  constructor(tensors: ReadonlyMap<string, Float32Array>) {
    const weights: Weights = (name, size) => {
      const values = tensors.get(name);
      if (values?.length === size) return values;
      throw new SecretaryError('model-corrupt', `this is not Silero VAD v5: ${name} is missing or of another size`);
    };
    this.#spectrum = new Rows(weights('stft.forward_basis_buffer', 2 * BINS * FILTER), new Float32Array(2 * BINS));
    // The last two have so few frames before them that some of their taps only ever meet the margin.
    this.#encoder = [
      convolution(weights, { layer: 0, from: BINS, to: WIDTH, taps: [0, 1, 2] }),
      convolution(weights, { layer: 1, from: WIDTH, to: NARROW, taps: [0, 1, 2] }),
      convolution(weights, { layer: 2, from: NARROW, to: NARROW, taps: [1, 2] }),
      convolution(weights, { layer: 3, from: NARROW, to: WIDTH, taps: [1] }),
    ];
    this.#gates = cellGates(weights);
    this.#output = new Rows(weights('decoder.decoder.2.weight', WIDTH), weights('decoder.decoder.2.bias', 1));
  }

  /** How probably there is speech in the last 256 of these samples (−1…1), 0…1; `state` goes on. */
  step(input: Float32Array, state: NetworkState): number {
    this.#takeSpectrum(input);
    this.#encode(state.seen);
    this.#remember(state);
    this.#output.apply(this.#heard, 0, this.#logit, 0);
    return sigmoid(this.#logit[0] ?? 0);
  }

  #takeSpectrum(input: Float32Array): void {
    const sound = this.#sound;
    sound.set(input);
    for (let i = 0; i < MIRRORED; i++) sound[INPUT_SAMPLES + i] = input[INPUT_SAMPLES - 2 - i] ?? 0;
    for (let frame = 0; frame < FRAMES; frame++) {
      this.#spectrum.apply(sound, frame * HOP, this.#bins, 0);
      const at = (frame + 1) * padded(BINS);
      for (let bin = 0; bin < BINS; bin++)
        this.#magnitudes[at + bin] = Math.sqrt((this.#bins[bin] ?? 0) ** 2 + (this.#bins[BINS + bin] ?? 0) ** 2);
    }
  }

  #encode(into: Float32Array): void {
    const [first, second, third, fourth] = this.#encoder;
    for (let frame = 0; frame < FRAMES; frame++)
      first.applyPositive(this.#magnitudes, frame * padded(BINS), this.#wide, (frame + 1) * WIDTH);
    for (let frame = 0; frame < 2; frame++)
      second.applyPositive(this.#wide, 2 * frame * WIDTH, this.#halved, frame * NARROW);
    third.applyPositive(this.#halved, 0, this.#narrow, 0);
    fourth.applyPositive(this.#narrow, 0, into, 0);
  }

  /** An LSTM cell, its gates in PyTorch's order: input, forget, cell, output. */
  #remember({ seen, cell }: NetworkState): void {
    const gate = this.#gate;
    this.#gates.apply(seen, 0, gate, 0);
    for (let i = 0; i < WIDTH; i++) {
      const kept = sigmoid(gate[WIDTH + i] ?? 0) * (cell[i] ?? 0);
      const now = kept + sigmoid(gate[i] ?? 0) * Math.tanh(gate[2 * WIDTH + i] ?? 0);
      const hidden = sigmoid(gate[3 * WIDTH + i] ?? 0) * Math.tanh(now);
      cell[i] = now;
      seen[WIDTH + i] = hidden;
      this.#heard[i] = Math.max(0, hidden);
    }
  }
}

/** A matrix and a bias. */
class Rows {
  readonly #columns: number;

  /** Row after row, each a multiple of four long. */
  constructor(
    private readonly values: Float32Array,
    private readonly bias: Float32Array,
  ) {
    this.#columns = values.length / bias.length;
  }

  /** output[at + row] = bias + row · input[from …]. Four sums at a time, because an addition waits for the one before. */
  apply(input: Float32Array, from: number, output: Float32Array, at: number): void {
    const { values, bias } = this;
    const columns = this.#columns;
    for (let row = 0, w = 0; row < bias.length; row++) {
      let a = bias[row] ?? 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let x = from; x < from + columns; x += 4, w += 4) {
        a += (values[w] ?? 0) * (input[x] ?? 0);
        b += (values[w + 1] ?? 0) * (input[x + 1] ?? 0);
        c += (values[w + 2] ?? 0) * (input[x + 2] ?? 0);
        d += (values[w + 3] ?? 0) * (input[x + 3] ?? 0);
      }
      output[at + row] = a + b + (c + d);
    }
  }

  /** The same, with nothing below zero (ReLU). */
  applyPositive(input: Float32Array, from: number, output: Float32Array, at: number): void {
    this.apply(input, from, output, at);
    for (let i = at; i < at + this.bias.length; i++) output[i] = Math.max(0, output[i] ?? 0);
  }
}

interface Convolution {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
  /** Of the three, those that are used. */
  readonly taps: readonly number[];
}

/** From ONNX's [to][from][tap] to rows of taps of padded channels, as the frames lie in memory. */
function convolution(weights: Weights, { layer, from, to, taps }: Convolution): Rows {
  const name = `encoder.${layer}.reparam_conv`;
  const given = weights(`${name}.weight`, to * from * TAPS);
  const stride = padded(from);
  const rows = new Float32Array(to * taps.length * stride);
  for (let out = 0; out < to; out++)
    taps.forEach((tap, i) => {
      for (let channel = 0; channel < from; channel++)
        rows[(out * taps.length + i) * stride + channel] = given[(out * from + channel) * TAPS + tap] ?? 0;
    });
  return new Rows(rows, weights(`${name}.bias`, to));
}

/** Both matrices of the cell side by side, as `NetworkState.seen` has their inputs. */
function cellGates(weights: Weights): Rows {
  const weight = (which: string) => weights(`decoder.rnn.weight_${which}`, 4 * WIDTH * WIDTH);
  const bias = (which: string) => weights(`decoder.rnn.bias_${which}`, 4 * WIDTH);
  const [input, hidden, hiddenBias] = [weight('ih'), weight('hh'), bias('hh')];
  const rows = new Float32Array(8 * WIDTH * WIDTH);
  for (let row = 0; row < 4 * WIDTH; row++) {
    rows.set(input.subarray(row * WIDTH, (row + 1) * WIDTH), 2 * row * WIDTH);
    rows.set(hidden.subarray(row * WIDTH, (row + 1) * WIDTH), (2 * row + 1) * WIDTH);
  }
  return new Rows(
    rows,
    bias('ih').map((value, i) => value + (hiddenBias[i] ?? 0)),
  );
}

const padded = (channels: number): number => Math.ceil(channels / 4) * 4;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
