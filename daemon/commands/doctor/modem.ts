import { existsSync } from 'node:fs';
import { access, constants, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { looksLikeImei, shortImei } from '../../base/imei.js';
import type { ModemStatus } from '../../modem/line.js';
import { isSoundCard, SOUND_CARD } from '../../audio/media.js';
import { chosenOf, faultOf, findModems, type UsbModem } from '../../modem/discovery.js';
import { describeHolder, holderOf } from '../../modem/holder.js';
import { type Finding, finding, type Patient } from './finding.js';

const RULES = 'udev/rules.d/70-secretary-sim7600.rules';

/** What can be seen of the modem beside the daemon; `line` is what that one says while it runs, and holds the ports. */
export async function checkModem(patient: Patient, line: ModemStatus | null): Promise<readonly Finding[]> {
  const { bootstrap, texts, roots } = patient;
  const { atPort, pcmPort } = bootstrap;
  const configured = [atPort, pcmPort].filter((path) => path.startsWith('/'));
  const gone = configured.find((path) => !existsSync(path));
  if (gone !== undefined) return [finding('modem', 'bad', texts.noPort(gone))];
  const found = atPort === 'auto' || pcmPort === 'auto';
  const modems = found ? await findModems(roots) : [];
  const place = line?.chosen?.place ?? bootstrap.modem;
  // Only the daemon asks modems who they are: until it has, any of them may be a stranger.
  const unasked = looksLikeImei(place) && modems.length > 1;
  const modem = unasked ? undefined : chosenOf(modems, { ...bootstrap, modem: place });
  if (modem === undefined && found && !unasked) return [finding('modem', 'bad', texts.noModem)];
  const ports = new Set([...configured, ...(modem === undefined ? [] : portsOf(modem))]);
  const findings = [...describe(patient, modems, modem), ...checkSoundCard(patient)];
  for (const path of ports) findings.push(...(await checkPort(patient, path, line !== null)));
  return [...findings, ...(await checkModemManager(patient))];
}

const portsOf = ({ atPort, pcmPort }: UsbModem): readonly string[] => [atPort, pcmPort].filter((path) => path !== null);

function* describe({ texts, bootstrap }: Patient, modems: readonly UsbModem[], modem?: UsbModem): Generator<Finding> {
  if (modem === undefined) {
    if (modems.length > 1) yield finding('modem', 'warn', texts.whichModem(modems.length, shortImei(bootstrap.modem)));
    return;
  }
  const { usbPath, productId } = modem;
  const fault = faultOf(modem);
  if (fault === null) yield finding('modem', 'fine', texts.modemFound(usbPath, productId));
  else yield finding('modem', 'bad', texts.modemFault(fault[bootstrap.language]));
  if (modems.length > 1) yield finding('modem', 'warn', texts.moreModems(modems.length, usbPath));
}

/** `alsa:CAPTURE,PLAYBACK` with names such as plughw:CARD=Device or hw:1; what a name without a card means, ALSA knows. */
function* checkSoundCard({ texts, bootstrap: { pcmPort }, roots }: Patient): Generator<Finding> {
  if (!isSoundCard(pcmPort)) return;
  const cards = pcmPort.slice(SOUND_CARD.length).matchAll(/hw:(?:CARD=)?([^,]+)/g);
  for (const name of new Set(Array.from(cards, ([, card = '']) => card))) {
    const there = existsSync(join(roots.proc, 'asound', /^\d+$/.test(name) ? `card${name}` : name));
    yield finding('sound-card', there ? 'fine' : 'bad', there ? texts.soundCard(name) : texts.noSoundCard(name));
  }
}

async function checkPort(
  { texts, roots, bootstrap }: Patient,
  path: string,
  owned: boolean,
): Promise<readonly Finding[]> {
  const allowed = await access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!allowed) return [finding('port', 'bad', texts.portForbidden(path))];
  const holder = owned ? null : await holderOf(await realpath(path), roots.proc);
  if (holder !== null)
    return [finding('port', 'bad', texts.portHeld(describeHolder(path, holder)[bootstrap.language]))];
  return [finding('port', 'fine', texts.portFree(path))];
}

/** It is harmless once udev tells it to leave this modem alone (sim7600.md §1.4). */
async function checkModemManager({ texts, roots, output }: Patient): Promise<readonly Finding[]> {
  if (existsSync(join(roots.etc, RULES))) return [];
  const active = (await output('systemctl', ['is-active', 'ModemManager'])) === 'active';
  return active ? [finding('modem-manager', 'warn', texts.modemManager)] : [];
}
