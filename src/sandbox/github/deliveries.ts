import { createHmac, randomUUID } from 'node:crypto';

/** One webhook and how it was answered, in the fields of GitHub's API. */
export interface Delivery {
  id: number;
  guid: string;
  delivered_at: string;
  redelivery: boolean;
  /** Seconds until the answer. */
  duration: number;
  /** `OK`, `pending`, or why it failed. */
  status: string;
  /** 0 while there is no answer. */
  status_code: number;
  event: string;
  action: string | null;
  repository: string | null;
  installation_id: number;
}

interface Kept {
  delivery: Delivery;
  body: string;
  lane: string;
}

/** GitHub waits 10 s for an answer. */
const PATIENCE = 10_000;

/** Deliveries kept, with their payloads, unless told otherwise; the oldest are forgotten. */
const KEPT = 300;

/** GitHub logs deliveries for three days. */
const LOGGED = 3 * 24 * 60 * 60_000;

interface Hook {
  lane: string;
  event: string;
  action: string | undefined;
  installation: number;
  payload: object;
}

export interface Deliveries {
  /** Sends what is composed now; where nobody listens, nothing is. */
  send(compose: () => Hook): void;
  /** Sends to this address from now on; before, webhooks were off. */
  deliverTo(url: string): void;
  /** Sends one again, with its own GUID, as GitHub does. */
  redeliver(id: number): boolean;
  /** Where to, in the fields of GitHub's API. */
  config(): object;
  /** The newest first. */
  list(): Delivery[];
  settled(): Promise<void>;
  stop(): void;
}

/** Signs and sends webhooks: those of one repository one after the other, in the order in which they happened. */
export function createDeliveries(options: {
  secret: string;
  now: () => number;
  onAnswer: () => void;
  keep?: number | undefined;
}): Deliveries {
  const kept: Kept[] = [];
  const lanes = new Map<string, Promise<void>>();
  const end = new AbortController();
  let ids = 0;
  let address: string | undefined;

  function enqueue(one: Kept): void {
    kept.push(one);
    if (kept.length > (options.keep ?? KEPT)) kept.shift();
    const sent = (lanes.get(one.lane) ?? Promise.resolve()).then(() => post(one));
    lanes.set(one.lane, sent);
    void sent.then(() => lanes.get(one.lane) === sent && lanes.delete(one.lane));
  }

  /** Never rejects: how it went is told by the delivery. */
  async function post({ delivery, body }: Kept): Promise<void> {
    if (address === undefined || end.signal.aborted) return;
    const began = performance.now();
    try {
      const signal = AbortSignal.any([end.signal, AbortSignal.timeout(PATIENCE)]);
      const answer = await fetch(address, { method: 'POST', body, headers: headersOf(delivery, body), signal });
      await answer.arrayBuffer();
      Object.assign(delivery, {
        status_code: answer.status,
        status: answer.ok ? 'OK' : `failed with ${answer.status}`,
      });
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      delivery.status = timedOut ? 'timed out' : 'failed to connect to host';
    }
    delivery.duration = (performance.now() - began) / 1000;
    options.onAnswer();
  }

  const headersOf = ({ event, guid }: Delivery, body: string): Record<string, string> => ({
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/sandbox',
    'x-github-event': event,
    'x-github-delivery': guid,
    'x-hub-signature-256': `sha256=${createHmac('sha256', options.secret).update(body).digest('hex')}`,
  });

  return {
    send(compose) {
      if (address === undefined) return;
      const { lane, event, action, installation, payload } = compose();
      const delivery: Delivery = {
        ...{ id: ++ids, guid: randomUUID(), delivered_at: new Date(options.now()).toISOString(), redelivery: false },
        ...{ duration: 0, status: 'pending', status_code: 0, event, action: action ?? null },
        ...{ repository: lane === '' ? null : lane, installation_id: installation },
      };
      enqueue({ delivery, body: JSON.stringify(payload), lane });
    },
    deliverTo(url) {
      address = url;
    },
    redeliver(id) {
      const found = kept.find(({ delivery }) => delivery.id === id);
      if (found === undefined) return false;
      const delivered_at = new Date(options.now()).toISOString();
      const again = { id: ++ids, delivered_at, redelivery: true, status: 'pending', status_code: 0 };
      const delivery = { ...found.delivery, ...again };
      enqueue({ ...found, delivery });
      return true;
    },
    config: () => ({ url: address ?? '', content_type: 'json', insecure_ssl: '0', secret: '********' }),
    list: () =>
      kept
        .map(({ delivery }) => delivery)
        .filter(({ delivered_at: at }) => Date.parse(at) > options.now() - LOGGED)
        .reverse(),
    async settled() {
      while (lanes.size > 0) await Promise.all(lanes.values());
    },
    stop: () => end.abort(),
  };
}
