import type { parseArgs } from 'node:util';
import { SecretaryError } from '../base/errors.js';
import type { Language } from '../base/language.js';
import { FAULTS } from '../simulator/faults/table.js';
import { languageOption, secondsOption, writableOption } from './option-value.js';

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
  readonly language: Language;
  readonly steps: readonly Step[];
  readonly faults: readonly TimedFault[];
  /** Null: withheld. */
  readonly from: string | null;
  readonly json: string | undefined;
  /** A recogniser of the caller's own tells what is heard. */
  readonly hears: boolean;
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
  hear: { type: 'boolean' },
  data: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'string' },
} as const;

export const CALL_HELP = `  --say TEXT, --wav FILE             the caller says this once the assistant has finished (WAV: mono, 16-bit)
  --barge TEXT, --barge-wav FILE     the caller starts 1 s after the assistant begins to speak
  --keys 12#  --wait SECONDS         DTMF; silence
  --hang-up                          the caller hangs up here
  --from NUMBER, --withheld          the caller's number
  --hear                             what the caller understands, by a recogniser of the caller's own
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

type Tokens = NonNullable<ReturnType<typeof parseArgs>['tokens']>;

interface CallValues {
  readonly fault?: readonly string[] | undefined;
  readonly from: string;
  readonly withheld?: boolean | undefined;
  readonly lang?: string | undefined;
  readonly json?: string | undefined;
  readonly hear?: boolean | undefined;
}

/** The call that a command line asks for; without steps it is the script that ships. Throws 'wrong-use' naming the
 *  option, 'bad-input' for a file that cannot be written. */
export function planOf(values: CallValues, tokens: Tokens): CallPlan {
  const language = languageOption(values.lang);
  const given = tokens.flatMap((token) => (token.kind === 'option' ? stepOf(token.name, token.value ?? '') : []));
  const scripted = SCRIPTS[language].map((text) => ({ do: 'say', text }) as const);
  const plan: CallPlan = {
    language,
    steps: given.length > 0 ? given : scripted,
    faults: (values.fault ?? []).map(faultOf),
    from: values.withheld === true ? null : numberOf(values.from),
    json: values.json,
    hears: values.hear === true,
  };
  if (plan.json !== undefined) writableOption('--json', plan.json);
  return plan;
}

function stepOf(name: string, value: string): Step | [] {
  switch (name) {
    case 'say':
    case 'barge':
      if (!/[\p{L}\p{N}]/u.test(value)) throw new SecretaryError('wrong-use', `--${name}: expected words to say`);
      return { do: name, text: value };
    case 'wav':
    case 'barge-wav':
      return { do: name, file: value };
    case 'keys':
      if (!/^[0-9*#A-D]+$/i.test(value)) throw new SecretaryError('wrong-use', '--keys: expected keys such as 12#');
      return { do: name, keys: value.toUpperCase() };
    case 'wait':
      return { do: name, seconds: secondsOption('--wait', value) };
    case 'hang-up':
      return { do: name };
    default:
      return [];
  }
}

/** For whoever watches: what the caller does now. */
export function deedOf(step: Step): string {
  if ('text' in step) return `says: ${step.text}`;
  if ('file' in step) return `plays ${step.file}`;
  if ('keys' in step) return `presses ${step.keys}`;
  return 'seconds' in step ? `is silent for ${step.seconds} s` : 'hangs up';
}

/** Of the engines' own, `stop` hangs one and `kill` ends it. */
const ENGINE_FAULT = /^(kill|stop)-(stt|llm|tts)$/;

function faultOf(value: string): TimedFault {
  const [name = '', at = ''] = value.split('@');
  if (!ENGINE_FAULT.test(name) && !Object.hasOwn(FAULTS, name))
    throw new SecretaryError(
      'wrong-use',
      '--fault: there is no fault of that name; secretary simulator --faults lists them',
    );
  return { name, atSeconds: secondsOption('--fault NAME@SECONDS', at) };
}

/** What the network could show of a caller. */
function numberOf(text: string): string {
  if (!/^\+?[0-9]{1,20}$/.test(text))
    throw new SecretaryError('wrong-use', '--from: expected a number such as +447700900456');
  return text;
}
