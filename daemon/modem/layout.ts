/** The USB vendor of every SIMCom modem (sim7600.md §1.1). */
export const SIMTECH_VENDOR_ID = '1e0e';

/** What a composition offers, by `bInterfaceNumber`. Never by ttyUSB number: those change with every enumeration. */
export interface Layout {
  /** Takes commands; null where the composition has no port that does. */
  readonly at: number | null;
  /** The modem port: takes the same commands and is the way in when the first one is dumb. */
  readonly secondAt: number | null;
  readonly pcm: number | null;
}

const STANDARD: Layout = { at: 2, secondAt: 3, pcm: 4 };
const WITHOUT_VOICE: Layout = { at: 2, secondAt: 3, pcm: null };
const MODEM_FIRST: Layout = { at: 0, secondAt: null, pcm: 1 };
const DIAG_FIRST: Layout = { at: 1, secondAt: null, pcm: 2 };
const NO_PORTS: Layout = { at: null, secondAt: null, pcm: null };

/** Product ids of AT+CUSBPIDSWITCH and the interfaces in their order (sim7600.md §1.2). In 9011 RNDIS takes the first
 *  two numbers; 902B has a sound card instead of a PCM port, which nobody is known to have brought to work. */
const LAYOUTS: Readonly<Record<string, Layout>> = {
  '9000': STANDARD,
  '9001': STANDARD,
  '9002': STANDARD,
  '9003': STANDARD,
  '9004': STANDARD,
  '9005': STANDARD,
  '9006': WITHOUT_VOICE,
  '9007': STANDARD,
  '9011': { at: 4, secondAt: 5, pcm: 6 },
  '9016': NO_PORTS,
  '9018': STANDARD,
  '9019': NO_PORTS,
  '901a': { at: 2, secondAt: null, pcm: null },
  '901b': { at: 1, secondAt: null, pcm: null },
  '9026': MODEM_FIRST,
  '9027': MODEM_FIRST,
  '9028': DIAG_FIRST,
  '9029': DIAG_FIRST,
  '902a': { at: 0, secondAt: null, pcm: null },
  '902b': WITHOUT_VOICE,
};

/** By the product id as sysfs writes it (four lower-case hex digits); null for one that nobody described. */
export const layoutOf = (productId: string): Layout | null =>
  Object.hasOwn(LAYOUTS, productId) ? (LAYOUTS[productId] ?? null) : null;
