import { mkdirSync, rmSync } from 'node:fs';
import { type Server, type Socket, connect, createServer } from 'node:net';
import { dirname } from 'node:path';
import { SecretaryError, messageOf, systemCode } from '../base/errors.js';
import { logger } from '../base/log.js';
import type { Device } from './device.js';
import { LineSplitter } from './line-splitter.js';
import type { SimulatorAnswer, SimulatorEvent } from './protocol.js';
import { perform } from './operations.js';
import { checkRequest, requestId } from './request.js';
import { bytesOf } from './voice-frame.js';

const log = logger('simulator/control');

/** A client that does not read its events is cut off before it eats the memory. */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;

/** The socket through which a test, the demo or a person plays the network and the caller: `protocol.ts`. */
export class ControlServer {
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  readonly #listeners = new Set<Socket>();

  constructor(
    private readonly device: Device,
    private readonly path: string,
  ) {
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Rejects 'busy' when a living simulator answers at that path; the socket of a dead one is replaced. */
  async listen(): Promise<void> {
    mkdirSync(dirname(this.path), { recursive: true });
    if (await answers(this.path)) throw new SecretaryError('busy', `another simulator is using ${dirname(this.path)}`);
    rmSync(this.path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.path, resolve);
    });
    this.#forwardEvents();
  }

  async close(): Promise<void> {
    for (const socket of this.#clients) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    this.#clients.add(socket);
    const lines = new LineSplitter();
    socket.on('data', (bytes) => {
      for (const line of lines.push(bytes)) this.#send(socket, this.#answer(line, socket));
    });
    socket.on('error', (error) => log.debug('client failed', { error }));
    socket.on('close', () => {
      this.#clients.delete(socket);
      this.#listeners.delete(socket);
    });
  }

  #answer(line: string | null, socket: Socket): SimulatorAnswer {
    let id = 0;
    try {
      if (line === null) throw new SecretaryError('bad-input', 'line too long');
      const value: unknown = JSON.parse(line);
      id = requestId(value);
      const request = checkRequest(value);
      if (request.op === 'listen') this.#listeners.add(socket);
      const result = perform(this.device, request);
      return { id, ok: true, ...(result === undefined ? {} : { result }) };
    } catch (error) {
      return { id, ok: false, error: messageOf(error) };
    }
  }

  #forwardEvents(): void {
    const { exchange, farEnd, sms } = this.device.modem;
    exchange.events.subscribe('control', (event) => {
      if (event.type === 'ended') this.#publish({ event: 'ended', reason: event.reason });
      else if (event.type === 'dialled') this.#publish({ event: 'dialled', number: event.call.number });
      else this.#publish({ event: event.type });
    });
    farEnd.heard.subscribe('control', ({ samples, atMs }) =>
      this.#publish({ event: 'audio', pcm: bytesOf(samples).toString('base64'), atMs }),
    );
    farEnd.spoken.subscribe('control', (atMs) => this.#publish({ event: 'spoken', atMs }));
    farEnd.keysHeard.subscribe('control', (key) => this.#publish({ event: 'key', key }));
    sms.sent.subscribe('control', ({ pdu, mr }) => this.#publish({ event: 'sms', pdu, mr }));
  }

  #publish(event: SimulatorEvent): void {
    for (const socket of this.#listeners) this.#send(socket, event);
  }

  #send(socket: Socket, message: SimulatorAnswer | SimulatorEvent): void {
    socket.write(`${JSON.stringify(message)}\n`);
    if (socket.writableLength > MAX_UNREAD_BYTES) socket.destroy();
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
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
