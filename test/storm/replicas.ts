import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

interface Running {
  child: ChildProcess;
  port: number;
}

/** Processes of the app, and the balancer before them. */
export interface Replicas {
  /** Where the balancer listens. */
  url: string;
  /** Ends one without warning, whatever it is doing. */
  kill(which: number): Promise<void>;
  /** Starts it again; nothing where it runs. */
  start(which: number): Promise<void>;
  startAll(): Promise<void>;
  /** From now on, their clocks are so far ahead of the machine's, ms. */
  shift(ms: number): Promise<void>;
  /** The queue's jobs, by state. Rejects once a process ended that nobody killed. */
  jobs(state: string): Promise<number>;
  close(): Promise<void>;
}

const ARGUMENTS = ['--max-semi-space-size=16', '--disable-warning=ExperimentalWarning'];

/** Starts nothing yet. What the processes say is appended to the file `log`. */
export async function replicas(count: number, environment: Record<string, string>, log: string): Promise<Replicas> {
  const running: (Running | undefined)[] = Array.from({ length: count }, () => undefined);
  // Each process that is started in place of a killed one writes there, too.
  const said = createWriteStream(log, { flags: 'a' }).setMaxListeners(0);
  let ahead = 0;
  let turn = 0;
  let ended: string | undefined;

  const balancer = createServer((incoming, outgoing) => {
    const alive = running.filter((one) => one !== undefined);
    const to = alive[turn++ % alive.length];
    const refuse = () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end());
    if (to === undefined) return refuse();
    const { method, url: path, headers } = incoming;
    const forwarded = request({ host: '127.0.0.1', port: to.port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', refuse).pipe(outgoing);
    });
    forwarded.on('error', refuse);
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve));

  async function start(which: number): Promise<void> {
    if (running[which] !== undefined) return;
    const child = fork(join(import.meta.dirname, 'app.ts'), {
      execArgv: ARGUMENTS,
      env: { PATH: process.env.PATH, ...environment, STORM_SHIFT: String(ahead) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.stdout?.pipe(said, { end: false });
    child.stderr?.pipe(said, { end: false });
    const [port] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the app ended with ${code}; see ${log}`))),
    ])) as [number];
    child.once('exit', (code) => {
      if (running[which]?.child === child) ended = `a process ended by itself, with ${code}; see ${log}`;
    });
    running[which] = { child, port };
  }

  async function kill(which: number): Promise<void> {
    const one = running[which];
    running[which] = undefined;
    if (one === undefined || one.child.exitCode !== null) return;
    const gone = once(one.child, 'exit');
    one.child.kill('SIGKILL');
    await gone;
  }

  const all = (what: (which: number) => Promise<void>) => Promise.all(running.map((_, which) => what(which)));
  return {
    url: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}/api/github/webhooks`,
    ...{ kill, start },
    startAll: async () => void (await all(start)),
    async shift(ms) {
      ahead = ms;
      for (const one of running) {
        if (one === undefined || !one.child.connected) continue;
        const told = once(one.child, 'message');
        one.child.send(ms);
        await told;
      }
    },
    async jobs(state) {
      if (ended !== undefined) throw new Error(ended);
      const one = running.find((some) => some !== undefined);
      const text = await (await fetch(`http://127.0.0.1:${one?.port}/metrics`)).text();
      return Number(new RegExp(`truenorth_queue_jobs\\{state="${state}"\\} (\\d+)`).exec(text)?.[1]);
    },
    async close() {
      await all(kill);
      balancer.closeAllConnections();
      balancer.close();
      said.end();
    },
  };
}
