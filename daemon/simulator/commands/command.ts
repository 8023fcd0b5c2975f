import type { AtPort } from '../at-port.js';
import type { CommandCall, Form } from '../command-line.js';
import type { Modem } from '../modem.js';
import type { Reply } from '../reply.js';

/** Whom a command is for, and the port it came from. */
export interface CommandContext extends CommandCall {
  readonly modem: Modem;
  readonly port: AtPort;
}

export type Handler = (context: CommandContext) => Reply | Promise<Reply>;

/** By name, what each form of a command does; a form that is missing is an ERROR. */
export type CommandTable = Readonly<Record<string, Readonly<Partial<Record<Form, Handler>>>>>;
