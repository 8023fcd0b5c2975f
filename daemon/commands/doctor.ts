import { execFile } from 'node:child_process';
import { parseArgs } from 'node:util';
import { SecretaryError } from '../base/errors.js';
import { SYSTEM_ROOTS } from '../modem/discovery.js';
import { checkAudio } from './doctor/audio.js';
import { diagnose, diagnosisOf } from './doctor/doctor.js';
import type { Finding, Level, Patient } from './doctor/finding.js';
import { doctorTexts } from './doctor/texts.js';
import { bootstrapOf, DAEMON_HELP, DAEMON_OPTIONS } from './running-daemon.js';

const HELP = `secretary doctor                     what is wrong with this box; exit 1 if a call could not be answered
  --audio                            tests the sound both ways in a call to the box
  --dial NUMBER|owner                … in a call from the box, if the settings allow outgoing calls
  --json                             as JSON: { ready, findings: [ { check, level, text } ] }
  --lang en|ru                       language (that of the settings)
${DAEMON_HELP}example: secretary doctor --audio
`;

const OPTIONS = {
  help: { type: 'boolean' },
  json: { type: 'boolean' },
  audio: { type: 'boolean' },
  dial: { type: 'string' },
  lang: { type: 'string' },
  ...DAEMON_OPTIONS,
} as const;

const MARKS: Readonly<Record<Level, string>> = { fine: '✓', warn: '!', bad: '✗' };

export async function run(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: OPTIONS });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const bootstrap = bootstrapOf(values);
  const language = values.lang ?? bootstrap.language;
  if (language !== 'en' && language !== 'ru') throw new SecretaryError('wrong-use', '--lang: expected en or ru');
  const texts = doctorTexts[language];
  if (values.dial !== undefined && values.audio !== true)
    throw new SecretaryError('wrong-use', '--dial: only together with --audio');
  const roots = { ...SYSTEM_ROOTS, proc: '/proc', etc: '/etc' };
  const patient: Patient = { bootstrap: { ...bootstrap, language }, texts, roots, output };
  const box = await diagnose(patient);
  // A box that cannot answer is not to be called, nor to call.
  const sound = values.audio === true && box.ready ? await checkAudio(patient, values.dial ?? null) : [];
  const diagnosis = diagnosisOf([...box.findings, ...sound]);
  if (values.json === true) process.stdout.write(`${JSON.stringify(diagnosis, null, 2)}\n`);
  else print(diagnosis.findings, diagnosis.ready ? texts.healthy : texts.unhealthy);
  return diagnosis.ready ? 0 : 1;
}

function print(findings: readonly Finding[], verdict: string): void {
  for (const { level, text } of findings) process.stdout.write(`${MARKS[level]} ${text}\n`);
  process.stdout.write(`\n${verdict}\n`);
}

function output(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 5000 }, (error, stdout) => {
      // A program that is missing has a code in letters; one that failed may have said what is wanted.
      resolve(typeof error?.code === 'string' ? null : stdout.trim());
    });
  });
}
