import { JsonServer } from '../base/json-socket.js';
import type { Device } from './device.js';
import { perform } from './operations.js';
import type { SimulatorEvent } from './protocol.js';
import { checkRequest } from './request.js';
import { bytesOf } from './voice-frame.js';

/** The socket through which a test, the demo or a person plays the network and the caller: `protocol.ts`. */
export class ControlServer {
  readonly #socket: JsonServer;

  constructor(
    private readonly device: Device,
    path: string,
  ) {
    this.#socket = new JsonServer(path, (request) => perform(device, checkRequest(request)));
  }

  /** Rejects 'busy' when a living simulator answers at that path; the socket of a dead one is replaced. */
  async listen(): Promise<void> {
    await this.#socket.listen();
    this.#forwardEvents();
  }

  close(): Promise<void> {
    return this.#socket.close();
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
    this.#socket.publish(event);
  }
}
