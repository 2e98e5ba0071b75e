import { generateKeyPairSync } from 'node:crypto';
import { pino } from 'pino';
import { Probot } from 'probot';
import { describe, expect, it } from 'vitest';
import { createHints } from '../../src/adapters/hints.ts';
import { asProbotApp, takingIn } from '../../src/doors/webhooks.ts';
import type { Wanted } from '../../src/ports/queue.ts';

const payload = {
  ...{ action: 'deleted', installation: { id: 3, account: { login: 'acme' } } },
};

function door(deliver: (id: string, wanted: readonly Wanted[]) => Promise<boolean>) {
  const log = pino({ level: 'silent' });
  return takingIn({
    queue: { deliver },
    hints: createHints(),
    log,
    during: (_, work) => work(),
    self: () => ({ id: 7, login: undefined }),
    print: (text) => text,
  });
}

describe('Truenorth as a Probot app', () => {
  const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString();

  it('takes in what any Probot server receives, and the server waits until it is committed', async () => {
    const committed: string[] = [];
    const probot = new Probot({ appId: 7, privateKey, logLevel: 'fatal' });
    await probot.load(asProbotApp(door(async (id) => committed.push(id) > 0)));
    await probot.receive({ id: 'd-1', name: 'installation', payload: payload as never });
    expect(committed).toEqual(['d-1']);
  });
});

describe('the door', () => {
  it('lets the failure of a commit through, so that the delivery fails', async () => {
    const takeIn = door(() => Promise.reject(new Error('the disk is full')));
    await expect(takeIn({ id: 'd', name: 'installation', payload })).rejects.toThrow('the disk is full');
  });

  it('acknowledges a payload that lacks its keys, and asks for no work', async () => {
    const takeIn = door(() => Promise.reject(new Error('nothing was to be committed')));
    await expect(takeIn({ id: 'd', name: 'push', payload: {} })).resolves.toBeUndefined();
  });
});
