import { fail, ok } from '../reply.js';
import type { CommandTable } from './command.js';

/** The voice port (sim7600.md §2.7, §4). */
export const AUDIO: CommandTable = {
  '+CPCMREG': {
    read: ({ modem }) => ok(`+CPCMREG: ${modem.voice.registered ? 1 : 0}`),
    set: ({ modem, text }) => {
      if (text === '1') return modem.voice.register() ? ok() : fail();
      // "OK or ERROR" (MAN 6.26): ERROR was seen where there was nothing to end.
      if (text !== '0' && (text !== '0,1' || !modem.voice.registered)) return fail();
      modem.voice.unregister();
      return ok();
    },
    test: () => ok('+CPCMREG: (0-1)'),
  },
  // From 8 to 16 kHz and never back, until the modem is restarted (MAN 6.44).
  '+CPCMFRM': {
    set: ({ modem: { settings, inCall }, text }) =>
      text >= settings.get('+CPCMFRM') && settings.set('+CPCMFRM', text, { call: inCall }) ? ok() : fail(),
  },
};
