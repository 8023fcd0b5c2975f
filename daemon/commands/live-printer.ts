import { time } from '../base/time.js';
import type { LiveEvent } from '../call/live.js';
import type { TurnRecord } from '../store/record.js';

/** Tells a call in a terminal, line by line, as it happens. */
export class LivePrinter {
  readonly #out: (line: string) => void;
  readonly #sinceMs = time.monotonicMs();
  #spoken = '';

  constructor(out: (line: string) => void) {
    this.#out = out;
  }

  print(who: string, text: string): void {
    const at = (time.monotonicMs() - this.#sinceMs) / 1000;
    this.#out(`${at.toFixed(1).padStart(6)} s  ${who.padEnd(9)} ${text}`);
  }

  show(event: LiveEvent): void {
    switch (event.type) {
      case 'ringing':
        return this.print('line', 'ringing');
      case 'connected':
        return this.print('line', 'answered, both sides can hear');
      case 'speaking':
        return this.#speaking(event.text);
      case 'turn':
        return this.#turn(event.turn);
      case 'ended':
        return this.print('line', `over (${event.endReason}): ${event.outcome?.summary ?? ''}`);
      case 'store':
        return this.print('disk', event.status.state === 'well' ? 'well again' : event.status.detail.en);
      case 'line':
      case 'engine':
      case 'heard-partial':
        return undefined;
    }
  }

  #speaking(text: string): void {
    if (text !== '' && text !== this.#spoken) this.print('assistant', text);
    this.#spoken = text;
  }

  #turn({ heard, said, path, interrupted, timing }: TurnRecord): void {
    if (said === null) this.print('heard', `“${heard ?? ''}”`);
    else if (timing.deadAirMs > 0)
      this.print(
        '',
        `(${path}, answered after ${Math.round(timing.deadAirMs)} ms${interrupted ? ', interrupted' : ''})`,
      );
  }
}
