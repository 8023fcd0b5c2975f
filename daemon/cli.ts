#!/usr/bin/env node
import type { Command } from './commands/command.js';

// Nothing but types may be imported before this: on an older Node better-sqlite3 loads and then crashes the process (packages.md).
if (Number(process.versions.napi) < 10) {
  process.stderr.write(`secretary needs Node 22.14 or newer; this is ${process.version}: run ./install.sh once\n`);
  process.exit(1);
}

// onnxruntime 1.30 sends usage data to its maker unless told not to; every engine is a child of this process.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  call: () => import('./commands/call.js'),
  calls: () => import('./commands/calls.js'),
  capture: () => import('./commands/capture.js'),
  config: () => import('./commands/config.js'),
  daemon: () => import('./commands/daemon.js'),
  demo: () => import('./commands/demo.js'),
  modem: () => import('./commands/modem.js'),
  doctor: () => import('./commands/doctor.js'),
  models: () => import('./commands/models.js'),
  simulator: () => import('./commands/simulator.js'),
  version: () => import('./commands/version.js'),
};

const [name = '--help', ...argv] = process.argv.slice(2);
const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (load !== undefined) {
  try {
    process.exitCode = await (await load()).run(argv);
  } catch (error) {
    const { explain } = await import('./commands/explain.js');
    process.exitCode = explain(name, error);
  }
} else {
  const usage = `usage: secretary COMMAND …\ncommands: ${Object.keys(COMMANDS).join(', ')} (each has --help)\n`;
  const asked = name === '--help';
  (asked ? process.stdout : process.stderr).write(usage);
  process.exitCode = asked ? 0 : 2;
}
