import type { parseArgs } from 'node:util';
import { SecretaryError } from '../base/errors.js';

/** What the virtual caller does, in the order given. */
export type Step =
  | { readonly do: 'say' | 'barge'; readonly text: string }
  | { readonly do: 'wav' | 'barge-wav'; readonly file: string }
  | { readonly do: 'keys'; readonly keys: string }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'hang-up' };

export interface TimedFault {
  readonly name: string;
  readonly atSeconds: number;
}

export interface CallPlan {
  readonly steps: readonly Step[];
  readonly faults: readonly TimedFault[];
  /** Null: withheld. */
  readonly from: string | null;
  readonly json: string | undefined;
}

/** The options that `demo` and `call` have in common, for parseArgs. */
export const CALL_OPTIONS = {
  help: { type: 'boolean' },
  say: { type: 'string', multiple: true },
  wav: { type: 'string', multiple: true },
  barge: { type: 'string', multiple: true },
  'barge-wav': { type: 'string', multiple: true },
  keys: { type: 'string', multiple: true },
  wait: { type: 'string', multiple: true },
  'hang-up': { type: 'boolean', multiple: true },
  fault: { type: 'string', multiple: true },
  from: { type: 'string', default: '+447700900456' },
  withheld: { type: 'boolean' },
  data: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'string' },
} as const;

export const CALL_HELP = `  --say TEXT, --wav FILE             the caller says this once the assistant has finished (WAV: mono, 16-bit)
  --barge TEXT, --barge-wav FILE     the caller starts 1 s after the assistant begins to speak
  --keys 12#  --wait SECONDS         DTMF; silence
  --hang-up                          the caller hangs up here
  --from NUMBER, --withheld          the caller's number
  --fault NAME@SECONDS               kill-stt, kill-llm, kill-tts, or one of secretary simulator --faults
  --json FILE                        the record of the call
  --data DIR                         where the demo keeps its data
`;

/** The first five turns that a visitor hears. */
export const SCRIPTS: Readonly<Record<'en' | 'ru', readonly string[]>> = {
  en: [
    'When are you open?',
    'How much is a puncture repair?',
    'Can I leave a message for the owner?',
    'My name is John Smith and my bicycle has a broken chain.',
    'Yes, that is right.',
    'No, thank you. Goodbye.',
  ],
  ru: [
    'Когда вы работаете?',
    'Сколько стоит ремонт прокола?',
    'Можно оставить сообщение хозяину?',
    'Меня зовут Иван Петров, у моего велосипеда порвалась цепь.',
    'Да, всё верно.',
    'Нет, спасибо. До свидания.',
  ],
};

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

/** The steps in the order in which they stand on the command line; throws 'bad-input' naming the option. */
export function stepsOf(tokens: readonly Token[]): Step[] {
  return tokens.flatMap((token) => {
    if (token.kind !== 'option') return [];
    const step = stepOf(token.name, token.value ?? '');
    return step === null ? [] : [step];
  });
}

function stepOf(name: string, value: string): Step | null {
  switch (name) {
    case 'say':
    case 'barge':
      return { do: name, text: value };
    case 'wav':
    case 'barge-wav':
      return { do: name, file: value };
    case 'keys':
      if (!/^[0-9*#A-D]+$/i.test(value)) throw new SecretaryError('wrong-use', '--keys: expected keys such as 12#');
      return { do: name, keys: value.toUpperCase() };
    case 'wait':
      return { do: name, seconds: seconds(value, '--wait') };
    case 'hang-up':
      return { do: name };
    default:
      return null;
  }
}

export function faultsOf(values: readonly string[]): TimedFault[] {
  return values.map((value) => {
    const [name = '', at = ''] = value.split('@');
    return { name, atSeconds: seconds(at, '--fault NAME@SECONDS') };
  });
}

function seconds(text: string, option: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0)
    throw new SecretaryError('wrong-use', `${option}: expected seconds`);
  return value;
}
