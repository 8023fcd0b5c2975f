import { SecretaryError } from '../base/errors.js';

/** Field numbers of onnx.proto3 (github.com/onnx/onnx): where tensors lie in a file. */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const NODE_ATTRIBUTE = 5;
const ATTRIBUTE = { name: 1, tensor: 5, graph: 6 } as const;
const TENSOR = { dataType: 2, name: 8, rawData: 9 } as const;
const FLOAT = 1;

/** Wire types of protobuf (protobuf.dev/programming-guides/encoding). */
const WIRE = { varint: 0, eightBytes: 1, length: 2, fourBytes: 5 } as const;
const FIXED_BYTES: Readonly<Record<number, number>> = { [WIRE.eightBytes]: 8, [WIRE.fourBytes]: 4 };

type Field = readonly [number: number, value: number | Uint8Array];

/** The float constants, by name, of one branch of the model's outermost "If". Reading a few tensors takes sixty lines; the
 *  runtime that would do it takes 50 MB. Throws 'model-corrupt' for a file that is no such model. */
export function tensorsOfBranch(model: Uint8Array, branch: string): ReadonlyMap<string, Float32Array> {
  const tensors = new Map<string, Float32Array>();
  for (const graph of messages(model, MODEL_GRAPH)) {
    for (const attribute of attributes(graph)) {
      if (textOf(attribute, ATTRIBUTE.name) !== branch) continue;
      for (const body of messages(attribute, ATTRIBUTE.graph)) collect(body, tensors);
    }
  }
  return tensors;
}

function collect(graph: Uint8Array, into: Map<string, Float32Array>): void {
  for (const attribute of attributes(graph)) {
    for (const tensor of messages(attribute, ATTRIBUTE.tensor)) {
      const [raw] = messages(tensor, TENSOR.rawData);
      const isFloat = Array.from(fields(tensor)).some(([field, value]) => field === TENSOR.dataType && value === FLOAT);
      // A copy, because floats must lie at a multiple of four.
      if (isFloat && raw !== undefined)
        into.set(textOf(tensor, TENSOR.name), new Float32Array(Uint8Array.from(raw).buffer));
    }
  }
}

function* attributes(graph: Uint8Array): Generator<Uint8Array> {
  for (const node of messages(graph, GRAPH_NODE)) yield* messages(node, NODE_ATTRIBUTE);
}

function* messages(bytes: Uint8Array, wanted: number): Generator<Uint8Array> {
  for (const [field, value] of fields(bytes)) if (field === wanted && typeof value !== 'number') yield value;
}

function textOf(bytes: Uint8Array, wanted: number): string {
  const [value] = messages(bytes, wanted);
  return new TextDecoder().decode(value);
}

function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++] ?? corrupt();
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const wire = key % 8;
    const first = wire === WIRE.varint || wire === WIRE.length ? varint() : (FIXED_BYTES[wire] ?? corrupt());
    if (wire !== WIRE.varint && at + first > bytes.length) corrupt();
    yield [Math.floor(key / 8), wire === WIRE.varint ? first : bytes.subarray(at, at + first)];
    if (wire !== WIRE.varint) at += first;
  }
}

function corrupt(): never {
  throw new SecretaryError('model-corrupt', 'this is no ONNX file');
}
