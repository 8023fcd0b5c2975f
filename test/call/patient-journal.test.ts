import { test } from 'tap';
import { SecretaryError } from '../../daemon/base/errors.js';
import { type Journal } from '../../daemon/call/journal.js';
import { PatientJournal } from '../../daemon/call/patient-journal.js';
import { virtualTime } from '../fakes/talk.js';

/** Notes what reaches the disk, while the disk takes anything. */
function someDisk() {
  const written: string[] = [];
  const disk = { error: null as Error | null, written };
  const write = async (what: string) => {
    if (disk.error !== null) throw disk.error;
    written.push(what);
  };
  const journal: Journal = {
    start: ({ id }) => write(`start ${id}`),
    event: (id, type) => write(`event ${id} ${type}`),
    turn: (id, index) => write(`turn ${id} ${index}`),
    take: (id) => write(`take ${id}`),
    finish: (id) => write(`finish ${id}`),
  };
  return { disk, journal: new PatientJournal(journal) };
}

const full = () => new SecretaryError('disk', 'the disk is full');
const start = (id: string) => ({ id, from: null, startedAt: 0, recordingPath: null });

test('what a full disk would not take is told to be unwritten, and is written in its order when there is room', async (t) => {
  const clock = virtualTime(t);
  const { disk, journal } = someDisk();
  disk.error = full();
  await t.rejects(journal.start(start('a')), { code: 'disk' });
  await t.rejects(journal.event('a', 'ringing', ''), { code: 'disk' });
  disk.error = null;
  await clock.advance(5000);
  t.same(disk.written, ['start a', 'event a ringing']);
  t.equal(clock.waiting, 0);
});

test('a write that comes when the disk is well again waits for none but those before it', async (t) => {
  virtualTime(t);
  const { disk, journal } = someDisk();
  disk.error = full();
  const refused = t.rejects(journal.start(start('a')), { code: 'disk' });
  await refused;
  disk.error = null;
  await journal.event('a', 'answering', '');
  t.same(disk.written, ['start a', 'event a answering']);
});

test('a write that would fail for ever is dropped and holds up nobody', async (t) => {
  const clock = virtualTime(t);
  const { disk, journal } = someDisk();
  disk.error = new SecretaryError('internal', 'the database refused a statement');
  await t.rejects(journal.start(start('a')), { code: 'internal' });
  disk.error = null;
  await journal.start(start('b'));
  t.same(disk.written, ['start b']);
  t.equal(clock.waiting, 0);
});

test('closing leaves no timer behind', async (t) => {
  const clock = virtualTime(t);
  const { disk, journal } = someDisk();
  disk.error = full();
  await t.rejects(journal.start(start('a')));
  journal.close();
  t.equal(clock.waiting, 0);
});
