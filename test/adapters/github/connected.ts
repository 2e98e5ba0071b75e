import { generateKeyPairSync } from 'node:crypto';
import { pino } from 'pino';
import type { Call } from '../../../src/adapters/github/calls.ts';
import { gitHubAsApp } from '../../../src/wire/github.ts';

/** Where nock plays the API. */
export const API = 'https://github.test';

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();
const credentials = {
  ...{ appId: 7, privateKey, webhookSecret: 's', previousWebhookSecret: undefined },
  baseUrl: `${API}/api/v3`,
};

/** The adapter as the app wires it, and the calls that it tells of. */
export function connected(now: () => number) {
  const calls: Call[] = [];
  const log = pino({ level: 'silent' });
  const { github } = gitHubAsApp(credentials, { now }, log, { onCall: (call) => calls.push(call) });
  return { github, calls };
}
