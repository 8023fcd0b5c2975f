import { mkdirSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { messageOf, SecretaryError, systemCode } from './errors.js';
import { LineSplitter } from './line-splitter.js';
import { logger } from './log.js';
import { Topic } from './topic.js';

const log = logger('base/json-socket');

/** What sockaddr_un holds beside its closing zero (unix(7)). */
const MAX_PATH_BYTES = 107;
/** A client that does not read its events is cut off before it eats the memory. */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;

export type Fields = Readonly<Record<string, unknown>>;
export type Request = Fields & { readonly op: string };
type Answer =
  | { readonly id: number; readonly ok: true; readonly result?: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string };

/** One JSON object a line. `take` gets null for a line that is no object or too long. */
function onLines(socket: Socket, take: (value: Fields | null) => void): void {
  const lines = new LineSplitter();
  socket.on('data', (bytes: Buffer) => {
    for (const line of lines.push(bytes)) if (line?.trim() !== '') take(line === null ? null : objectIn(line));
  });
}

function objectIn(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** A Unix socket through which other programs of this box talk to this one: requests, answers, and events for who asked. */
export class JsonServer {
  readonly #path: string;
  readonly #perform: (request: Request) => unknown;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  readonly #listeners = new Set<Socket>();

  /** `perform` throws for a request that cannot be done: its message is the answer. The op 'listen' subscribes to events. */
  constructor(path: string, perform: (request: Request) => unknown) {
    this.#path = path;
    this.#perform = perform;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Rejects 'busy' when a living program answers at that path, 'bad-input' when it is too long for a socket; the socket of
   *  a dead one is replaced. */
  async listen(): Promise<void> {
    if (Buffer.byteLength(this.#path) > MAX_PATH_BYTES)
      throw new SecretaryError(
        'bad-input',
        `${this.#path} is too long for a socket: choose a folder with a shorter name`,
      );
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    if (await answers(this.#path)) throw new SecretaryError('busy', `another program is using ${this.#path}`);
    rmSync(this.#path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#path, resolve);
    });
  }

  publish(event: Fields): void {
    for (const socket of this.#listeners) this.#send(socket, event);
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  async close(): Promise<void> {
    for (const socket of this.#clients) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    this.#clients.add(socket);
    onLines(socket, (value) => void this.#answer(socket, value));
    socket.on('error', (error) => log.debug('client failed', { error }));
    socket.on('close', () => {
      this.#clients.delete(socket);
      this.#listeners.delete(socket);
    });
  }

  async #answer(socket: Socket, value: Fields | null): Promise<void> {
    const id = typeof value?.['id'] === 'number' ? value['id'] : 0;
    try {
      if (value === null) throw new SecretaryError('bad-input', 'expected one JSON object a line');
      if (typeof value['op'] !== 'string') throw new SecretaryError('bad-input', 'expected a text in "op"');
      if (value['op'] === 'listen') this.#listeners.add(socket);
      const result = await this.#perform({ ...value, op: value['op'] });
      this.#send(socket, { id, ok: true, ...(result === undefined ? {} : { result }) });
    } catch (error) {
      this.#send(socket, { id, ok: false, error: messageOf(error) });
    }
  }

  #send(socket: Socket, message: Fields): void {
    if (socket.destroyed) return;
    socket.write(`${JSON.stringify(message)}\n`);
    if (socket.writableLength > MAX_UNREAD_BYTES) socket.destroy();
  }
}

/** The other end. Events are whatever the server publishes, as plain objects. */
export class JsonClient<Event> {
  readonly events = new Topic<Event>('socket events');
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    onLines(socket, (value) => this.#take(value));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end());
  }

  /** Rejects 'not-found' when nothing listens at that path. */
  static connect<Event>(path: string): Promise<JsonClient<Event>> {
    return new Promise((resolve, reject) => {
      const socket = createConnection(path);
      socket.once('connect', () => resolve(new JsonClient<Event>(socket)));
      socket.once('error', (cause) =>
        reject(new SecretaryError('not-found', `nothing listens at ${path}`, { retryable: true, cause })),
      );
    });
  }

  /** The `result` of the answer; rejects 'refused' with the other side's words, 'port-gone' when it is gone. */
  request(request: Request): Promise<unknown> {
    if (this.#socket.destroyed) return Promise.reject(gone());
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    this.#socket.write(`${JSON.stringify({ ...request, id })}\n`);
    return answer.promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(value: Fields | null): void {
    if (value === null) return;
    if (!('ok' in value)) return this.events.publish(value as Event);
    const answer = value as unknown as Answer;
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.ok) waiting?.resolve(answer.result);
    else waiting?.reject(new SecretaryError('refused', answer.error));
  }

  #end(): void {
    for (const { reject } of this.#waiting.values()) reject(gone());
    this.#waiting.clear();
  }
}

const gone = () => new SecretaryError('port-gone', 'the other side of the socket is gone');

function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      if (['ENOENT', 'ECONNREFUSED'].includes(systemCode(error) ?? '')) resolve(false);
      else reject(error);
    });
  });
}
