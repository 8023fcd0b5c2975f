import { readServiceCentre } from './address.js';
import { type Deliver, readDeliver } from './deliver.js';
import { OctetReader, octetsOf } from './octets.js';
import { type Report, readReport } from './report.js';
import { readSubmit, type Submit } from './submit.js';

export type Pdu = Deliver | Submit | Report;

/** Reads what +CMGR, +CMGL, +CMT or +CDS give, or what AT+CMGS takes: the service centre's address, then the TPDU (3GPP
 *  27.005 §3.1, 23.040 §9.2). Throws 'bad-input' naming what is wrong, and nothing else whatever it gets. */
export function decodePdu(hex: string): Pdu {
  const reader = new OctetReader(octetsOf(hex));
  const smsc = readServiceCentre(reader);
  const first = reader.octet('its first octet');
  switch (first & 3) {
    case 1:
      return readSubmit(reader, smsc, first);
    case 2:
      return readReport(reader, smsc);
    default:
      // The type 3 is reserved, and to be taken for a message (§9.2.3.1).
      return readDeliver(reader, smsc, first);
  }
}
