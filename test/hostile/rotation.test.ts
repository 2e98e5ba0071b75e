import { createHmac } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { lines, startPlayground } from '../support/playground.ts';

const NEW = 'the secret after the rotation';

it('the webhook secret is changed without a delivery lost: both are taken for as long as both are given', async () => {
  // Started with the new secret, while GitHub still signs by the one before.
  const environment: Record<string, string> = { WEBHOOK_SECRET: NEW };
  const play = await startPlayground({
    environment,
  });
  onTestFinished(() => play.close());
  const signed = (secret: string) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update('{}').digest('hex')}`,
  });
  const old = play.github.app.webhookSecret;
  expect(await play.send('ping', '{}', signed(NEW))).toBe(202);
  expect(await play.send('ping', '{}', signed(old))).toBe(401);

  environment.WEBHOOK_SECRET_PREVIOUS = old;
  await play.restart();
  expect(await play.send('ping', '{}', signed(NEW))).toBe(202);
  expect(await play.send('ping', '{}', signed(old))).toBe(202);
  expect(await play.send('ping', '{}', signed('another'))).toBe(401);
  const files = { 'src/auth/a.ts': lines(40) };
  const pull = play.github.world.openPull({ repo: 'acme/api', title: 'Signed by the old one', files, by: 'bob' });
  await play.quiet();
  expect(play.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
});
