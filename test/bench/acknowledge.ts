import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { type Contender, drained, OURS, start } from './app.ts';
import { delivery, PATH, percentile, type Signed, signed, steady } from './load.ts';
import { examplePull } from './payload.ts';
import { startPostgres } from './postgres.ts';
import { median, type Row } from './row.ts';

const SECRET = 'bench';
const CONNECTIONS = 32;
const SECONDS = 6;
/** Short turns, and many: the machine's speed drifts within seconds. */
const TURN = 3;
const ROUNDS = 12;
const PULLS = 200;

/** Deliveries of many pull requests, each about 25 KB as GitHub's are, signed. */
const webhooks = Array.from({ length: PULLS }, (_, i) =>
  signed(SECRET, { event: 'pull_request', body: JSON.stringify(examplePull(i + 1)) }),
);

/**
 * Acknowledged deliveries a second and their p99, each with a durable commit, against a bare Probot server that does nothing. In turn,
 * several rounds, medians.
 */
export async function acknowledge(): Promise<Row[]> {
  const github = await silentGitHub();
  const postgres = await startPostgres();
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString();
  const env = {
    APP_ID: '1',
    PRIVATE_KEY: key,
    WEBHOOK_SECRET: SECRET,
    GHE_HOST: `127.0.0.1:${github.port}`,
    GHE_PROTOCOL: 'http',
  };
  const directory = mkdtempSync(join(tmpdir(), 'truenorth-bench-'));
  const contenders = [
    await start('bare Probot', 'test/bench/bare-probot.ts', { ...env, LOG_LEVEL: 'error' }),
    await start('SQLite', OURS, { ...env, LOG_LEVEL: 'warn', TRUENORTH_DATA_DIR: directory }),
    await start('PostgreSQL', OURS, { ...env, LOG_LEVEL: 'warn', DATABASE_URL: postgres.url }),
  ];
  for (const contender of contenders) await load(contender, 2);
  // Before the rush: after it, PostgreSQL's own housekeeping is what would be measured.
  const calm = new Map<string, number>();
  for (const { name, port } of contenders)
    calm.set(name, percentile(await steady([port], { perSecond: 200, seconds: SECONDS, webhook }), 0.99));
  const perSecond = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    // Each goes first as often.
    for (const contender of [...contenders.slice(round % 3), ...contenders.slice(0, round % 3)]) {
      const result = await load(contender, TURN);
      perSecond.get(contender.name)?.push(result.requests.average);
      // What one has left to do is not measured with the next.
      if (contender.script === OURS) await drained(contender);
    }
  }
  await Promise.all(contenders.map((contender) => contender.stop()));
  await postgres.stop();
  github.close();
  rmSync(directory, { recursive: true, force: true });

  const bare = perSecond.get('bare Probot') ?? [];
  return contenders.flatMap(({ name }) => {
    const rates = perSecond.get(name) ?? [];
    // Each is held against the baseline of its own round, since the machine's speed drifts.
    const ratio = median(rates.map((rate, round) => rate / (bare[round] ?? Number.NaN)));
    const limited = name !== 'bare Probot';
    return [
      { name: `acknowledged a second, ${name}`, value: Math.round(median(rates)), unit: '/s' },
      ...(limited ? [{ name: `… against bare Probot, ${name}`, value: ratio, unit: '×', limit: '≥ 1' }] : []),
      {
        name: `p99 at 200 webhooks a second, ${name}`,
        value: calm.get(name) ?? Number.NaN,
        unit: 'ms',
        ...(limited ? { limit: '< 50' } : {}),
      },
    ];
  });
}

let next = 0;
const webhook = () => webhooks[next++ % PULLS] as Signed;

/** As many as it takes, from 32 connections at once. */
async function load({ port }: Contender, duration: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}${PATH}`,
    connections: CONNECTIONS,
    duration,
    requests: [{ method: 'POST', setupRequest: (request) => ({ ...request, ...delivery(webhook()) }) }],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  return result;
}

const WITHOUT_CONFIGURATION = {
  ...{ id: 'R_1', isPrivate: false, isArchived: false, owner: { __typename: 'Organization' } },
  ...{ defaultBranchRef: null, config: null, github: null, root: null, docs: null, labels: null },
  ...{ owners0: null, owners1: null, owners2: null },
};

/** A GitHub whose repositories have no configuration: what is measured is the entrance and the queue, not GitHub. */
async function silentGitHub(): Promise<{ port: number; close(): void }> {
  const answers: [RegExp, object][] = [
    [/\/app$/, { id: 1, slug: 'truenorth' }],
    [
      /access_tokens$/,
      { token: 'ghs_bench', expires_at: '2099-01-01T00:00:00Z', permissions: {}, repository_selection: 'all' },
    ],
    [/installations\/\d+$/, { id: 1, repository_selection: 'all', permissions: {} }],
    [/graphql$/, { data: { repository: WITHOUT_CONFIGURATION } }],
  ];
  const server = createServer((request, response) => {
    request.resume();
    const [, answer] = answers.find(([path]) => path.test(request.url ?? '')) ?? [];
    const status = answer === undefined ? 404 : request.url?.endsWith('access_tokens') ? 201 : 200;
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer ?? { message: 'Not Found' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}
