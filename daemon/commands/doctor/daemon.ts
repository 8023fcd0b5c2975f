import { createConnection, createServer } from 'node:net';
import { withDeadline } from '../../base/abort.js';
import { JsonClient } from '../../base/json-socket.js';
import { firmwareNote } from '../../modem/firmware.js';
import type { ModemStatus } from '../../modem/line.js';
import { barsOf } from '../../base/signal-bars.js';
import { type Finding, finding, type Patient } from './finding.js';

const ANSWER_MS = 3000;

export interface DaemonStatus {
  readonly line: ModemStatus;
  readonly pid: number;
}

/** What the running daemon says of itself; null when none runs, or it does not answer. */
export async function askStatus({ bootstrap }: Patient): Promise<DaemonStatus | null> {
  try {
    const daemon = await JsonClient.connect(bootstrap.controlSocket);
    try {
      return (await withDeadline(daemon.request({ op: 'status' }), ANSWER_MS, 'status')) as DaemonStatus;
    } finally {
      daemon.close();
    }
  } catch {
    return null;
  }
}

export async function checkDaemon(patient: Patient, status: DaemonStatus | null): Promise<readonly Finding[]> {
  const { texts } = patient;
  const page = await checkPage(patient, status !== null);
  if (status === null) return [finding('daemon', 'bad', texts.daemonDown), ...page];
  return [finding('daemon', 'fine', texts.daemonUp(status.pid)), ...checkLine(patient, status.line), ...page];
}

/** Calls are answered without the page. Port 0 is any: which one it became, only the daemon knows. */
async function checkPage({ texts, bootstrap }: Patient, running: boolean): Promise<readonly Finding[]> {
  const { listenHost: host, listenPort: port } = bootstrap;
  if (port === 0) return [];
  if (running) {
    const served = await answers(host, port);
    return [served ? finding('page', 'fine', texts.pageServed(port)) : finding('page', 'warn', texts.pageDown(port))];
  }
  const taken = await isTaken(host, port);
  return [taken ? finding('page', 'warn', texts.pageTaken(port)) : finding('page', 'fine', texts.pageFree(port))];
}

function* checkLine({ texts, bootstrap }: Patient, line: ModemStatus): Generator<Finding> {
  const bars = barsOf(line.signalDbm);
  const operator = line.operator ?? '?';
  if (line.state !== 'ready') yield finding('line', 'bad', texts.lineDown(line.detail[bootstrap.language]));
  else if (bars < 2) yield finding('line', 'warn', texts.lineWeak(operator, bars));
  else yield finding('line', 'fine', texts.lineReady(operator, bars));
  if (line.registration === 'roaming') yield finding('line', 'warn', texts.roaming);
  if (line.firmware === null) return;
  const { standing, voice, sms } = firmwareNote(line.firmware);
  const { language } = bootstrap;
  if (standing === 'half-dead') {
    yield finding('firmware', 'warn', texts.firmwareHalfDead(line.firmware, voice[language], sms[language]));
  } else {
    const words = standing === 'good' ? texts.firmwareFine : texts.firmwareUnknown;
    yield finding('firmware', 'fine', words(line.firmware));
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: ANSWER_MS });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}
