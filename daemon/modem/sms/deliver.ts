import { readAddress } from './address.js';
import { readDataCoding } from './data-coding.js';
import type { OctetReader } from './octets.js';
import { readTimestamp } from './timestamp.js';
import { type Content, readUserData } from './user-data.js';

/** A message from the network (SMS-DELIVER, 3GPP 23.040 §9.2.2.1). */
export interface Deliver extends Content {
  readonly type: 'deliver';
  readonly smsc: string | null;
  /** "+447700900123", "900" or a name such as "BANK": proof of nobody's identity. */
  readonly from: string;
  /** ISO 8601 with its offset; null when the network sent no date. */
  readonly sentAt: string | null;
}

/** "Short message type 0": to be acknowledged and thrown away by a phone (§9.2.3.9). */
const SILENT = 0x40;
const HAS_HEADER = 0x40;

export function readDeliver(reader: OctetReader, smsc: string | null, first: number): Deliver {
  const from = readAddress(reader, 'its sender');
  const protocol = reader.octet('its protocol');
  const coding = readDataCoding(reader.octet('its coding'));
  const sentAt = readTimestamp(reader, 'its time');
  const content = readUserData(reader, coding, (first & HAS_HEADER) !== 0);
  return {
    type: 'deliver',
    smsc,
    from,
    sentAt,
    ...content,
    marks: [
      ...content.marks,
      ...(sentAt === null ? (['bad-time'] as const) : []),
      ...(protocol === SILENT ? (['silent'] as const) : []),
    ],
  };
}
