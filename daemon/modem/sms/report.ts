import { readAddress } from './address.js';
import type { OctetReader } from './octets.js';
import { readTimestamp } from './timestamp.js';

/** What became of a message (SMS-STATUS-REPORT, 3GPP 23.040 §9.2.2.3). */
export interface Report {
  readonly type: 'report';
  readonly smsc: string | null;
  readonly to: string;
  /** The reference that +CMGS told, 0–255, used again and again. */
  readonly mr: number;
  readonly sentAt: string | null;
  /** When it was delivered or given up. */
  readonly doneAt: string | null;
  /** TP-Status as it came (§9.2.3.15). */
  readonly status: number;
  readonly outcome: ReportOutcome;
}

export type ReportOutcome = 'delivered' | 'trying' | 'failed';

/** 0x60 and more is said to be a temporary error too, but the centre has stopped trying then. */
function outcomeOf(status: number): ReportOutcome {
  if (status < 0x20) return 'delivered';
  return status < 0x40 ? 'trying' : 'failed';
}

export function readReport(reader: OctetReader, smsc: string | null): Report {
  const mr = reader.octet('its reference');
  const to = readAddress(reader, 'its recipient');
  const sentAt = readTimestamp(reader, 'its time');
  const doneAt = readTimestamp(reader, 'its time of delivery');
  const status = reader.octet('its status');
  return { type: 'report', smsc, to, mr, sentAt, doneAt, status, outcome: outcomeOf(status) };
}
