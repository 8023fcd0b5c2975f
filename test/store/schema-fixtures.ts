import { fileURLToPath } from 'node:url';
import type Sqlite from 'better-sqlite3';

/** A small database as each version of the schema left it. The files are never made anew: they stand for boxes out there. */
export const fixturePath = (migration: string): string =>
  fileURLToPath(new URL(`../../../test/store/fixtures/${migration}.sqlite.gz`, import.meta.url));

export const CALL_ID = '01K9Z5TJ3H6Y2D4R8WQ0V7XMBE';

/** Rows that could be written since that migration, in plain SQL: the code of today must not help. */
export const ROWS: Readonly<Record<string, string>> = {
  '0001-calls': `
    insert into calls (id, number, direction, started_at, ended_at, answered_after_ms, duration_ms, end_reason, rungs,
      outcome_kind, outcome_summary)
    values ('${CALL_ID}', '+447700900123', 'in', 1795000000000, 1795000030000, 4100, 25900.5, 'goodbye', '["faq"]',
      'answered', 'Asked how long a repair takes');
    insert into recordings values ('${CALL_ID}', '/data/${CALL_ID}.wav', 25900.5, 1);
    insert into call_events (call_id, at, type, reason) values ('${CALL_ID}', 1795000004100, 'connected', 'answered');
    insert into turns (call_id, position, heard, said, spoken, interrupted, path, evidence,
      endpoint_ms, stt_ms, llm_ms, tts_ms, play_ms, dead_air_ms)
    values ('${CALL_ID}', 0, 'сколько ждать ремонта', 'Ремонт занимает два дня.', 'Ремонт занимает два дня.', 0, 'faq',
      '["faq:0"]', 300, 60, 0, 90, 25, 475);`,
  '0002-business': `
    insert into business values (1, 'Sunrise Bicycle Workshop', 'en', 'Europe/London', 'GB', '12 Mill Lane', 'Peter',
      '+447700900001', 1);
    insert into hours values (1, 540, 1080), (6, 600, 840);
    insert into holidays values ('2026-12-25', 'Christmas');
    insert into services values (0, 'puncture repair', 10, 'GBP', 30);
    insert into faq values (0, 'How long does a repair take?', 'Repairs take two days.');
    insert into faq_paraphrases values (0, 0, 'When will my bike be ready?');
    insert into contacts values ('+447700900123', 'Anna Miller', 'vip', 1795000000000);`,
  '0003-owner': `
    insert into settings values ('longestCallMinutes', '5', 1795000000000), ('gone', '"no longer known"', 1);
    insert into tasks values ('01K9Z5TJ3H6Y2D4R8WQ0V7XMBF', '${CALL_ID}', 'message', 'John Smith', null, 'broken chain',
      'open', 1795000020000, null);
    insert into jobs values ('01K9Z5TJ3H6Y2D4R8WQ0V7XMBG', 'sms', 'call:owner', '{"text":"hello"}', 'waiting', 0,
      1795000020000, null, null, 1795000020000, null);
    insert into audit (at, actor, action, subject, detail) values (1795000000000, 'owner', 'setting.write', 'language', '{}');`,
  '0004-sms': `
    insert into sms_in values (1, '01K9Z5TJ3H6Y2D4R8WQ0V7XMBH', '+447700900123', '2026-11-21T09:15:00+00:00', 1795000000000,
      'Перезвоните […]', null, 2, '[2]', '["message-waiting"]');
    insert into sms_in_parts values (1, 'f1', '0791', 1795000000000, '+447700900123', 7, 8, 2, 1, '01K9Z5TJ3H6Y2D4R8WQ0V7XMBH'),
      (2, 'f2', '0792', 1795000000000, '+447700900456', 77, 16, 3, 2, null);
    insert into sms_out values (1, '01K9Z5TJ3H6Y2D4R8WQ0V7XMBJ', '+447700900001', 'Anna called', 1, 1795000000000);
    insert into sms_out_parts values (1, '01K9Z5TJ3H6Y2D4R8WQ0V7XMBJ', 1, '0011', 1, 'submitting', 1, null, null, null, 0,
      null, null, null);`,
  '0005-health': `
    insert into health_events (at, kind, detail) values (1795000000000, 'voice-path', '{"attempts":3}');`,
};

/** Runs the rows of every migration up to that one. */
export function fill(file: Sqlite.Database, upTo: string): void {
  for (const migration of Object.keys(ROWS)) if (migration <= upTo) file.exec(ROWS[migration] ?? '');
}
