import { JsonClient } from '../base/json-socket.js';
import type { Topic } from '../base/topic.js';
import type { SimulatorEvent, SimulatorRequest } from './protocol.js';
import { bytesOf } from './voice-frame.js';

/** The other end of the control socket, for the demo and the tests. */
export class SimulatorClient {
  private constructor(private readonly socket: JsonClient<SimulatorEvent>) {}

  /** Rejects 'not-found' when no simulator listens at that path. */
  static async connect(path: string): Promise<SimulatorClient> {
    return new SimulatorClient(await JsonClient.connect<SimulatorEvent>(path));
  }

  get events(): Topic<SimulatorEvent> {
    return this.socket.events;
  }

  /** The `result` of the answer; rejects 'refused' with the simulator's words, or 'port-gone' when it is gone. */
  request(request: SimulatorRequest): Promise<unknown> {
    return this.socket.request(request);
  }

  /** Caller's voice, 8 kHz. */
  async speak(samples: Int16Array): Promise<void> {
    await this.request({ op: 'speak', pcm: bytesOf(samples).toString('base64') });
  }

  close(): void {
    this.socket.close();
  }
}
