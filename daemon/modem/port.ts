import { read, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { LinuxBinding, type LinuxPortBinding } from '@serialport/bindings-cpp';
import { SerialPortStream } from '@serialport/stream';
import { SecretaryError, messageOf } from '../base/errors.js';
import { inBoth } from '../base/language.js';
import { describeHolder, holderOf } from './holder.js';

/** An open AT port: bytes in are pushed to its handlers, bytes out are written at once. */
export interface Port {
  write(text: string): void;
  /** Never rejects; `gone` is not called for a port that was closed on purpose. */
  close(): Promise<void>;
}

export interface PortHandlers {
  /** Bytes as they came, cut anywhere; only valid during the call. */
  data(chunk: Uint8Array): void;
  /** The device went away or failed, called once; the port is of no more use. */
  gone(reason: string): void;
}

/** Opens an AT port, or rejects 'port-gone' with the reason. Tests pass their own. */
export type OpenPort = (path: string, handlers: PortHandlers) => Promise<Port>;

/** A modem on the bus. */
export interface UsbPlace {
  /** Such as '1-1.2'. */
  readonly place: string;
  /** Another one each time that a device comes to this place. */
  readonly enumeration: string;
}

/** Why one modem is taken and no other. */
export interface Chosen extends UsbPlace {
  /** By what the settings name it; 'order' is the first on the bus that can be used. */
  readonly by: 'imei' | 'place' | 'port' | 'order';
  /** How many are on the bus. */
  readonly of: number;
}

export interface PortPaths {
  readonly atPort: string;
  readonly pcmPort: string;
  /** The modem port, which takes commands too; absent where only two paths were configured. */
  readonly secondAtPort?: string | null;
  /** Absent where the ports were configured. */
  readonly chosen?: Chosen;
}

/** Where the modem's ports are just now, or null when there is no modem; asked again before every open, because the
 *  numbers change with each re-enumeration (sim7600.md §3.6). Rejects 'not-found' with what is wrong with one that is
 *  there but cannot be used, or is passed over. */
export type PortFinder = (passesOver?: (at: UsbPlace) => boolean) => Promise<PortPaths | null>;

const readAsync = promisify(read);
const { unixRead } = createRequire(import.meta.url)('@serialport/bindings-cpp/dist/unix-read.js') as {
  unixRead: (options: {
    binding: LinuxPortBinding;
    buffer: Buffer;
    offset: number;
    length: number;
    fsReadAsync: typeof readHangUpAware;
  }) => Promise<{ buffer: Buffer; bytesRead: number }>;
};

/** A read of 0 bytes is a hang-up, but bindings-cpp takes it for "try again" and spins without an event
 *  (serialport/bindings-cpp issue 162); as ENXIO it becomes the disconnect that it is. */
async function readHangUpAware(
  fd: number,
  buffer: Buffer,
  offset: number,
  length: number,
): Promise<{ bytesRead: number }> {
  const result = await readAsync(fd, buffer, offset, length, null);
  if (result.bytesRead === 0) throw Object.assign(new Error('hang-up'), { code: 'ENXIO' });
  return result;
}

const binding = {
  list: () => LinuxBinding.list(),
  async open(options: Parameters<typeof LinuxBinding.open>[0]): Promise<LinuxPortBinding> {
    const port = await LinuxBinding.open(options);
    port.read = (buffer, offset, length) => {
      if (!port.isOpen) return Promise.reject(new Error('port is not open'));
      return unixRead({ binding: port, buffer, offset, length, fsReadAsync: readHangUpAware });
    };
    return port;
  },
};

/** The real thing, locked against a second opener. The rate means nothing on USB (sim7600.md §1.3). */
export const openSerialPort: OpenPort = (path, handlers) =>
  openStream(path, handlers).catch(async (error: unknown) => {
    throw await refused(path, error);
  });

const openStream: OpenPort = (path, handlers) =>
  new Promise((resolve, reject) => {
    // A new object each time: serialport keeps what was written to a closed port and sends it after the next open.
    const stream = new SerialPortStream({ binding, path, baudRate: 115_200, autoOpen: false });
    let live = true;
    const gone = (reason: string) => {
      if (!live) return;
      live = false;
      handlers.gone(reason);
    };
    // A pulled plug comes as 'error', as 'close', or as 'close' twice.
    stream.on('error', (error: Error) => gone(messageOf(error)));
    stream.on('close', (error?: Error | null) => gone(error ? messageOf(error) : 'closed'));
    stream.on('data', (chunk: Buffer) => live && handlers.data(chunk));
    stream.open((error) => {
      if (error) reject(error);
      else resolve({ write: (text) => void (live && stream.write(text, 'latin1')), close: () => closeStream() });
    });
    const closeStream = () => {
      live = false;
      return new Promise<void>((closed) => (stream.isOpen ? stream.close(() => closed()) : closed()));
    };
  });

/** A port that is locked is of no use without the name of who holds it (sim7600.md §5 row 15). */
async function refused(path: string, cause: unknown): Promise<SecretaryError> {
  const words = messageOf(cause).replace(/^Error: /, '');
  const locked = /Cannot lock port|resource busy/i.test(words);
  const { en, ru } = locked ? describeHolder(path, await holderOf(realPath(path))) : inBoth(words);
  return new SecretaryError('port-gone', en, { ru, retryable: true, cause });
}

/** Behind the link of udev; what is no file stays as it is. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
