import type { InBothLanguages } from '../base/language.js';
import type { Topic } from '../base/topic.js';
import type { Chosen } from './port.js';

/** What the modem tells, in the words of `secretary modem replay` (../shared/commands.md). */
export type ModemEvent =
  | { readonly type: 'ringing'; readonly number: string | null }
  | { readonly type: 'answered' }
  | { readonly type: 'ended'; readonly reason: string }
  | { readonly type: 'missed'; readonly number: string | null }
  | { readonly type: 'waiting'; readonly number: string | null }
  | { readonly type: 'dtmf'; readonly key: string }
  | { readonly type: 'sms-stored'; readonly storage: string; readonly index: number }
  | { readonly type: 'sms'; readonly pdu: string }
  | { readonly type: 'report'; readonly pdu: string }
  | { readonly type: 'registration'; readonly state: 'home' | 'roaming' | 'searching' | 'denied' | 'none' }
  | { readonly type: 'signal'; readonly dbm: number | null }
  | { readonly type: 'sim'; readonly state: string }
  | { readonly type: 'clock'; readonly at: string }
  | { readonly type: 'ready' }
  | { readonly type: 'final'; readonly command: string; readonly result: string }
  | { readonly type: 'unknown'; readonly line: string };

/** States of the modem machine (modem-machine.ts holds the table). */
export type ModemState =
  | 'absent'
  | 'opening'
  | 'initialising'
  | 'sim-locked'
  | 'searching'
  | 'ready'
  | 'resetting'
  | 'lost';

export interface ModemStatus {
  readonly state: ModemState;
  /** Why it is in that state, one plain sentence; '' when all is well. */
  readonly detail: InBothLanguages;
  readonly operator: string | null;
  readonly registration: 'home' | 'roaming' | 'searching' | 'denied' | 'none';
  readonly technology: string | null;
  readonly signalDbm: number | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly subversion: string | null;
  /** How often the SIM's PIN may still be wrong; null while it does not ask for one. */
  readonly pinTries: number | null;
  /** Which of the modems on the USB it is, and why; null without one, or where its ports are configured. */
  readonly chosen: Chosen | null;
}

/** How the voice path of a call came up: the number of attempts is the best predictor of its health (sim7600.md §4.5). */
export interface VoicePath {
  readonly attempts: number;
  readonly afterMs: number;
}

/** How a call that we made began or failed. */
export type DialResult =
  /** `certain` is false when nothing was seen to ring before: some firmware says BEGIN at the ringback tone already, or
   *  for an announcement of the network (sim7600.md §3.4). */
  | { readonly result: 'answered'; readonly certain: boolean }
  /** `cause` in the network's words by AT+CEER, or the modem's own where it gives none; '' after our own patience. */
  | { readonly result: 'busy' | 'no-answer' | 'failed'; readonly cause: string };

export interface Dialling {
  /** E.164 or national digits; nothing that the network takes for a service code. */
  readonly number: string;
  /** Called once when it rings over there. */
  readonly onRinging?: () => void;
}

/** One telephone line: all that the call core sees of the modem. Every method rejects with a SecretaryError. */
export interface Line {
  readonly events: Topic<ModemEvent>;
  readonly statusChanges: Topic<ModemStatus>;
  readonly status: ModemStatus;
  /** The PCM port's path, or null while no modem is there. */
  readonly voicePort: string | null;
  /** ATA. Resolves when the call is up (BEGIN, or CLCC says active), rejects 'refused' when the caller is gone. */
  answer(signal: AbortSignal): Promise<void>;
  /** ATD. Resolves when the call is up or has failed; an aborted or unanswered one is hung up first. Rejects 'bad-input'
   *  for what is no number, 'busy' while another call has the line, 'refused' without a network. */
  dial(dialling: Dialling, signal: AbortSignal): Promise<DialResult>;
  /** AT+VTS: the caller hears these keys (0-9, A-D, *, #); rejects 'refused' without a call that is up. */
  sendKeys(keys: string): Promise<void>;
  /** CPCMREG=1 with retries up to 12 s, verified by read-back. */
  openVoice(signal: AbortSignal): Promise<VoicePath>;
  /** The open voice path carried nothing, which only who uses it can see: to be healed once the line is idle. */
  voiceFailed(how: string): void;
  /** CPCMREG=0,1; an error is of no matter. */
  closeVoice(): Promise<void>;
  /** CHUP: ends or rejects; resolves when the modem confirms, idempotent. */
  hangUp(): Promise<void>;
}
