import { Writable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog } from '../../src/adapters/telemetry/log.ts';
import { withoutSecrets } from '../../src/model/secret.ts';
import type { Fault, FaultRequest } from '../../src/sandbox/github/gate.ts';
import { readSettings, SettingsError } from '../../src/settings.ts';
import { CONFIG, configured, lines, type Playground, startPlayground } from '../support/playground.ts';

const TOKEN = `ghs_${'Marked5ecret'.repeat(3)}`;
const JWT = `eyJ${'Marked5ecret'.repeat(2)}.eyJNYXJrZWQ.Marked5ecret_-`;
const PREVIOUS = 'marked-previous-webhook-secret';
const METRICS_TOKEN = 'marked-metrics-token';
/** What a proxy in between may answer, which repeats what it was sent. */
const ECHO = `Bad request. You sent: Authorization: token ${TOKEN}, Authorization: bearer ${JWT}`;

/** Everything that the app says: to its operator, to scrapers, and on GitHub. */
async function everythingSaid({ github: { world }, log, url }: Playground): Promise<string> {
  const repos = [...world.repos.values()];
  const threads = repos.flatMap(({ threads: all }) => [...all.values()]);
  return [
    ...log,
    ...(await Promise.all(
      ['metrics', 'readyz', 'healthz', 'nothing'].map(async (path) => (await fetch(`${url}/${path}`)).text()),
    )),
    ...repos.flatMap(({ checks }) =>
      checks.flatMap((check) => [check.title, check.summary, JSON.stringify(check.annotations)]),
    ),
    ...threads.flatMap(({ title, body, comments }) => [title, body, ...comments.map((comment) => comment.body)]),
  ].join('\n');
}

const to = (what: string) => (request: FaultRequest) => request.path.endsWith(what) || request.operation === what;

/** What the first call gets that matches. */
function once(matches: (request: FaultRequest) => boolean, fault: Fault) {
  let left = 1;
  return (request: FaultRequest): Fault => (matches(request) && left-- > 0 ? fault : undefined);
}

describe('no secret is ever said', () => {
  it.each<[string, (request: FaultRequest) => Fault]>([
    ['a token that is not given', once(to('access_tokens'), { status: 403, body: { message: ECHO } })],
    ['a proxy that breaks', once(to('files'), { status: 502, body: ECHO })],
    ['a proxy that refuses', once(to('files'), { status: 403, body: ECHO })],
    ['a query that fails', once(to('Pull'), { status: 200, body: { errors: [{ type: 'INTERNAL', message: ECHO }] } })],
    [
      'a write that may not be',
      once(to('Write'), { status: 200, body: { errors: [{ type: 'FORBIDDEN', message: ECHO }] } }),
    ],
    ['a connection that breaks', once(to('Write'), 'reset-after')],
  ])('%s: in no log, no metric, no answer, and nowhere on GitHub', async (_, fault) => {
    const play = await startPlayground({
      environment: { LOG_LEVEL: 'trace', WEBHOOK_SECRET_PREVIOUS: PREVIOUS, METRICS_TOKEN },
      repos: {
        'acme/.github': configured(`${CONFIG}communication: { digest: { repository: acme/health } }\n`),
        'acme/api': configured(),
        'acme/health': { 'README.md': '#\n' },
      },
      fault,
    });
    onTestFinished(() => play.close());
    const { world, app } = play.github;
    world.setRole('ada', 'maintain');
    world.install();
    await play.quiet();
    world.openPull({ repo: 'acme/api', title: 'Exchange tokens', files: { 'src/auth/a.ts': lines(40) }, by: 'bob' });
    const issue = world.openIssue({ repo: 'acme/health', title: 'Tell us', by: 'bob' });
    world.comment(issue, '/truenorth digest', { by: 'ada' });
    expect(await play.send('pull_request', {}, { 'x-hub-signature-256': `sha256=${PREVIOUS}` })).toBe(401);
    expect(await play.send('ping', `{"secret": "${TOKEN}"`)).toBe(400);
    await play.quiet();

    const said = await everythingSaid(play);
    expect(said.includes('Engineering health 20')).toBe(true);
    const keyLines = app.privateKey.split('\n').filter((line) => line.length > 40);
    const secrets = [TOKEN.slice(0, 20), JWT.slice(0, 20), PREVIOUS, METRICS_TOKEN, app.webhookSecret, ...keyLines];
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
    expect(said.match(/\bghs_\w+|\beyJ[\w-]{10,}|PRIVATE KEY/g)).toBeNull();
  });

  it.each([
    [`token ${TOKEN} was refused`, 'token [secret] was refused'],
    [`git clone https://x:hush@github.com`, 'git clone https://x:[secret]@github.com'],
    ['postgres://app:hush@db:5432/x', 'postgres://app:[secret]@db:5432/x'],
    ['Authorization: Bearer abcdefgh1234=', 'Authorization: Bearer [secret]'],
    [`jwt ${JWT}.`, 'jwt [secret].'],
    ['key -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- end', 'key [secret] end'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
  ])('%j is told as %j', (text, expected) => expect(withoutSecrets(text, 200)).toBe(expected));

  it('a log line has none either, in a message of several lines, a cause or a field', () => {
    const said: string[] = [];
    const log = createLog('trace', new Writable({ write: (line, _, done) => done(void said.push(String(line))) }));
    log.error({ err: new Error(`first\n${ECHO}\n    more ${TOKEN}`, { cause: new Error(ECHO) }) }, 'failed');
    log.error(
      { err: ECHO, request: { headers: { authorization: TOKEN } }, auth: { token: TOKEN, privateKey: 'k' } },
      'failed',
    );
    expect(said.join('')).not.toMatch(/ghs_|eyJ/);
    expect(said).toHaveLength(2);
    expect(JSON.parse(said[0] ?? '').err.stack).toMatch(/^ {4}at /);
  });

  it('a setting that is wrong is told by its name alone', () => {
    const wrong = {
      APP_ID: '1',
      PRIVATE_KEY: TOKEN,
      WEBHOOK_SECRET: TOKEN,
      METRICS_TOKEN: 'hush',
      DATABASE_URL: `mysql://${TOKEN}`,
    };
    const tell = () => readSettings({ ...wrong, METRICS_TOKEN: undefined, DATABASE_URL: undefined });
    for (const read of [() => readSettings(wrong), tell]) {
      expect(read).toThrow(SettingsError);
      expect(read).not.toThrow(/ghs_|hush/);
    }
  });
});
