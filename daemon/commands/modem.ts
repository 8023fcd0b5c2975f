import type { Command } from './command.js';

const HELP = `secretary modem status               the modem, its SIM card and its network
secretary modem health               what happened to the modem, latest first
secretary modem at COMMAND           one command to the modem, and its answer
secretary modem pin                  unlocks the SIM card
secretary modem dial NUMBER          dials and says what came of it, without a conversation
secretary modem ussd CODE            asks the operator, as for the balance
secretary modem reset                restarts the modem
secretary modem sms list|send        short messages
secretary modem pdu decode HEX…      short messages in the modem's own form, as JSON
secretary modem pdu encode …         a text as PDUs for AT+CMGS
secretary modem replay FILE          a transcript through the driver's own parser, as events
example: secretary modem replay firmware-notes/transcripts/withheld.txt
Each has --help.
`;

const line = () => import('./modem-line.js');

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  status: async () => ({ run: (await line()).status }),
  health: async () => ({ run: (await line()).health }),
  at: async () => ({ run: (await line()).at }),
  pin: async () => ({ run: (await line()).pin }),
  dial: async () => ({ run: (await line()).dial }),
  ussd: async () => ({ run: (await line()).ussd }),
  reset: async () => ({ run: (await line()).reset }),
  sms: () => import('./modem-sms.js'),
  pdu: () => import('./modem-pdu.js'),
  replay: () => import('./modem-replay.js'),
};

export async function run([name = '', ...argv]: string[]): Promise<number> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load !== undefined) return (await load()).run(argv);
  const asked = name === '--help';
  (asked ? process.stdout : process.stderr).write(HELP);
  return asked ? 0 : 2;
}
