import type { FaultTable } from './fault.js';

const STALL_MS = 3000;
const GAP_MS = 2000;
const FLOOD_BYTES = 8000;

/** What goes wrong on the voice port; what is not limited in time lasts to the end of the call. */
export const VOICE: FaultTable = {
  'pcm-stall': {
    explain: 'For 3 s the voice port sends nothing and takes nothing; the call stays up.',
    strike: ({ modem }) => modem.voice.stall(STALL_MS),
  },
  'odd-byte': {
    explain: "One byte is lost or inserted in the caller's voice: from there on every sample is made of two halves.",
    strike: ({ modem }) => modem.voice.shift(modem.random.chance(0.5) ? 'lose' : 'insert'),
  },
  'pcm-refused': {
    explain: 'AT+CPCMREG=1 answers ERROR the next three times in this call.',
    strike: ({ modem }) => modem.voice.change({ refusals: 3 }),
  },
  'pcm-not-on': {
    explain: 'AT+CPCMREG=1 answers OK the next two times in this call, and AT+CPCMREG? still says 0.',
    strike: ({ modem }) => modem.voice.change({ emptyPromises: 2 }),
  },
  'pcm-silent': {
    explain: 'The caller is not heard: digital silence comes from the voice port.',
    strike: ({ modem }) => modem.voice.change({ downlink: 'silent' }),
  },
  'pcm-stopped': {
    explain: 'The voice port sends nothing more, although the call stays up.',
    strike: ({ modem }) => modem.voice.change({ downlink: 'stopped' }),
  },
  'pcm-deaf': {
    explain: 'The voice port takes our voice, but the caller hears nothing.',
    strike: ({ modem }) => modem.voice.change({ uplink: 'deaf' }),
  },
  'pcm-choppy': {
    explain: 'Three of ten frames are lost in both directions.',
    strike: ({ modem }) => modem.voice.change({ lossShare: 0.3 }),
  },
  'out-wedge': {
    explain: 'The voice port takes no more bytes: writes find no room.',
    strike: ({ modem }) => modem.voice.change({ uplinkLimitBytes: 0 }),
  },
  'pcm-wideband': {
    explain: 'The voice port changes to 16 kHz: twice as many bytes come.',
    strike: ({ modem }) => modem.voice.change({ wideband: true }),
  },
  'pcm-burst': {
    explain: "For 2 s nothing comes, then all of the caller's voice of that time at once.",
    strike: ({ modem }) => modem.voice.holdBack(GAP_MS),
  },
  'pcm-flood': {
    explain: 'Half a second of silence arrives at once, beside the clock.',
    strike: ({ modem }) => modem.voice.flood(FLOOD_BYTES),
  },
};
