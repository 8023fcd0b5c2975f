import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';

const parent = `
  import { Supervisor } from '${new URL('../../daemon/engines/supervisor.js', import.meta.url).href}';
  const engine = new Supervisor({ kind: 'tts', name: 'echo', modelId: 'echo', options: { start: 'well' }, files: [],
    file: new URL('${new URL('../fakes/echo-child.js', import.meta.url).href}'), pulseMs: 1000, heapMb: 64, env: {} });
  await engine.start();
  console.log(engine.status.pid);`;

t.test('engines end with their daemon, however it ends', async (t) => {
  const daemon = spawn(process.execPath, ['--input-type=module', '-e', parent], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(daemon.stdout, 'data')) as [Buffer];
  const engine = `/proc/${Number(line.toString())}`;
  t.ok(existsSync(engine));
  daemon.kill('SIGKILL');
  for (let i = 0; i < 100 && existsSync(engine); i++) await wait(50);
  t.notOk(existsSync(engine));
});
