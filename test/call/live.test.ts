import t from 'tap';
import { type CallEvent, followCall, type LiveCall } from '../../daemon/call/live.js';
import { ANSWERED, engine, READY, turn } from '../web/fake-deps.js';

type What = CallEvent extends infer E ? (E extends CallEvent ? Omit<E, 'callId' | 'at'> : never) : never;

const HEARD = turn({ heard: 'when are you open' });
const ANSWER = turn({ heard: 'when are you open', said: 'From nine to six.' });

function after(...events: readonly What[]): LiveCall {
  const all = [{ type: 'ringing', from: '+447700900123' } as const, ...events];
  const call = all.reduce<LiveCall | null>(
    (now, what, i) => followCall(now, { callId: 'A', at: 1000 + i, ...what }),
    null,
  );
  if (call === null) throw new Error('no call');
  return call;
}

t.test('a call goes from ringing over its turns to its end', async (t) => {
  t.match(after(), { phase: 'ringing', from: '+447700900123', ringingAt: 1000, connectedAt: null });
  t.match(after({ type: 'connected' }), { phase: 'listening', connectedAt: 1001 });
  t.match(after({ type: 'connected' }, { type: 'heard-partial', text: 'when are' }), {
    phase: 'caller',
    hearing: 'when are',
  });
  t.match(after({ type: 'heard-partial', text: 'when' }, { type: 'turn', index: 0, turn: HEARD }), {
    phase: 'thinking',
    hearing: '',
    turns: [HEARD],
  });
  t.match(after({ type: 'ended', endReason: 'caller', outcome: ANSWERED }), {
    phase: 'ended',
    endedAt: 1001,
    endReason: 'caller',
    outcome: ANSWERED,
  });
});

t.test('clauses of an answer add up until its turn is over', async (t) => {
  const saying = [
    { type: 'turn', index: 0, turn: HEARD },
    { type: 'speaking', text: 'From nine', on: true },
    { type: 'speaking', text: 'From nine', on: false },
    { type: 'speaking', text: 'to six.', on: true },
  ] as const;
  t.match(after(...saying), { phase: 'assistant', saying: 'From nine to six.' });
  const over = after(
    ...saying,
    { type: 'speaking', text: 'to six.', on: false },
    { type: 'turn', index: 0, turn: ANSWER },
  );
  t.match(over, { phase: 'listening', saying: '', turns: [ANSWER] });
});

t.test('the words of a caller who cuts in survive the record of the turn that was cut', async (t) => {
  const call = after(
    { type: 'turn', index: 0, turn: HEARD },
    { type: 'speaking', text: 'From nine', on: true },
    { type: 'heard-partial', text: 'no wait' },
    { type: 'speaking', text: 'From nine', on: false },
    { type: 'turn', index: 0, turn: { ...ANSWER, interrupted: true } },
  );
  t.match(call, { phase: 'caller', hearing: 'no wait', saying: '' });
});

t.test('a turn that was never told of leaves no hole', async (t) => {
  t.same(after({ type: 'turn', index: 4, turn: ANSWER }).turns, [ANSWER]);
});

t.test('late events of another call, of an ended one, or of the box change nothing', async (t) => {
  const call = after({ type: 'connected' });
  t.equal(followCall(call, { callId: 'B', at: 1, type: 'heard-partial', text: 'x' }), call);
  t.equal(followCall(call, { callId: 'B', at: 1, type: 'ended', endReason: 'x', outcome: null }), call);
  t.equal(followCall(call, { callId: 'A', at: 1, type: 'ringing', from: null }), call, 'a second RING is no new call');
  t.equal(followCall(call, { type: 'line', at: 1, status: READY }), call);
  t.equal(followCall(call, { type: 'engine', at: 1, status: engine('stt') }), call);
  const ended = after({ type: 'ended', endReason: 'caller', outcome: null });
  t.equal(followCall(ended, { callId: 'A', at: 9, type: 'heard-partial', text: 'x' }), ended);
  t.match(followCall(ended, { callId: 'B', at: 9, type: 'ringing', from: null }), {
    callId: 'B',
    from: null,
    turns: [],
  });
  t.equal(followCall(null, { callId: 'A', at: 9, type: 'connected' }), null, 'nobody can join a call that never rang');
});
