declare module 'node-record-lpcm16' {
  import type { ChildProcess } from 'node:child_process';
  import type { Readable } from 'node:stream';

  interface Recording {
    readonly process: ChildProcess;
    stream(): Readable;
    stop(): void;
  }

  /** CommonJS: the module is its default export. */
  const lpcm16: {
    record(options: {
      readonly recorder: 'arecord';
      readonly audioType: 'raw';
      readonly device: string;
      readonly sampleRate: number;
      readonly channels: number;
    }): Recording;
  };
  export type { Recording };
  export default lpcm16;
}
