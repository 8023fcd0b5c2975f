import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly path: string;
  readonly range: string | undefined;
}

/** A web server that knows ranges and breaks connections when told to. */
export class ModelServer {
  readonly seen: Seen[] = [];
  etag = '"one"';
  /** The connection is cut after so many bytes of a body, once for each entry. */
  readonly cuts: number[] = [];
  readonly files = new Map<string, Buffer>();
  readonly #server = createServer((request, response) => this.#answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { range } = request.headers;
    this.seen.push({ path: request.url ?? '', range });
    const file = this.files.get(request.url ?? '');
    if (file === undefined) return void response.writeHead(404).end();
    const honoured = range !== undefined && request.headers['if-range'] === this.etag;
    const from = honoured ? Number(/bytes=(\d+)-/.exec(range)?.[1]) : 0;
    const body = file.subarray(from);
    response.writeHead(honoured ? 206 : 200, {
      etag: this.etag,
      'content-length': body.length,
      ...(honoured ? { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` } : {}),
    });
    const cut = this.cuts.shift();
    if (cut === undefined) return void response.end(body);
    // A client forgets what it has not read when the connection breaks: it gets a moment.
    response.write(body.subarray(0, cut), () => setTimeout(() => response.destroy(), 30));
  }
}
