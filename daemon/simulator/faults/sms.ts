import { time } from '../../base/time.js';
import type { Final } from '../reply.js';
import { deliverPdus } from '../sms-pdu.js';
import type { FaultTable, FaultTarget } from './fault.js';

const BACKLOG = 200;
const SENDER = '+447700900456';
const LATE_MS = 61_000;
/** Longer than anybody waits: the modem is deaf until it is reset. */
const NEVER_MS = 24 * 3_600_000;

const pdus = (text: string, reference = 77, from = SENDER): string[] =>
  deliverPdus({ from, text, at: new Date(time.now()), reference });

const long = 'A long message that does not fit into one part. '.repeat(6);

const refuse =
  (final: Final) =>
  ({ modem }: FaultTarget): void =>
    modem.sms.troubleNext({ afterMs: 2000, final, sent: false });

function deliver({ modem }: FaultTarget, messages: readonly string[]): void {
  for (const pdu of messages) modem.sms.deliver(pdu);
}

/** What goes wrong with short messages. */
export const SMS: FaultTable = {
  'cmgs-500': {
    explain: 'The next message is refused with +CMS ERROR: 500 (unknown).',
    strike: refuse({ cms: 500 }),
  },
  'cmgs-332': {
    explain: 'The next message is refused with +CMS ERROR: 332 (network time-out).',
    strike: refuse({ cms: 332 }),
  },
  'cmgs-322': {
    explain: 'The next message is refused with +CMS ERROR: 322 (memory full).',
    strike: refuse({ cms: 322 }),
  },
  'cmgs-late': {
    explain: 'The next message is sent, but its OK comes after 61 s.',
    strike: ({ modem }) => modem.sms.troubleNext({ afterMs: LATE_MS, final: 'OK', sent: true }),
  },
  'cmgs-hang': {
    explain: 'The next message hangs the AT port until the modem is reset.',
    strike: ({ modem }) => modem.sms.troubleNext({ afterMs: NEVER_MS, final: 'OK', sent: false }),
  },
  'sms-backlog': {
    explain: 'Two hundred messages arrive at once: the card fills up, the network keeps the rest.',
    strike: (target) => deliver(target, Array.from({ length: BACKLOG }, (_, n) => pdus(`Message ${n + 1}`)).flat()),
  },
  'sms-duplicate': {
    explain: 'The same message arrives twice.',
    strike: (target) => deliver(target, [...pdus('Twice the same.'), ...pdus('Twice the same.')]),
  },
  'sms-missing-part': {
    explain: 'Of a message in several parts the first never arrives.',
    strike: (target) => deliver(target, pdus(long).slice(1)),
  },
  'sms-reordered': {
    explain: 'The parts of a long message arrive last first.',
    strike: (target) => deliver(target, pdus(long).toReversed()),
  },
  'sms-same-reference': {
    explain: 'Two senders write long messages with the same reference, their parts mixed.',
    strike: (target) => {
      const other = pdus(long, 77, '+447700900789');
      deliver(
        target,
        pdus(long).flatMap((pdu, n) => [pdu, other[n] ?? '']),
      );
    },
  },
  'sms-truncated': {
    explain: 'A message arrives whose PDU ends in the middle.',
    strike: (target) =>
      deliver(
        target,
        pdus('Cut off in the middle.').map((pdu) => pdu.slice(0, 44)),
      ),
  },
  'sms-reserved-coding': {
    explain: 'A message arrives with a reserved data coding scheme.',
    strike: (target) =>
      deliver(
        target,
        pdus('Reserved').map((pdu) => pdu.replace(/0000(?=\d{14})/, '008C')),
      ),
  },
  'sms-emoji': {
    explain: 'A message of many emoji arrives, cut inside one of them.',
    strike: (target) => deliver(target, pdus('\u{1f680}'.repeat(50))),
  },
  'cmti-minus-one': {
    explain: 'A message is stored, but +CMTI says index -1.',
    strike: ({ modem }) => {
      modem.sms.store.add(modem.sms.store.memories[2], pdus('Find me.')[0] ?? '');
      modem.urc.emit('+CMTI: "SM",-1');
    },
  },
  'sms-wide-reference': {
    explain: 'A message in several parts arrives whose reference has 16 bits.',
    strike: (target) =>
      deliver(
        target,
        deliverPdus({ from: SENDER, text: long, at: new Date(time.now()), reference: 0x4d4d, wideReference: true }),
      ),
  },
  'mr-wrap': {
    explain: 'The next message sent gets the reference 255, and the one after it 0.',
    strike: ({ modem }) => modem.sms.wrapReferences(),
  },
  'report-unknown': {
    explain: 'A status report arrives for a message that was never sent.',
    strike: ({ modem }) => modem.sms.reportUnknown(),
  },
};
