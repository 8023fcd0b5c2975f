import type { Modem } from './modem.js';

/** Ports are there, but nothing typed into them is read (sim7600.md §3.6). */
const DEAF_MS: readonly [number, number] = [500, 4000];
const SIM_BUSY_MS = 3000;
const LINE_GAP_MS: readonly [number, number] = [100, 1500];
/** The radio is on and finds nothing yet: seen ten seconds after the plug, six after the ports. */
const SEARCHING_MS: readonly [number, number] = [4000, 8000];
/** When the signal is what, after the ports came back: seen as 99 → 3 → 14 within a minute. */
const SIGNAL_STEPS = [
  { atMs: 26_000, signal: 3 },
  { atMs: 55_000, signal: 14 },
] as const;
const REGISTERED_MS = 56_000;
/** The network's time comes when it likes, before or after the line that tells of the registration. */
const CLOCK_MS: readonly [number, number] = [30_000, 58_000];

export const deafMs = (modem: Modem): number => modem.random.within(DEAF_MS);

/** What the modem does by itself after power-on, from the moment its ports are there. */
export function boot(modem: Modem): void {
  const { pace, profile, random, urc, sim, network } = modem;
  sim.warmingUp = true;
  let atMs = DEAF_MS[1];
  pace.after(atMs + SIM_BUSY_MS, () => {
    sim.warmingUp = false;
  });
  // No fixed order (§2.10); a card that is absent or locked has neither messages nor phone book.
  const lines = { absent: [], 'SIM PIN': ['+CPIN: SIM PIN'], 'SIM PUK': ['+CPIN: SIM PUK'], READY: profile.boot.lines };
  for (const line of random.shuffled(lines[sim.card])) {
    atMs += random.within(LINE_GAP_MS);
    pace.after(atMs, () => urc.emit(line));
  }
  pace.after(random.within(SEARCHING_MS), () => network.search());
  for (const step of SIGNAL_STEPS) pace.after(step.atMs, () => network.hearSignal(step.signal));
  pace.after(random.within(CLOCK_MS), () => modem.hearTime());
  pace.after(REGISTERED_MS, () => {
    if (sim.card === 'READY') network.register('home');
    // What the network kept while the modem was away.
    modem.sms.redeliver();
  });
  modem.startChatter();
}
