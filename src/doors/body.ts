import type { IncomingMessage } from 'node:http';

/** GitHub sends at most 25 MB. */
export const LIMIT = 25 * 1024 * 1024;

/** Bodies that are being read hold no more than this, all together: strangers can begin as many as they like. */
const LIMIT_OF_ALL = 8 * LIMIT;

/** The whole body, or why there is none. What is not wanted is not kept. */
export type Body = Buffer | 'too large' | 'too many' | 'cut off';

/** Reads bodies, each up to its limit and all of them up to theirs. */
export function createBodies(): (request: IncomingMessage) => Promise<Body> {
  let held = 0;
  return (request) =>
    new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      let settled = false;
      const settle = (body: Body) => {
        if (settled) return;
        settled = true;
        held -= size;
        // The request outlives its body.
        chunks.length = 0;
        resolve(body);
      };
      request.on('data', (chunk: Buffer) => {
        if (settled) return;
        chunks.push(chunk);
        size += chunk.length;
        held += chunk.length;
        if (size > LIMIT) settle('too large');
        else if (held > LIMIT_OF_ALL) settle('too many');
      });
      request.on('end', () => {
        const [first] = chunks;
        settle(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks));
      });
      request.on('error', () => settle('cut off'));
      request.on('close', () => settle('cut off'));
    });
}
