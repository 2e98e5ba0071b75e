import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { v1 } from 'uuid';

/** A webhook's body with its signature. */
export interface Signed {
  event: string;
  body: string;
  signature: string;
}

export const PATH = '/api/github/webhooks';

export const signed = (secret: string, { event, body }: { event: string; body: string }): Signed => ({
  ...{ event, body },
  signature: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});

/** What is sent for a webhook: a delivery of its own each time. Its id is of the kind that GitHub documents, which begins with the time. */
export const delivery = ({ event, body, signature }: Signed) => ({
  body,
  headers: {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': v1(),
    'x-hub-signature-256': signature,
  },
});

/** So many a second, at even intervals whether or not the last was answered, in turn to each port; how long each answer took, ms. */
export async function steady(
  ports: readonly number[],
  { perSecond, seconds, webhook }: { perSecond: number; seconds: number; webhook: () => Signed },
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const took: Promise<number>[] = [];
  const began = performance.now();
  while (took.length < perSecond * seconds) {
    const due = Math.min(perSecond * seconds, Math.ceil(((performance.now() - began) / 1000) * perSecond));
    while (took.length < due) took.push(one(ports[took.length % ports.length] ?? 0, agent, webhook()));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const all = await Promise.all(took);
  agent.destroy();
  return all;
}

/** One after the other, and round again. */
export function eachOf(webhooks: readonly Signed[]): () => Signed {
  let next = 0;
  return () => webhooks[next++ % webhooks.length] as Signed;
}

/** The value that so large a share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

function one(port: number, agent: Agent, webhook: Signed): Promise<number> {
  const { body, headers } = delivery(webhook);
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, agent, host: '127.0.0.1', path: PATH, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 202 || response.statusCode === 200) resolve(performance.now() - began);
        else reject(new Error(`answered ${response.statusCode}`));
      });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // The server may end an idle connection in the moment in which it is used again; that is no answer.
      if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(one(port, agent, webhook));
      else reject(error);
    });
    outgoing.end(body);
  });
}
