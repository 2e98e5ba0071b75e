import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createBodies, LIMIT } from '../../src/doors/body.ts';

const sending = () => new PassThrough();
const asRequest = (stream: PassThrough) => stream as unknown as IncomingMessage;

test('bodies that are being read at once hold no more than 200 MB together, and room again once they are done', async () => {
  const bodyOf = createBodies();
  const begun = Array.from({ length: 8 }, () => {
    const stream = sending();
    const body = bodyOf(asRequest(stream));
    stream.write(Buffer.alloc(LIMIT - 1));
    return { stream, body };
  });
  await new Promise(setImmediate);
  const stranger = sending();
  const refused = bodyOf(asRequest(stranger));
  stranger.write(Buffer.alloc(100));
  expect(await refused).toBe('too many');

  for (const { stream } of begun) stream.end();
  for (const { body } of begun) expect(await body).toHaveLength(LIMIT - 1);
  const next = sending();
  next.end('{}');
  expect(String(await bodyOf(asRequest(next)))).toBe('{}');
});

test('one that is cut off gives its room back', async () => {
  const bodyOf = createBodies();
  for (let n = 0; n < 20; n += 1) {
    const stream = sending();
    const body = bodyOf(asRequest(stream));
    stream.write(Buffer.alloc(LIMIT - 1));
    await new Promise(setImmediate);
    stream.destroy();
    expect(await body).toBe('cut off');
  }
});
