import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecretaryError, systemCode } from '../base/errors.js';
import { looksLikeImei, shortImei } from '../base/imei.js';
import type { InBothLanguages } from '../base/language.js';
import { layoutOf, SIMTECH_VENDOR_ID } from './layout.js';
import { type Chosen, type PortFinder, realPath, type UsbPlace } from './port.js';

/** Where the kernel shows its devices; other folders in tests. */
export interface SystemRoots {
  readonly sys: string;
  readonly dev: string;
}

export const SYSTEM_ROOTS: SystemRoots = { sys: '/sys', dev: '/dev' };

/** Why a modem that is plugged in cannot take calls, just now or for good. */
export type PortFault =
  /** A product id that no layout describes. */
  | 'unknown-composition'
  /** The composition has no PCM port: only AT+CUSBPIDSWITCH=9001,1,1 helps. */
  | 'no-voice-port'
  /** No node at all: the kernel's `option` driver has not taken it, or not yet. */
  | 'no-nodes'
  /** Voice is there and commands are not: seen to last until the device is enumerated anew (sim7600.md §5 row 14). */
  | 'at-missing'
  | 'pcm-missing';

/** A SIMCom modem on the bus, whether it can be used or not. */
export interface UsbModem {
  /** Place on the bus, such as '1-1.2': all that tells two of them apart until they are asked, their serial numbers are
   *  equal. */
  readonly usbPath: string;
  /** The kernel's number of the device: another one each time that it comes to the bus. */
  readonly enumeration: string;
  readonly productId: string;
  readonly atPort: string | null;
  readonly secondAtPort: string | null;
  readonly pcmPort: string | null;
  readonly fault: PortFault | null;
}

/** Every SIMCom modem by its USB ids, in the order of their places on the bus. A machine without USB has none. */
export async function findModems(roots: SystemRoots = SYSTEM_ROOTS): Promise<readonly UsbModem[]> {
  const devices = join(roots.sys, 'bus/usb/devices');
  const names = await namesIn(devices);
  const modems: UsbModem[] = [];
  for (const usbPath of names.filter((name) => !name.includes(':')).toSorted(byPlace)) {
    if ((await textOf(join(devices, usbPath, 'idVendor'))) !== SIMTECH_VENDOR_ID) continue;
    const [productId, enumeration] = [
      await textOf(join(devices, usbPath, 'idProduct')),
      await textOf(join(devices, usbPath, 'devnum')),
    ];
    const interfaces = names.filter((name) => name.startsWith(`${usbPath}:`)).map((name) => join(devices, name));
    modems.push({ usbPath, enumeration, productId, ...portsOf(productId, await nodesOf(interfaces, roots.dev)) });
  }
  return modems;
}

function portsOf(
  productId: string,
  nodes: ReadonlyMap<number, string>,
): Pick<UsbModem, 'atPort' | 'secondAtPort' | 'pcmPort' | 'fault'> {
  const layout = layoutOf(productId);
  const node = (at: number | null | undefined) => (typeof at === 'number' ? (nodes.get(at) ?? null) : null);
  const ports = { atPort: node(layout?.at), secondAtPort: node(layout?.secondAt), pcmPort: node(layout?.pcm) };
  const fault = (): PortFault | null => {
    if (layout === null) return 'unknown-composition';
    if (layout.pcm === null) return 'no-voice-port';
    if (nodes.size === 0) return 'no-nodes';
    if (ports.atPort === null) return 'at-missing';
    return ports.pcmPort === null ? 'pcm-missing' : null;
  };
  return { ...ports, fault: fault() };
}

/** The device nodes by interface number. A node that sysfs names and /dev does not have yet is not there. */
async function nodesOf(interfaces: readonly string[], dev: string): Promise<ReadonlyMap<number, string>> {
  const nodes = new Map<number, string>();
  for (const folder of interfaces) {
    const number = Number.parseInt(await textOf(join(folder, 'bInterfaceNumber')), 16);
    const tty = (await namesIn(folder)).find((name) => /^tty(USB|ACM)\d+$/.test(name));
    if (Number.isInteger(number) && tty !== undefined && existsSync(join(dev, tty))) nodes.set(number, join(dev, tty));
  }
  return nodes;
}

/** What is wrong with it, in plain words without capital and stop, with the remedy; null when nothing is. */
export function faultOf({ fault, productId }: UsbModem): InBothLanguages | null {
  if (fault === null) return null;
  const device = `${SIMTECH_VENDOR_ID}:${productId}`;
  const { en, ru } = FAULTS[fault];
  return { en: en.replace('$', device), ru: ru.replace('$', device) };
}

/** `$` stands for the USB ids. */
const FAULTS: Readonly<Record<PortFault, InBothLanguages>> = {
  'unknown-composition': {
    en: 'the modem shows itself as $, which is not known; AT+CUSBPIDSWITCH=9001,1,1 makes it the usual one',
    ru: 'модем представился как $, это неизвестно; AT+CUSBPIDSWITCH=9001,1,1 сделает его обычным',
  },
  'no-voice-port': {
    en: 'the modem shows itself as $, which has no voice port; AT+CUSBPIDSWITCH=9001,1,1 gives it one',
    ru: 'модем представился как $, в этом виде нет голосового порта; его даст AT+CUSBPIDSWITCH=9001,1,1',
  },
  'no-nodes': {
    en: 'the modem ($) is on the bus but has no ports; load the driver with: sudo modprobe option',
    ru: 'модем ($) есть на шине, но портов нет; загрузите драйвер: sudo modprobe option',
  },
  'at-missing': {
    en: 'the modem ($) shows its voice port but not its AT port; unplug it for five seconds',
    ru: 'у модема ($) есть голосовой порт, но нет AT-порта; отключите его на пять секунд',
  },
  'pcm-missing': {
    en: 'the modem ($) shows its AT port but not its voice port; unplug it for five seconds',
    ru: 'у модема ($) есть AT-порт, но нет голосового; отключите его на пять секунд',
  },
};

