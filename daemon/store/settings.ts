import { SecretaryError } from '../base/errors.js';
import { faultsOf, unknownField } from '../base/field.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import { audit } from './audit.js';
import { type SettingKey, type Settings, settingKeys, settingsSchema } from './settings-schema.js';
import { inTransaction } from './store.js';
import type { Database } from './tables.js';

const log = logger('store/settings');

/** All settings; what was never written, or no longer fits after an update, has its default. */
export async function readSettings(db: Database): Promise<Settings> {
  const rows = await db.selectFrom('settings').select(['key', 'value']).execute();
  const stored = rows.filter(({ key, value }) => fits(key, JSON.parse(value)));
  return settingsSchema.parse(Object.fromEntries(stored.map(({ key, value }) => [key, JSON.parse(value)])));
}

function fits(key: string, value: unknown): boolean {
  const known = isSettingKey(key) && settingsSchema.shape[key].safeParse(value).success;
  if (!known) log.warn('a stored setting does not fit any more and is ignored', { key });
  return known;
}

const isSettingKey = (key: string): key is SettingKey => (settingKeys as string[]).includes(key);

/** Keeps one setting and who changed it. Throws 'bad-input' in words for a form when key or value is none. */
export async function writeSetting(db: Database, key: string, value: unknown, actor: string): Promise<void> {
  if (!isSettingKey(key)) throw new SecretaryError('bad-input', `${key}: ${unknownField(key, settingKeys)}`);
  const result = settingsSchema
    .partial()
    .strict()
    .safeParse({ [key]: value });
  if (!result.success) {
    throw new SecretaryError('bad-input', faultsOf(result.error, { [key]: value }, settingKeys).join('; '));
  }
  const json = JSON.stringify(result.data[key]);
  const changed = { value: json, updatedAt: time.now() };
  await inTransaction(db, async (trx) => {
    const { [key]: before } = await readSettings(trx);
    await trx
      .insertInto('settings')
      .values({ key, ...changed })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(changed))
      .execute();
    await audit(trx, { actor, action: 'setting.write', subject: key, detail: { before, after: result.data[key] } });
  });
}
