import { type Socket, connect } from 'node:net';
import { SecretaryError } from '../base/errors.js';
import { Topic } from '../base/topic.js';
import { LineSplitter } from './line-splitter.js';
import type { SimulatorAnswer, SimulatorEvent, SimulatorRequest } from './protocol.js';
import { bytesOf } from './voice-frame.js';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: SecretaryError): void;
}

/** The other end of the control socket, for the demo and the tests. */
export class SimulatorClient {
  readonly events = new Topic<SimulatorEvent>('simulator events');
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(private readonly socket: Socket) {
    const lines = new LineSplitter();
    socket.on('data', (bytes) => {
      for (const line of lines.push(bytes)) this.#take(line ?? '{}');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end());
  }

  /** Rejects 'not-found' when no simulator listens at that path. */
  static connect(path: string): Promise<SimulatorClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('connect', () => resolve(new SimulatorClient(socket)));
      socket.once('error', (cause) =>
        reject(new SecretaryError('not-found', `no simulator listens at ${path}`, { retryable: true, cause })),
      );
    });
  }

  /** The `result` of the answer; rejects 'refused' with the simulator's words, or 'port-gone' when it is gone. */
  request(request: SimulatorRequest): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) reject(gone());
      this.#waiting.set(id, { resolve, reject });
      this.socket.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  /** Caller's voice, 8 kHz. */
  async speak(samples: Int16Array): Promise<void> {
    const pcm = bytesOf(samples).toString('base64');
    await this.request({ op: 'speak', pcm });
  }

  close(): void {
    this.socket.destroy();
  }

  #take(line: string): void {
    const message = JSON.parse(line) as SimulatorAnswer | SimulatorEvent;
    if ('event' in message) return this.events.publish(message);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.result);
    else waiting?.reject(new SecretaryError('refused', message.error));
  }

  #end(): void {
    for (const waiting of this.#waiting.values()) waiting.reject(gone());
    this.#waiting.clear();
  }
}

const gone = () => new SecretaryError('port-gone', 'the simulator is gone');
