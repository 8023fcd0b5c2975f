import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loadCatalogue, type Model } from '../../models/catalogue.js';
import { findModel, inspect } from '../../models/check.js';
import { defaultModels, machineHere } from '../../models/default-set.js';
import { diskUse, roomOf } from '../../store/disk.js';
import { type Finding, finding, type Patient } from './finding.js';

const MEGABYTE = 1_000_000;
const GIGABYTE = 1000 * MEGABYTE;
const DISK_BAD_BYTES = 100 * MEGABYTE;

/** Without these a caller is neither heard nor spoken to; without the others there is a lower rung of the ladder. */
const INDISPENSABLE: ReadonlySet<Model['kind']> = new Set(['stt', 'stt-lib', 'tts']);

export async function checkMachine(patient: Patient): Promise<readonly Finding[]> {
  const { texts } = patient;
  return [
    finding('node', 'fine', texts.node(process.versions.node)),
    ...(await checkModels(patient)),
    await checkDisk(patient),
    ...(await checkPower(patient)),
    ...(await checkPowerKey(patient)),
  ];
}

/** The default set, or any other model of the kind that is there: what the daemon itself would choose. */
async function checkModels({ bootstrap, texts }: Patient): Promise<readonly Finding[]> {
  const { language, modelsDir } = bootstrap;
  const catalogue = loadCatalogue();
  const machine = machineHere();
  const signal = AbortSignal.timeout(60_000);
  const missing: Finding[] = [];
  for (const model of defaultModels(catalogue, language, machine)) {
    const wish = { kind: model.kind, language, machine };
    if ((await findModel(catalogue, wish, modelsDir, signal)) !== null) continue;
    const { detail } = await inspect(model, modelsDir, 'quick', signal);
    missing.push(
      finding('models', INDISPENSABLE.has(model.kind) ? 'bad' : 'warn', texts.modelMissing(detail[language])),
    );
  }
  return missing.length > 0 ? missing : [finding('models', 'fine', texts.modelsComplete)];
}

async function checkDisk({ bootstrap, texts }: Patient): Promise<Finding> {
  const folder = await existing(bootstrap.dataDir);
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) return finding('disk', 'bad', texts.diskReadOnly(folder));
  const { freeBytes, usedPercent } = await diskUse(folder);
  const free =
    freeBytes < GIGABYTE
      ? texts.megabytes(String(Math.floor(freeBytes / MEGABYTE)))
      : texts.gigabytes((freeBytes / GIGABYTE).toFixed(1));
  if (freeBytes < DISK_BAD_BYTES) return finding('disk', 'bad', texts.diskLow(free, usedPercent));
  const level = roomOf(usedPercent) === 'enough' ? 'fine' : 'warn';
  return finding('disk', level, level === 'fine' ? texts.diskFine(free) : texts.diskLow(free, usedPercent));
}

/** The folder itself, or the nearest one above it that is there already. */
async function existing(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const there = await access(at).then(
      () => true,
      () => false,
    );
    if (there || at === dirname(at)) return at;
  }
}

const UNDER_VOLTAGE_NOW = 1 << 0;
const UNDER_VOLTAGE_BEFORE = 1 << 16;

/** `throttled=0x50005` of a Raspberry Pi (raspberrypi.com, vcgencmd get_throttled); other machines do not tell. */
async function checkPower({ texts, output }: Patient): Promise<readonly Finding[]> {
  const [, hex] = /^throttled=0x([0-9a-f]+)$/i.exec((await output('vcgencmd', ['get_throttled'])) ?? '') ?? [];
  if (hex === undefined) return [];
  const bits = Number.parseInt(hex, 16);
  if ((bits & UNDER_VOLTAGE_NOW) !== 0) return [finding('power', 'bad', texts.underVoltageNow)];
  if ((bits & UNDER_VOLTAGE_BEFORE) !== 0) return [finding('power', 'warn', texts.underVoltageBefore)];
  return [finding('power', 'fine', texts.powerFine)];
}

/** The tool is asked for by the last step of healing alone, when nobody is there to install it. */
async function checkPowerKey({ texts, output, bootstrap }: Patient): Promise<readonly Finding[]> {
  const canPress = bootstrap.powerKey === 'none' || (await output('gpioset', ['--version'])) !== null;
  return canPress ? [] : [finding('power-key', 'warn', texts.noGpioset)];
}
