import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A larger body is refused. */
const LIMIT = 1024 * 1024;

type Fetch = (request: Request, env: { socket: Socket }) => Response | Promise<Response>;

/** Serves a web-standard handler, such as a Hono app's `fetch`, from Node's HTTP server. */
export function toNodeListener(fetch: Fetch): RequestListener {
  return (incoming, outgoing) => {
    serve(fetch, incoming, outgoing).catch((error) => {
      // A page that is left while it streams is no failure of ours.
      if (outgoing.headersSent) return outgoing.destroy();
      console.error(error);
      outgoing.writeHead(500, { 'content-type': 'text/plain' }).end('The sandbox failed; its log says why.');
    });
  };
}

async function serve(fetch: Fetch, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await bodyOf(incoming);
  if (body === undefined) {
    outgoing.writeHead(413, { 'content-type': 'text/plain', connection: 'close' }).end('more than 1 MB');
    return;
  }
  const response = await fetch(requestOf(incoming, body), { socket: incoming.socket });
  if (outgoing.destroyed) return;
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (response.body === null) outgoing.end();
  else await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
}

function requestOf(incoming: IncomingMessage, body: Buffer): Request {
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  );
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
  return new Request(url, { method, headers, ...(hasBody ? { body: new Uint8Array(body) } : {}) });
}

/** The whole body; `undefined` if it is too large. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
