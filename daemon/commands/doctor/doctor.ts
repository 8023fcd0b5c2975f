import { askStatus, checkDaemon } from './daemon.js';
import type { Finding, Patient } from './finding.js';
import { checkMachine } from './machine.js';
import { checkModem } from './modem.js';

export interface Diagnosis {
  /** False when a call could not be answered. */
  readonly ready: boolean;
  readonly findings: readonly Finding[];
}

/** Looks at everything that a call needs; changes nothing and never throws for what it finds. */
export async function diagnose(patient: Patient): Promise<Diagnosis> {
  const status = await askStatus(patient);
  const findings = [
    ...(await checkMachine(patient)),
    ...(await checkModem(patient, status?.line ?? null)),
    ...(await checkDaemon(patient, status)),
  ];
  return diagnosisOf(findings);
}

export const diagnosisOf = (findings: readonly Finding[]): Diagnosis => ({
  ready: findings.every(({ level }) => level !== 'bad'),
  findings,
});
