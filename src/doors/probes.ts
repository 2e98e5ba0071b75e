import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

export interface ProbeOptions {
  /** What keeps the app from working, in sentences; empty when it is ready. */
  obstacles(): Promise<string[]>;
  metrics: { text(): Promise<string>; contentType: string };
  metricsToken: string | undefined;
  /** Whatever is not a probe. */
  others: RequestListener;
}

/** `/healthz` (alive), `/readyz` (able to work, or why not) and `/metrics` (for this machine, or with the token). */
export function createProbes({ obstacles, metrics, metricsToken, others }: ProbeOptions): RequestListener {
  const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => Promise<void> | void> = {
    '/healthz': (_, response) => send(response, 200, { status: 'alive' }),
    '/readyz': async (_, response) => {
      const reasons = await obstacles();
      send(
        response,
        reasons.length === 0 ? 200 : 503,
        reasons.length === 0 ? { status: 'ready' } : { status: 'not ready', reasons },
      );
    },
    '/metrics': async (request, response) => {
      if (!maySee(request, metricsToken))
        return send(response, 401, { error: 'send Authorization: Bearer with METRICS_TOKEN' });
      const text = await metrics.text();
      response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
    },
  };
  return (request, response) => {
    const route = routes[(request.url ?? '/').split('?', 1)[0] ?? '/'];
    if (route === undefined) return others(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, { error: 'GET only' });
    // What somebody's error says is for the log alone: it may name hosts and people, or hold what opens a door.
    void Promise.resolve(route(request, response)).catch(() =>
      send(response, 503, { status: 'not ready', reasons: ['It cannot be told; the log may say why'] }),
    );
  };
}

const FORWARDED =
  /^(?:x-forwarded-.*|forwarded|via|x-real-ip|(?:true-client|cf-connecting|x-client|x-cluster-client)-ip)$/;

/** A proxy on this machine also calls from loopback, but says for whom. */
function maySee({ socket, headers }: IncomingMessage, token: string | undefined): boolean {
  const forwarded = Object.keys(headers).some((name) => FORWARDED.test(name));
  const loopback = /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
  if (loopback && !forwarded) return true;
  const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return token !== undefined && given !== undefined && timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function send(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Everything that has no page. */
export const notFound: RequestListener = (_, response) => send(response, 404, { error: 'not found' });
