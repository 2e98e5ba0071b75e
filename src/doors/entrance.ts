import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { verifyWithFallback } from '@octokit/webhooks-methods';
import { WEBHOOK_PATH } from '../model/well-known.ts';
import type { Log } from '../ports/runtime.ts';
import { createBodies, LIMIT } from './body.ts';
import { EVENTS } from './events.ts';
import { createPace } from './pace.ts';
import type { TakeIn } from './webhooks.ts';

/** How long a client may take to send a request, ms; and how often it is looked for those that take longer. */
const SLOWEST = 30_000;
const LOOK = 5_000;

/** As many clients as GitHub and an organisation's people may ever be; strangers beyond that are turned away. */
const CLIENTS = 2_000;

export interface EntranceOptions {
  secret: string;
  /** The secret before a rotation, accepted as well. */
  previousSecret?: string | undefined;
  takeIn: TakeIn;
  /** Told of each delivery which event it was, how it was answered and how long that took, ms. */
  onAnswer(event: string, status: number, took: number): void;
  /** Everything that is not a webhook. */
  others: RequestListener;
  log: Log;
}

export interface Entrance {
  server: Server;
  /** How many deliveries come in a second, of late. */
  rate(): number;
}

/** The one HTTP server: webhooks first, verified before they are read as JSON and answered once they are durable. */
export function createEntrance(options: EntranceOptions): Entrance {
  const pace = createPace();
  const receiving: Receiving = { ...options, bodyOf: createBodies() };
  const server = createServer({ connectionsCheckingInterval: LOOK }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path !== WEBHOOK_PATH) return options.others(request, response);
    const began = performance.now();
    pace.count(began);
    const event = eventOf(request);
    const delivery = header(request, 'x-github-delivery');
    receive(request, response, receiving)
      .catch((error) => {
        options.log.error({ delivery, event, err: error }, 'a delivery could not be taken in');
        answer(response, 503, 'the work could not be committed; send it again');
      })
      .finally(() => {
        const { statusCode: status } = response;
        // Strangers can send what they like, so it is told only to who looks for it, and counted for everybody.
        if (status >= 400 && status < 500) options.log.debug({ delivery, event, status }, 'a delivery was refused');
        options.onAnswer(event, status, performance.now() - began);
      });
  });
  server.requestTimeout = SLOWEST;
  server.headersTimeout = SLOWEST;
  server.maxConnections = CLIENTS;
  return { server, rate: () => pace.rate(performance.now()) };
}

type Receiving = EntranceOptions & { bodyOf: ReturnType<typeof createBodies> };

async function receive(request: IncomingMessage, response: ServerResponse, options: Receiving): Promise<void> {
  const begun = await begin(request, options);
  if ('status' in begun) return answer(response, begun.status, begun.message, begun.headers);
  await inTime(begun.work);
  answer(response, 202, 'accepted');
}

interface Refusal {
  status: number;
  message: string;
  headers?: Record<string, string>;
}

/**
 * Reads a delivery, and begins to commit its work. What was sent is let go of here: kept until the commit, all of it would
 * be moved about by each collection of garbage.
 */
async function begin(request: IncomingMessage, options: Receiving): Promise<Refusal | { work: Promise<void> }> {
  if (request.method !== 'POST')
    return { status: 405, message: 'webhooks are sent with POST', headers: { allow: 'POST' } };
  if (Number(request.headers['content-length'] ?? 0) > LIMIT) return TOO_LARGE;
  const signature = header(request, 'x-hub-signature-256');
  // Nothing is read of who does not even claim to know the secret.
  if (signature === undefined || !SIGNATURE.test(signature)) return UNSIGNED;
  const body = await options.bodyOf(request);
  if (body === 'too large') return TOO_LARGE;
  if (body === 'too many') return TOO_MANY;
  if (body === 'cut off') return { status: 400, message: 'the body ended early' };
  const text = body.toString('utf8');
  if (!(await isSigned(text, signature, options))) return UNSIGNED;
  const id = header(request, 'x-github-delivery');
  const name = header(request, 'x-github-event');
  if (id === undefined || name === undefined)
    return { status: 400, message: 'X-GitHub-Delivery and X-GitHub-Event are required' };
  const payload = parse(text);
  if (payload === undefined)
    return { status: 400, message: 'the body is not a JSON object; set the content type to application/json' };
  return { work: options.takeIn({ id, name, payload }) };
}

/** GitHub gives up after 10 s. What is committed later all the same is known by its id when GitHub sends it again. */
const DEADLINE = 9_000;

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database did not answer in time')), DEADLINE);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** One that Truenorth listens to, or `other`: anybody can send any name. */
const eventOf = (request: IncomingMessage): string => {
  const name = header(request, 'x-github-event') ?? '';
  return (EVENTS as readonly string[]).includes(name) ? name : 'other';
};

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' && value.length > 0 && value.length <= 200 ? value : undefined;
};

const isSigned = async (
  text: string,
  signature: string,
  { secret, previousSecret }: EntranceOptions,
): Promise<boolean> => {
  const others = previousSecret === undefined ? [] : [previousSecret];
  return text !== '' && verifyWithFallback(secret, text, signature, others);
};

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Malformed JSON is the sender's mistake; it is told by the answer.
    return undefined;
  }
}

const SIGNATURE = /^sha256=[0-9a-f]{64}$/;
const UNSIGNED: Refusal = {
  status: 401,
  message: 'the signature is missing or does not match; check the webhook secret',
};
/** The rest of the body is not worth reading: the connection ends with the answer. */
const CLOSING = { connection: 'close' };
const TOO_LARGE: Refusal = { status: 413, message: 'more than 25 MB', headers: CLOSING };
const TOO_MANY: Refusal = { status: 503, message: 'too much is being sent at once; send it again', headers: CLOSING };

function answer(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(status < 400 ? { ok: true } : { error: message });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
