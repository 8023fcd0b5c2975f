import { SecretaryError, hasCode } from '../base/errors.js';
import { time } from '../base/time.js';
import { waitOrAbort } from '../base/abort.js';
import type { Link } from './link.js';
import { ANSWER, HANG_UP } from './sim7600.js';

/** From ATA's OK to the first look at the list: a BEGIN that comes at all has come by then. */
const BEGIN_WAIT_MS = 1500;
const ACTIVE_POLLS = 8;
const HANG_UP_TRIES = 3;
const HANG_UP_RETRY_MS = 500;

/** ATA. Resolves on BEGIN or when the list says active, whichever is first and in whatever order with OK; rejects
 *  'refused' when the caller is gone, 'modem-error' when the modem would not (sim7600.md §2.6, §3.1). */
export async function answerCall(link: Link, signal: AbortSignal): Promise<void> {
  const { call } = link.calls;
  if (signal.aborted) throw new SecretaryError('aborted', 'answer: aborted');
  if (call === null) throw refused();
  // BEGIN was seen before any ATA: then only the list can tell whether there is still something to answer.
  if (call.phase === 'active' && (await isActive(link))) return;
  const settled = new AbortController();
  const either = AbortSignal.any([signal, settled.signal]);
  try {
    await waitOrAbort(Promise.race([outcome(link, either), pickUp(link, either)]), signal, 'answer');
  } finally {
    settled.abort();
  }
}

async function outcome(link: Link, signal: AbortSignal): Promise<void> {
  const event = await link.events.next(({ type }) => OUTCOMES.has(type), signal);
  if (event.type === 'ended' && event.reason === 'modem-lost') {
    throw new SecretaryError('port-gone', 'answer: the modem is gone', { retryable: true });
  }
  if (event.type !== 'answered') throw refused();
}

const OUTCOMES: ReadonlySet<string> = new Set(['answered', 'ended', 'missed']);

async function pickUp(link: Link, signal: AbortSignal): Promise<void> {
  const reply = await link.queue.ask(ANSWER).catch((error: unknown) => {
    if (!hasCode(error, 'timeout')) throw error;
  });
  if (reply?.final.ok !== true) {
    // Nobody there, or an answer that was lost: one empty list is enough now.
    link.calls.suspect('remote');
    if (await isActive(link)) return;
    throw link.calls.call === null ? refused() : unanswered();
  }
  await time.sleep(BEGIN_WAIT_MS, signal);
  for (let poll = 0; poll < ACTIVE_POLLS; poll++) {
    if (await isActive(link)) return;
    if (link.calls.call === null) throw refused();
    await time.sleep(1000, signal);
  }
  throw unanswered();
}

const isActive = async (link: Link): Promise<boolean> =>
  (await link.checkCalls()).some(({ state }) => state === 'active');

const refused = () => new SecretaryError('refused', 'answer: the caller is gone');
const unanswered = () => new SecretaryError('modem-error', 'answer: the call does not come up', { retryable: true });

/** CHUP, for a ringing call as for one that is up; resolves when the modem has no such call any more. */
export async function hangUpCall(link: Link): Promise<void> {
  for (let attempt = 1; attempt <= HANG_UP_TRIES; attempt++) {
    await link.queue.run(HANG_UP).catch((error: unknown) => {
      if (!hasCode(error, 'modem-error')) throw error;
    });
    if (link.calls.call === null) return;
    await link.checkCalls();
    if (link.calls.call === null) return;
    await time.sleep(HANG_UP_RETRY_MS, link.closed);
  }
  throw new SecretaryError('modem-error', 'hang-up: the call does not end', { retryable: true });
}
