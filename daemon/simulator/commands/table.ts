import type { AtPort } from '../at-port.js';
import type { CommandCall } from '../command-line.js';
import type { Modem } from '../modem.js';
import { type Reply, fail, ok } from '../reply.js';
import { AUDIO } from './audio.js';
import { CALLS } from './calls.js';
import type { CommandTable } from './command.js';
import { IDENTITY } from './identity.js';
import { NETWORK } from './network.js';
import { SMS } from './sms.js';

const COMMANDS: CommandTable = { ...IDENTITY, ...NETWORK, ...CALLS, ...AUDIO, ...SMS };

/** Runs one command: the tables first, then the settings that only keep a value; what neither knows is ERROR. */
export function execute(modem: Modem, call: CommandCall, port: AtPort): Reply | Promise<Reply> {
  const handler = Object.hasOwn(COMMANDS, call.name) ? COMMANDS[call.name]?.[call.form] : undefined;
  return handler === undefined ? executeSetting(modem, call) : handler({ ...call, modem, port });
}

function executeSetting(modem: Modem, { name, form, text }: CommandCall): Reply {
  const { settings, inCall } = modem;
  if (!settings.knows(name)) return fail();
  if (form === 'read') return ok(name.startsWith('+') ? `${name}: ${settings.get(name)}` : settings.get(name));
  if (form === 'test') return settings.range(name) === '' ? ok() : ok(`${name}: ${settings.range(name)}`);
  return form === 'set' && settings.set(name, text, { call: inCall }) ? ok() : fail();
}
