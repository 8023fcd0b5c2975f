import { z } from 'zod';
import { field } from '../base/field.js';

/** Spoken before the phone is put down; longer would be a lecture. */
const SPOKEN_MAX_LETTERS = 500;

/** What the owner decides. Type, check, default, unit, form field and manual all come from here. */
export const settingsSchema = z.object({
  greeting: field(
    { title: { en: 'Greeting (empty: the one that ships)', ru: 'Приветствие (пусто: стандартное)' } },
    z.string().trim().max(SPOKEN_MAX_LETTERS).default(''),
  ),
  notice: field(
    {
      title: {
        en: 'Notice of assistant and recording (empty: the one that ships)',
        ru: 'Предупреждение о помощнике и записи (пусто: стандартное)',
      },
    },
    z.string().trim().max(SPOKEN_MAX_LETTERS).default(''),
  ),
  language: field(
    { title: { en: 'Language of the assistant', ru: 'Язык помощника' }, needsRestart: true },
    z.enum(['en', 'ru']).default('en'),
  ),
  answerAfterRings: field(
    { title: { en: 'Answer after', ru: 'Отвечать после' }, unit: 'rings' },
    z.number().int().min(1).max(8).default(1),
  ),
  firstSilenceSeconds: field(
    { title: { en: 'Ask whether the caller is there after', ru: 'Спросить, на связи ли звонящий, через' }, unit: 's' },
    z.number().min(3).max(30).default(7),
  ),
  secondSilenceSeconds: field(
    { title: { en: 'Ask again after', ru: 'Спросить ещё раз через' }, unit: 's' },
    z.number().min(3).max(30).default(7),
  ),
  goodbyeSilenceSeconds: field(
    { title: { en: 'Then hang up after', ru: 'Затем положить трубку через' }, unit: 's' },
    z.number().min(3).max(30).default(5),
  ),
  longestCallMinutes: field(
    { title: { en: 'Longest call', ru: 'Самый долгий звонок' }, unit: 'min' },
    z.number().min(1).max(60).default(10),
  ),
  voiceSpeed: field(
    { title: { en: 'Speed of the voice', ru: 'Скорость голоса' }, unit: '×' },
    z.number().min(0.5).max(2).default(1),
  ),
  voiceFilter: field(
    { title: { en: 'Shape the voice for the modem', ru: 'Подстраивать голос под модем' } },
    z.boolean().default(true),
  ),
  recordCalls: field({ title: { en: 'Record calls', ru: 'Записывать звонки' } }, z.boolean().default(true)),
  outgoingCalls: field(
    { title: { en: 'May call back', ru: 'Разрешить исходящие звонки' } },
    z.boolean().default(false),
  ),
  outgoingCallsPerDay: field(
    { title: { en: 'Outgoing calls a day at most', ru: 'Исходящих звонков в день, не больше' } },
    z.number().int().min(0).max(100).default(10),
  ),
  outgoingMinutesPerDay: field(
    {
      title: { en: 'Minutes of outgoing calls a day at most', ru: 'Минут исходящих звонков в день, не больше' },
      unit: 'min',
    },
    z.number().min(0).max(240).default(30),
  ),
  smsPrice: field(
    { title: { en: 'Price of one short message (empty: not known)', ru: 'Цена одного SMS (пусто: неизвестна)' } },
    z.number().min(0).max(100).nullable().default(null),
  ),
  smsCurrency: field(
    { title: { en: 'Currency of that price', ru: 'Валюта этой цены' } },
    z
      .string()
      .regex(/^[A-Z]{3}$/, { error: 'expected three letters of ISO 4217 such as "GBP"' })
      .default('EUR'),
  ),
  retentionDays: field(
    {
      title: { en: 'Keep calls, recordings and messages for', ru: 'Хранить звонки, записи и сообщения' },
      unit: 'days',
    },
    z.number().int().min(1).max(3650).default(90),
  ),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingKey = keyof Settings;

export const settingKeys = Object.keys(settingsSchema.shape) as SettingKey[];
