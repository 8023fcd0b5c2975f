import { type Reply, fail, ok, okThen } from '../reply.js';
import type { CommandContext, CommandTable, Handler } from './command.js';

/** For commands that read the card: they fail the way the card does. */
const withSim =
  (answer: Handler): Handler =>
  (context) =>
    context.modem.sim.obstacle() ?? answer(context);

const SEARCH_MS = [20_000, 60_000] as const;

/** AT+COPS=?: takes minutes, and typing ends it (MAN 5.2). */
async function listOperators({ modem, port }: CommandContext): Promise<Reply> {
  const found = await modem.pace.passes(modem.random.within(SEARCH_MS), port.untilTyped());
  return found ? ok(`+COPS: (2,"${modem.network.operator}","SIM","00101",7),,(0,1,2,3,4),(0,1,2)`) : fail();
}

/** SIM, registration, signal, clock (sim7600.md §2.2, §2.3, §2.8). */
export const NETWORK: CommandTable = {
  '+CPIN': {
    read: ({ modem }) => modem.sim.stateReply(),
    set: ({ modem, args: [code = '', newPin] }) => {
      const reply = modem.sim.unlock(code, newPin);
      if (reply.final !== 'OK') return reply;
      return okThen(() => {
        for (const line of ['+CPIN: READY', 'SMS DONE', 'PB DONE']) modem.urc.emit(line);
        modem.network.register('home');
      });
    },
    test: () => ok(),
  },
  '+SPIC': { run: ({ modem }) => ok(modem.sim.triesLine()) },
  // The prefix differs from the command (MAN 4.3).
  '+CICCID': { run: withSim(({ modem }) => ok(`+ICCID: ${modem.sim.iccid}`)) },
  '+CIMI': { run: withSim(({ modem }) => ok(modem.sim.imsi)), test: () => ok() },
  // Very often just OK: the card does not know its own number (§2.1).
  '+CNUM': { run: withSim(() => ok()) },
  '+CSQ': { run: ({ modem }) => ok(modem.network.signalLine), test: () => ok('+CSQ: (0-31,99,100-191,199),(0-7,99)') },
  '+CREG': { read: ({ modem }) => ok(modem.network.registrationAnswer('+CREG')) },
  '+CEREG': { read: ({ modem }) => ok(modem.network.registrationAnswer('+CEREG')) },
  '+CGREG': { read: ({ modem }) => ok(modem.network.registrationAnswer('+CGREG')) },
  '+COPS': {
    read: ({ modem }) => ok(modem.network.inService ? `+COPS: 0,0,"${modem.network.operator}",7` : '+COPS: 0'),
    set: () => ok(),
    test: listOperators,
  },
  '+CNSMOD': {
    read: ({ modem }) => ok(`+CNSMOD: ${modem.settings.number('+CNSMOD')},${modem.network.systemMode}`),
  },
  '+CPSI': {
    read: ({ modem }) =>
      ok(
        modem.network.inService
          ? '+CPSI: LTE,Online,001-01,0x1A2B,29611102,150,EUTRAN-BAND3,1300,5,5,-94,-850,-560,15'
          : '+CPSI: NO SERVICE,Online',
      ),
  },
  '+CUSD': {
    read: () => ok('+CUSD: 1'),
    set: ({ modem, args: [mode, code] }) => {
      if (mode === '2') modem.ussd.cancel();
      else if (code !== undefined) modem.ussd.send(code);
      return ok();
    },
  },
  '+CCLK': { read: ({ modem }) => ok(`+CCLK: "${modem.rtc.text()}"`) },
};
