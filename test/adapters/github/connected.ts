import { generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import { pino } from 'pino';
import { afterEach, beforeEach } from 'vitest';
import type { Call } from '../../../src/adapters/github/calls.ts';
import { gitHubAsApp } from '../../../src/wire/github.ts';

/** Where nock plays the API. */
export const API = 'https://github.test';
export const api = () => nock(API);

export const NOW = Date.parse('2026-11-16T09:00:00Z');
export const repo = { installation: 3, owner: 'acme', name: 'api' };
export const ref = { repo, number: 12 };
export const head = 'a'.repeat(40);

export const GRANTED = { metadata: 'read', contents: 'read', pull_requests: 'write', issues: 'write', checks: 'write' };

/** In each test the app is installed, and gets its tokens; whatever else it asks for is for the test to answer. */
export function installed(): void {
  beforeEach(() => {
    nock.disableNetConnect();
    api()
      .persist()
      .post('/api/v3/app/installations/3/access_tokens')
      .reply(201, { token: 'ghs_x', expires_at: '2099-01-01T00:00:00Z', permissions: {}, repository_selection: 'all' });
    api().persist().get('/api/v3/app/installations/3').reply(200, { permissions: GRANTED });
    api().persist().get('/api/v3/app').reply(200, { id: 7, slug: 'truenorth' });
  });
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });
}

/** The first page of a pull request's files, and one of them. */
export const FILES = '/api/v3/repos/acme/api/pulls/12/files';
export const file = (path: string, more: object = {}) => ({
  ...{ filename: path, status: 'modified', additions: 1, deletions: 0 },
  contents_url: `${API}/api/v3/repos/acme/api/contents/${path}?ref=${head}`,
  ...more,
});

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();
const credentials = {
  ...{ appId: 7, privateKey, webhookSecret: 's', previousWebhookSecret: undefined },
  baseUrl: `${API}/api/v3`,
};

/** The adapter as the app wires it, and the calls that it tells of. */
export function connected(now: () => number = () => NOW) {
  const calls: Call[] = [];
  const log = pino({ level: 'silent' });
  const { github } = gitHubAsApp(credentials, { now }, log, { onCall: (call) => calls.push(call) });
  return { github, calls };
}
