import { statfs } from 'node:fs/promises';
import { messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { type Cancel, time } from '../base/time.js';

const log = logger('store/disk');

const LOOK_MS = 10 * 60_000;
/** One that comes and goes around a limit is not told again and again. */
const SLACK_PERCENT = 2;
/** Worst first. */
const LIMITS = [
  { room: 'nearly-full', fromPercent: 95 },
  { room: 'filling', fromPercent: 80 },
] as const;

export type Room = 'enough' | (typeof LIMITS)[number]['room'];

export interface DiskUse {
  readonly freeBytes: number;
  /** As df counts it: of what users other than root may fill. */
  readonly usedPercent: number;
}

export async function diskUse(folder: string): Promise<DiskUse> {
  const { blocks, bfree, bavail, bsize } = await statfs(folder);
  const used = blocks - bfree;
  return { freeBytes: bavail * bsize, usedPercent: Math.ceil((100 * used) / Math.max(1, used + bavail)) };
}

/** How much room that leaves, `before` being what it left at the last look. */
export function roomOf(usedPercent: number, before: Room = 'enough'): Room {
  const reached = LIMITS.find(({ room, fromPercent }) => {
    const stays = before === room || (before === 'nearly-full' && room === 'filling');
    return usedPercent >= fromPercent - (stays ? SLACK_PERCENT : 0);
  });
  return reached?.room ?? 'enough';
}

/** Looks every ten minutes at how full the disk of a folder is: recordings take half a megabyte a minute. */
export class DiskWatch {
  #cancel: Cancel = () => undefined;

  constructor(
    private readonly folder: string,
    private readonly told: (use: DiskUse) => void,
  ) {}

  start(): void {
    this.#cancel = time.every(LOOK_MS, () => this.#look());
    this.#look();
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    diskUse(this.folder).then(this.told, (error: unknown) => {
      log.warn('how full the disk is cannot be seen', { error: messageOf(error) });
    });
  }
}
