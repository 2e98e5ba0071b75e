import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A server under measurement, in a process of its own. */
export interface Contender {
  name: string;
  script: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

export const OURS = 'src/main.ts';

export async function start(name: string, script: string, env: Record<string, string>): Promise<Contender> {
  const port = await freePort();
  const child: ChildProcess = spawn(
    process.execPath,
    ['--max-semi-space-size=16', '--disable-warning=ExperimentalWarning', script],
    {
      env: { PATH: process.env.PATH, ...env, PORT: String(port), HOST: '127.0.0.1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  let stopping = false;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', (code, signal) => {
      if (!stopping) console.error(`${name} ended by itself: ${signal ?? code}`);
      resolve();
    }),
  );
  process.once('exit', () => child.kill('SIGKILL'));
  await answering(port);
  return {
    ...{ name, script, port, pid: child.pid ?? 0 },
    async stop() {
      stopping = true;
      child.kill(script === OURS ? 'SIGTERM' : 'SIGKILL');
      await ended;
    },
  };
}

/** Longer than this nobody waits for work, s. */
const PATIENCE = 300;

/** How long it takes until nothing waits and nothing runs, s. */
export async function drained(one: Contender): Promise<number> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  while ((await gauge(one, 'truenorth_queue_jobs', /state="(?:waiting|running)"/)) > 0) {
    if (seconds() > PATIENCE) throw new Error(`work is left after ${PATIENCE} s`);
    await pause(200);
  }
  return seconds();
}

/** The sum of a metric's values, of those with such labels. */
export async function gauge({ port }: Contender, name: string, labels = /(?:)/): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => new RegExp(`^${name}[ {]`).test(line) && labels.test(line))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

async function answering(port: number): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    const up = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => true,
      () => false,
    );
    if (up) return;
    if (Date.now() > until) throw new Error('the app did not start');
    await pause(100);
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
