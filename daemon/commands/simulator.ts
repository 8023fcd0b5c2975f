import { parseArgs } from 'node:util';
import { SecretaryError } from '../base/errors.js';
import { faultOfImei } from '../base/imei.js';
import { FAULTS } from '../simulator/faults/table.js';
import { isProfileName, PROFILES } from '../simulator/profiles.js';
import { runSimulator } from '../simulator/simulator.js';
import { positiveOption } from './option-value.js';
import { stopSignal } from './stop-signal.js';

const HELP = `secretary simulator --dir DIR        a software SIM7600 on pseudo-terminals, until it is told to stop
options:
  --dir DIR                          gets the ports at, at2, pcm, the socket control, and sys and dev
  --profile NAME                     how this modem behaves (good); --profiles lists them
  --seed N                           the same seed misbehaves in the same way (1)
  --product ID                       its USB composition, 9001 or 9011 (9001)
  --imei DIGITS                      another IMEI than that of every simulated modem
  --scale N                          divides the modem's own delays (1); the voice is never faster
  --faults, --profiles               lists and explains them
example: secretary simulator --dir /tmp/sim --profile good --seed 7
`;

const OPTIONS = {
  help: { type: 'boolean' },
  dir: { type: 'string' },
  profile: { type: 'string', default: 'good' },
  seed: { type: 'string', default: '1' },
  scale: { type: 'string', default: '1' },
  product: { type: 'string', default: '9001' },
  imei: { type: 'string' },
  faults: { type: 'boolean' },
  profiles: { type: 'boolean' },
} as const;

export async function run(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: OPTIONS });
  if (values.help === true) process.stdout.write(HELP);
  else if (values.faults === true) list(FAULTS);
  else if (values.profiles === true) list(PROFILES);
  else {
    const { dir, profile, product, imei } = values;
    if (dir === undefined) throw new SecretaryError('wrong-use', 'say where the ports shall be: --dir DIR');
    if (!isProfileName(profile))
      throw new SecretaryError('wrong-use', `no profile is called "${profile}": see --profiles`);
    if (product !== '9001' && product !== '9011')
      throw new SecretaryError('wrong-use', `${product} is no product id that is simulated: 9001 or 9011`);
    const fault = imei === undefined ? null : faultOfImei(imei);
    if (fault !== null) throw new SecretaryError('wrong-use', `--imei: ${fault}`);
    const stop = new AbortController();
    void stopSignal().then(() => stop.abort());
    await runSimulator(
      {
        dir,
        profile,
        product,
        ...(imei === undefined ? {} : { imei }),
        seed: positiveOption('--seed', values.seed),
        scale: positiveOption('--scale', values.scale),
      },
      stop.signal,
    );
  }
  return 0;
}

function list(table: Readonly<Record<string, { readonly explain: string }>>): void {
  for (const [name, { explain }] of Object.entries(table)) process.stdout.write(`${name.padEnd(16)} ${explain}\n`);
}
