import { randomFillSync } from 'node:crypto';
import { decodeTime, monotonicFactory } from 'ulidx';
import { time } from './time.js';

/** Drawn many at a time: ulidx asks for each of sixteen letters, and a draw of one byte costs as much as one of all. */
const drawn = new Uint8Array(1024);
let left = 0;

function random(): number {
  if (left === 0) left = randomFillSync(drawn).length;
  return (drawn[--left] ?? 0) / 256;
}

const ulid = monotonicFactory(random);

/** A ULID: sortable by time, unique on this box, safe in file names and addresses. */
export const newId = (): string => ulid(time.now());

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export const isId = (text: string): boolean => ULID.test(text);

/** When the id was made, UTC milliseconds. */
export const timeOfId = (id: string): number => decodeTime(id);
