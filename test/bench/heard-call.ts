import { readFileSync } from 'node:fs';
import type { CallRecord, TurnRecord } from '../../daemon/store/record.js';
import { type Floor, floorsOf, type Recording, readRecording } from './recording.js';

/** A question and its answer: as they sound in the recording, and as the daemon reports them. */
export interface HeardTurn extends Floor {
  readonly turn: TurnRecord;
}

export interface HeardCall {
  readonly record: CallRecord;
  readonly recording: Recording;
  /** Only turns that both the recording and the record know. */
  readonly turns: readonly HeardTurn[];
  /** Changes of turn in the recording, whether the record knows them or not. */
  readonly floors: readonly Floor[];
}

/** Further apart than this, the record speaks of another sound. */
const SAME_SOUND_MS = 150;

/** Reads a record (`--json`) and the recording that belongs to it. */
export function hearCall(jsonFile: string): HeardCall {
  const record = JSON.parse(readFileSync(jsonFile, 'utf8')) as CallRecord;
  const recording = readRecording(record.call.recording);
  const floors = floorsOf(recording);
  const turns = floors.flatMap((floor) => {
    const turn = record.turns.find(
      ({ heard, saidStartMs }) =>
        heard !== null && saidStartMs !== null && Math.abs(saidStartMs - floor.assistant.startMs) <= SAME_SOUND_MS,
    );
    return turn === undefined ? [] : [{ ...floor, turn }];
  });
  return { record, recording, turns, floors };
}
