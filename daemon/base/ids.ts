import { decodeTime, monotonicFactory } from 'ulidx';
import { time } from './time.js';

const ulid = monotonicFactory();

/** A ULID: sortable by time, unique on this box, safe in file names and addresses. */
export const newId = (): string => ulid(time.now());

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export const isId = (text: string): boolean => ULID.test(text);

/** When the id was made, UTC milliseconds. */
export const timeOfId = (id: string): number => decodeTime(id);
