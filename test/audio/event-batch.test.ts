import t from 'tap';
import { EventBatch } from '../../daemon/audio/event-batch.js';
import type { MediaEvent } from '../../daemon/audio/media.js';

const frame = (value: number): Int16Array => new Int16Array(160).fill(value);

/** Every message as a list of what it holds. */
function batch() {
  const messages: string[][] = [];
  const told = (event: MediaEvent) =>
    event.type === 'frame' ? `${event.samples.length}@${event.atSample}:${event.samples[0]}` : event.type;
  return { messages, events: new EventBatch((events) => messages.push(events.map(told))) };
}

t.test('sound waits for a whole message, tick after tick', async (t) => {
  const { messages, events } = batch();
  for (let n = 0; n < 11; n++) {
    events.sound(frame(n), n * 160);
    events.send();
  }
  t.same(messages, [['800@0:0'], ['800@800:5']]);
});

t.test(
  'an event goes at once, behind the sound that came before it and before the sound that comes after',
  async (t) => {
    const { messages, events } = batch();
    events.sound(frame(1), 0);
    events.add({ type: 'speech-end', atSample: 0, noticedAtSample: 160 });
    events.sound(frame(2), 160);
    events.send();
    for (let n = 2; n < 6; n++) events.sound(frame(3), n * 160);
    events.send();
    t.same(messages, [['160@0:1', 'speech-end'], ['800@160:2']]);
  },
);

t.test('a burst loses nothing and stays in order', async (t) => {
  const { messages, events } = batch();
  for (let n = 0; n < 12; n++) events.sound(frame(n), n * 160);
  events.send();
  events.add({ type: 'dtmf', key: '1', atSample: 0 });
  events.send();
  t.same(messages, [
    ['800@0:0', '800@800:5'],
    ['320@1600:10', 'dtmf'],
  ]);
});
