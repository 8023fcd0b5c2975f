import { assert, nat, option, property, record } from 'fast-check';
import { test } from 'tap';
import { noMarks, timingOf, TurnLog, type TurnMarks } from '../../daemon/dialog/turn-log.js';
import { notSaid, type Said } from '../../daemon/dialog/saying.js';
import type { TurnRecord } from '../../daemon/store/record.js';

const SAID: Said = {
  said: 'Yes, we are.',
  spoken: 'Yes,',
  substance: 'Yes,',
  startSample: 8000,
  endSample: 12_000,
  cut: true,
};

test('the stages add up to the dead air and none is negative, whatever was marked', async (t) => {
  const mark = option(nat(80_000), { nil: null });
  const marks = record({
    heardStart: mark,
    heardEnd: mark,
    turnEnded: mark,
    textFinal: mark,
    firstClause: mark,
    firstSound: mark,
  });
  assert(
    property(marks, mark, (each: TurnMarks, start) => {
      const { deadAirMs, ...stages } = timingOf(each, start);
      const sum = Object.values(stages).reduce((a, b) => a + b, 0);
      if (Math.abs(sum - deadAirMs) > 1e-6) return false;
      if (each.heardEnd === null || start === null) return deadAirMs === 0;
      return start < each.heardEnd || Object.values(stages).every((ms) => ms >= 0);
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('each stage ends where its mark stands; work done ahead costs nothing', async (t) => {
  const at = (ms: number) => ms * 8;
  const marks = { ...noMarks(), heardEnd: at(1000), turnEnded: at(1300), textFinal: at(1100) };
  t.same(timingOf({ ...marks, firstClause: at(1500), firstSound: at(1700) }, at(1720)), {
    endpointMs: 300,
    sttMs: 0,
    llmMs: 200,
    ttsMs: 200,
    playMs: 20,
    deadAirMs: 720,
  });
});

test('a turn is told when its words are final, and again under the same number when it was answered', async (t) => {
  const told: [number, TurnRecord][] = [];
  const turns = new TurnLog((index, record) => told.push([index, record]));
  const marks = { ...noMarks(), heardStart: 800, heardEnd: 4000 };
  turns.add({ heard: null, path: 'greeting', evidence: [], marks: noMarks(), said: notSaid });
  turns.announce({ heard: 'are you open', marks });
  turns.add({ heard: 'are you open', path: 'faq', evidence: ['hours', 'hours'], marks, said: SAID });
  turns.announce({ heard: null, marks });
  t.match(told, [
    [0, { path: 'greeting' }],
    [1, { heard: 'are you open', heardStartMs: 100, heardEndMs: 500, said: null, spoken: null }],
    [1, { said: 'Yes, we are.', spoken: 'Yes,', saidStartMs: 1000, interrupted: true, evidence: ['hours'] }],
  ]);
  t.equal(told.length, 3, 'what is said unasked is not announced');
  t.same(turns.history.at(-1), { heard: 'are you open', spoken: 'Yes,' }, 'history holds what was played');
});
