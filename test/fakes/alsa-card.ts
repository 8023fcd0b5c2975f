import { execFileSync } from 'node:child_process';
import fs, { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes in one period of arecord (1000 samples): the file plugin takes what one read of the pipe brings as a period. */
const PERIOD_BYTES = 2000;
const PERIOD_MS = 125;

/** Why there are no tests with ALSA here; false when there are. */
export const alsaMissing = (): string | false => {
  try {
    execFileSync('arecord', ['--version'], { stdio: 'ignore' });
    return fs.existsSync('/usr/share/alsa/alsa.conf') ? false : 'no /usr/share/alsa/alsa.conf';
  } catch {
    return 'alsa-utils are not installed';
  }
};

/** A sound card made of ALSA's file plugin: a pipe is its microphone, paced by the test, and a file its loudspeaker. */
export class AlsaCard {
  readonly path = 'alsa:testcard,testcard';
  readonly #dir = mkdtempSync(join(tmpdir(), 'alsa-'));
  readonly #out = join(this.#dir, 'out.raw');
  readonly #microphone: number;
  #taken = 0;
  #pump: NodeJS.Timeout | undefined;

  /** Sets ALSA_CONFIG_PATH for all programs started from now on. */
  constructor() {
    const microphone = join(this.#dir, 'in.raw');
    execFileSync('mkfifo', [microphone]);
    const config = join(this.#dir, 'asoundrc');
    fs.writeFileSync(
      config,
      `pcm.testcard { type asym
        capture.pcm { type file slave.pcm { type null } file "/dev/null" infile "${microphone}" format "raw" }
        playback.pcm { type file slave.pcm { type null } file "${this.#out}" format "raw" truncate true } }`,
    );
    process.env['ALSA_CONFIG_PATH'] = `/usr/share/alsa/alsa.conf:${config}`;
    // Both ends, or opening it would wait for the other.
    this.#microphone = fs.openSync(microphone, fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
    void this.speak(new Uint8Array(0));
  }

  /** Everything that was played since the last call. */
  take(): Buffer {
    if (!fs.existsSync(this.#out)) return Buffer.alloc(0);
    const played = fs.readFileSync(this.#out).subarray(this.#taken);
    this.#taken += played.length;
    return played;
  }

  /** Sends sound at the pace of the line, then silence until the next `speak`, `hush` or `unplug`. */
  speak(sound: Uint8Array): Promise<void> {
    clearInterval(this.#pump);
    const startMs = performance.now();
    let sent = 0;
    return new Promise((resolve) => {
      this.#pump = setInterval(() => {
        const due = Math.floor((performance.now() - startMs) / PERIOD_MS) * PERIOD_BYTES;
        for (; sent < due; sent += PERIOD_BYTES) {
          const period = Buffer.alloc(PERIOD_BYTES);
          period.set(sound.subarray(Math.min(sent, sound.length), Math.min(sent + PERIOD_BYTES, sound.length)));
          this.#record(period);
        }
        if (sent >= sound.length) resolve();
      }, 20);
    });
  }

  #record(period: Buffer): void {
    try {
      fs.writeSync(this.#microphone, period);
    } catch {
      // Nobody listens to the card.
    }
  }

  hush(): void {
    clearInterval(this.#pump);
  }

  unplug(): void {
    this.hush();
    fs.closeSync(this.#microphone);
    fs.rmSync(this.#dir, { recursive: true });
  }
}
