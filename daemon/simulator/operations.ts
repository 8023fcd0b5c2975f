import { SecretaryError } from '../base/errors.js';
import type { Call } from './call-machine.js';
import type { Device } from './device.js';
import { FAULTS } from './faults/table.js';
import { type CheckedRequest, voiceOf } from './request.js';

type Operation<Op> = (device: Device, request: Extract<CheckedRequest, { op: Op }>) => unknown;

/** What each request of the control socket does; the value is the answer's `result`. */
const OPERATIONS: { readonly [Op in CheckedRequest['op']]: Operation<Op> } = {
  status,
  dial: ({ modem }, { from }) => {
    if (!modem.network.inService) throw new SecretaryError('network', 'not reachable');
    return { id: modem.exchange.dialIn(from).id };
  },
  'hang-up': (device) => device.modem.exchange.release(theCall(device), 'caller-hung-up'),
  key: (device, { key }) => {
    theCall(device);
    device.modem.farEnd.press(key);
  },
  // Whose events go where is the server's business.
  listen: () => undefined,
  speak: (device, { pcm }) => {
    theCall(device);
    device.modem.farEnd.speak(voiceOf(pcm));
  },
  'stop-speaking': ({ modem }) => modem.farEnd.stopSpeaking(),
  echo: (device) => {
    theCall(device);
    device.modem.farEnd.echoes = true;
  },
  fault: (device, { name }) => device.strike(name),
  faults: () => Object.fromEntries(Object.entries(FAULTS).map(([name, { explain }]) => [name, explain])),
  callee: ({ modem }, { behaviour, afterMs = modem.exchange.callee.afterMs }) => {
    modem.exchange.callee = { behaviour, afterMs };
  },
  sms: ({ modem }, { from, text }) => modem.sms.write(from, text),
  'sms-pdu': ({ modem }, { pdu }) => modem.sms.deliver(pdu.toUpperCase()),
  sim: ({ modem }, { to }) => modem.changeSim(to),
  transcript: ({ transcripts }) => transcripts.at.text(),
};

/** Throws a SecretaryError whose message is the answer's `error`. */
export function perform(device: Device, request: CheckedRequest): unknown {
  // The compiler cannot see that the operation and the request were picked by the same name.
  const operation = OPERATIONS[request.op] as Operation<CheckedRequest['op']>;
  return operation(device, request);
}

/** The newest call; throws 'not-found' when there is none. */
function theCall({ modem }: Device): Call {
  const call = modem.exchange.calls.at(-1);
  if (call === undefined) throw new SecretaryError('not-found', 'no call');
  return call;
}

function status({ modem, plugged }: Device) {
  return {
    plugged,
    firmware: modem.profile.identity.firmware,
    scale: modem.pace.scale,
    registration: modem.network.registration,
    sim: modem.sim.state,
    calls: modem.exchange.calls.map(({ id, state, direction }) => ({ id, state, direction })),
    sms: { stored: modem.sms.store.used('SM'), waiting: modem.sms.waiting },
    voice: { registered: modem.voice.registered, ...modem.voice.counts },
  };
}