/** A configured path or sound card is taken as it is; 'auto' is looked for on the bus. */
export interface WantedPorts {
  /** Its place on the bus, such as '1-1.2', or its IMEI, or 'auto'. */
  readonly modem: string;
  readonly atPort: string;
  readonly pcmPort: string;
}

/** Of several modems the one at the configured place, else the one with the configured AT port, else the first that can be
 *  used; which one has an IMEI cannot be seen here. Beside a sound card no voice port is missed. */
export function chosenOf(modems: readonly UsbModem[], { modem, atPort, pcmPort }: WantedPorts): UsbModem | undefined {
  const mayLack: readonly (PortFault | null)[] = pcmPort === 'auto' ? [] : ['no-voice-port', 'pcm-missing'];
  const candidates = modems
    .filter(({ usbPath }) => modem === 'auto' || looksLikeImei(modem) || usbPath === modem)
    .map((each) => (mayLack.includes(each.fault) ? { ...each, fault: null } : each));
  const owner = candidates.find((each) => each.atPort !== null && realPath(each.atPort) === realPath(atPort));
  return owner ?? candidates.find(({ fault }) => fault === null) ?? candidates[0];
}

/** The finder of the modem driver; configured ports that are not there are no modem. Rejects 'not-found' with what is
 *  wrong with them, or with the modem that is meant when it is on the bus and cannot be used. */
export function portFinder(wanted: WantedPorts, roots: SystemRoots = SYSTEM_ROOTS): PortFinder {
  return async (passesOver = () => false) => {
    const { atPort, pcmPort } = wanted;
    checkConfigured(wanted);
    if (atPort !== 'auto' && pcmPort !== 'auto') return { atPort, pcmPort };
    const modems = await findModems(roots);
    const left = modems.filter((each) => !passesOver(placeOf(each)));
    if (left.length < modems.length && left.length === 0) throw noneIs(wanted.modem, modems.length);
    const modem = chosenOf(left, wanted);
    if (modem === undefined) return null;
    const fault = faultOf(modem);
    if (fault !== null)
      throw new SecretaryError('not-found', fault.en, { ru: fault.ru, retryable: mayPass(modem.fault) });
    const at = atPort === 'auto' ? modem.atPort : atPort;
    const pcm = pcmPort === 'auto' ? modem.pcmPort : pcmPort;
    const chosen: Chosen = { ...placeOf(modem), by: namedBy(wanted), of: modems.length };
    return at === null || pcm === null ? null : { atPort: at, pcmPort: pcm, secondAtPort: modem.secondAtPort, chosen };
  };
}

const placeOf = ({ usbPath, enumeration }: UsbModem): UsbPlace => ({ place: usbPath, enumeration });

function namedBy({ modem, atPort }: WantedPorts): Chosen['by'] {
  if (modem !== 'auto') return looksLikeImei(modem) ? 'imei' : 'place';
  return atPort === 'auto' ? 'order' : 'port';
}

/** Nothing that healing could mend: the modem that is meant is somewhere else. */
const noneIs = (imei: string, count: number): SecretaryError =>
  new SecretaryError(
    'not-found',
    `none of the modems on the USB (${count}) has the IMEI that the setting modem names (${shortImei(imei)})`,
    {
      ru: `ни у одного из модемов на USB (${count}) нет IMEI из настройки modem (${shortImei(imei)})`,
      retryable: false,
    },
  );

/** A modem without a voice port is not opened at all: it would answer callers with silence. One port of two is a modem
 *  that healing may bring back (sim7600.md §5 row 14), none is no modem. Throws 'not-found'. */
function checkConfigured({ atPort, pcmPort }: WantedPorts): void {
  const [at, pcm] = [atPort, pcmPort].map((path) => (path.startsWith('/') ? existsSync(path) : null));
  if (at !== false && pcm !== false) return;
  const gone =
    at === pcm
      ? {
          en: `neither the AT port ${atPort} nor the voice port ${pcmPort} is`,
          ru: `AT-порта ${atPort} и голосового порта ${pcmPort}`,
        }
      : at === false
        ? { en: `the AT port ${atPort} is not`, ru: `AT-порта ${atPort}` }
        : { en: `the voice port ${pcmPort} is not`, ru: `голосового порта ${pcmPort}` };
  throw new SecretaryError('not-found', `${gone.en} there; it is taken as soon as it appears`, {
    ru: `${gone.ru} нет; работа начнётся, как только порт появится`,
    retryable: at === true || pcm === true,
  });
}

/** A composition stays what it is; ports that are missing may come, or be brought back by power. */
const mayPass = (fault: PortFault | null): boolean => fault !== 'unknown-composition' && fault !== 'no-voice-port';

/** '1-2' before '1-10': places are numbers between dots. */
const byPlace = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

/** Devices vanish while they are being looked at: what cannot be read is not there. */
async function textOf(file: string): Promise<string> {
  return unlessGone(async () => (await readFile(file, 'latin1')).trim(), '');
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return unlessGone(() => readdir(folder), []);
}

async function unlessGone<T>(look: () => Promise<T>, gone: T): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (['ENOENT', 'ENODEV', 'ENOTDIR', 'EIO', 'EACCES'].includes(systemCode(error) ?? '')) return gone;
    throw error;
  }
}
