import { createSign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Octokit } from '@octokit/rest';
import type { PlayedGitHub } from '../../src/sandbox/start.ts';

/** The app's JSON web token, as GitHub asks for it. */
export function jwtOf({ app }: PlayedGitHub): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: now, exp: now + 60, iss: app.id })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(app.privateKey, 'base64url')}`;
}

const octokit = (github: PlayedGitHub, token: string) =>
  new Octokit({ baseUrl: `${github.url}/api/v3`, auth: token, log: { debug() {}, info() {}, warn() {}, error() {} } });

/** Octokit as the app itself. */
export const asApp = (github: PlayedGitHub): Octokit => octokit(github, jwtOf(github));

/** Octokit as somebody with a token of their own. */
export const asPerson = (github: PlayedGitHub): Octokit => octokit(github, github.newToken());

/** Octokit as the app's installation, with a token that reaches all or less. */
export async function asInstallation(github: PlayedGitHub, reach: object = {}): Promise<Octokit> {
  const { data } = await asApp(github).apps.createInstallationAccessToken({
    installation_id: github.world.installation.id,
    ...reach,
  });
  return octokit(github, data.token);
}

export interface Heard {
  event: string;
  signature: string;
  delivery: string;
  body: string;
  // biome-ignore lint/suspicious/noExplicitAny: a payload of any event
  payload: any;
}

/** Listens for webhooks as an app would, and keeps what it hears. */
export async function listen(github: PlayedGitHub, status: () => number = () => 202) {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const header = (name: string) => String(request.headers[name]);
    heard.push({
      ...{ event: header('x-github-event'), delivery: header('x-github-delivery'), body, payload: JSON.parse(body) },
      signature: header('x-hub-signature-256'),
    });
    response.writeHead(status()).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  github.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`);
  return {
    heard,
    /** What was heard since last asked: `pull_request.opened`. */
    async names(): Promise<string[]> {
      await github.settled();
      const names = heard.map(({ event, payload }) => (payload.action ? `${event}.${payload.action}` : event));
      return names.splice(0);
    },
    close: () => server.close(),
  };
}
