import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { messageOf, SecretaryError, systemCode } from './errors.js';
import { aboutField, faultsOf, field } from './field.js';
import { faultOfImei, looksLikeImei } from './imei.js';
import { isCountry } from './phone.js';

/** '~' is the home of the user; anything relative starts where the program was started. */
const path = z
  .string()
  .min(1)
  .transform((text) => resolve(text.replace(/^~(?=\/|$)/, homedir())));

const device = z.string().regex(/^(?:auto|\/.+)$/, { error: 'expected "auto" or an absolute path' });

const MODEM_NAME =
  'expected "auto", a place on the USB such as "1-1.2" (secretary doctor names it), or an IMEI in quotes';

const modemName = z.string({ error: MODEM_NAME }).check(({ value, issues }) => {
  const fault = faultOfModemName(value);
  if (fault !== null) issues.push({ code: 'custom', input: value, message: fault });
});

function faultOfModemName(name: string): string | null {
  if (looksLikeImei(name)) return faultOfImei(name);
  return /^(?:auto|\d+-\d+(?:\.\d+)*)$/.test(name) ? null : MODEM_NAME;
}

const voiceDevice = z.string().regex(/^(?:auto|\/.+|alsa:[^,]+,[^,]+)$/, {
  error: 'expected "auto", an absolute path, or "alsa:CAPTURE,PLAYBACK" with names such as plughw:CARD=Device',
});

/** Environment variables are text; a number of the file must be one already. */
const port = z.preprocess(
  (value) => (typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value),
  z.number().int().min(0).max(65_535),
);

/** What must be known before the database can be opened. A flat TOML file; everything else is the owner's settings. */
const settings = z.strictObject({
  dataDir: field(
    { title: { en: 'Folder of the data', ru: 'Папка данных' }, env: 'SECRETARY_DATA' },
    path.default(() => join(homedir(), '.local/share/secretary')),
  ),
  modelsDir: field(
    { title: { en: 'Folder of the models', ru: 'Папка моделей' }, env: 'SECRETARY_MODELS' },
    path.default(() => join(homedir(), '.cache/secretary/models')),
  ),
  runDir: field(
    { title: { en: 'Folder of the control socket', ru: 'Папка управляющего сокета' }, env: 'SECRETARY_RUN' },
    path.optional(),
  ),
  listenHost: field(
    { title: { en: 'Address of the page', ru: 'Адрес страницы' }, env: 'SECRETARY_HOST' },
    z.string().min(1).default('127.0.0.1'),
  ),
  listenPort: field(
    { title: { en: 'Port of the page (0: any)', ru: 'Порт страницы (0: любой)' }, env: 'SECRETARY_PORT' },
    port.default(8080),
  ),
  modem: field(
    {
      title: { en: 'Modem, by its IMEI or its place on the USB', ru: 'Модем: IMEI или место на шине USB' },
      env: 'SECRETARY_MODEM',
    },
    modemName.default('auto'),
  ),
  atPort: field(
    { title: { en: 'AT port of the modem', ru: 'AT-порт модема' }, env: 'SECRETARY_AT_PORT' },
    device.default('auto'),
  ),
  pcmPort: field(
    {
      title: { en: 'Voice port of the modem, or a sound card', ru: 'Голосовой порт модема или звуковая карта' },
      env: 'SECRETARY_PCM_PORT',
    },
    voiceDevice.default('auto'),
  ),
  /** Of the file only: root's helper, which presses the key, reads it there and knows nothing of our environment. */
  powerKey: field(
    { title: { en: 'Power key of a HAT that carries the modem', ru: 'Кнопка питания платы с модемом' } },
    z.enum(['none', 'gpio6']).default('none'),
  ),
  language: field(
    { title: { en: 'Language of the first start', ru: 'Язык первого запуска' }, env: 'SECRETARY_LANGUAGE' },
    z.enum(['en', 'ru']).default('en'),
  ),
  country: field(
    { title: { en: 'Country of the SIM card', ru: 'Страна SIM-карты' }, env: 'SECRETARY_COUNTRY' },
    z.string().refine(isCountry, { error: 'expected two letters of ISO 3166 such as "GB"' }).optional(),
  ),
  logLevel: field(
    { title: { en: 'Least important log line kept', ru: 'Наименее важная строка журнала' }, env: 'SECRETARY_LOG' },
    z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  ),
  businessFile: field(
    { title: { en: 'Business file read at the start', ru: 'Файл о компании для запуска' }, env: 'SECRETARY_BUSINESS' },
    path.optional(),
  ),
});

/** A port that is named is one modem's already. */
export const bootstrapSchema = settings.refine(({ modem, atPort }) => !looksLikeImei(modem) || atPort === 'auto', {
  path: ['atPort'],
  error: 'expected "auto" beside an IMEI in modem',
});

type Read = z.infer<typeof bootstrapSchema>;

export interface Bootstrap extends Omit<Read, 'runDir' | 'country' | 'businessFile'> {
  readonly runDir: string;
  readonly controlSocket: string;
  /** ISO 3166, for numbers written without their country; null: decided by the business's time zone. */
  readonly country: string | null;
  readonly businessFile: string | null;
}

/** Environment over file over default; read once. Throws 'bad-input' that names every wrong key at once. */
export function loadBootstrap(file: string | undefined, env: Readonly<Record<string, string | undefined>>): Bootstrap {
  const input = { ...(file === undefined ? {} : readToml(file)), ...fromEnvironment(env) };
  const result = bootstrapSchema.safeParse(input);
  if (!result.success) {
    const faults = faultsOf(result.error, input, Object.keys(bootstrapSchema.shape));
    throw new SecretaryError('bad-input', `${file ?? 'environment'}: ${faults.join('; ')}`);
  }
  const { runDir = join(result.data.dataDir, 'run'), country, businessFile, ...same } = result.data;
  return {
    ...same,
    runDir,
    controlSocket: join(runDir, 'control.sock'),
    country: country?.toUpperCase() ?? null,
    businessFile: businessFile ?? null,
  };
}

function readToml(file: string): Record<string, unknown> {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const place = error instanceof TomlError ? `${file}, line ${error.line}` : file;
    const [reason = ''] = messageOf(error).split('\n');
    const words = systemCode(error) === undefined ? reason : `cannot be read (${systemCode(error)})`;
    throw new SecretaryError('bad-input', `${place}: ${words}`, { cause: error });
  }
}

/** An empty variable counts as absent, as systemd's `Environment=NAME=` means it. */
function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [key, schema] of Object.entries(bootstrapSchema.shape)) {
    const value = env[aboutField(schema).env ?? ''];
    if (value !== undefined && value !== '') given[key] = value;
  }
  return given;
}
