import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fault } from '../model/fault.ts';
import { type Page, refusedPage } from './page.ts';

export interface DoorOptions<Taken> {
  /** 0: any that is free. */
  port: number;
  /** How long somebody may take to come back, ms. */
  patience: number;
  /** The page that leads to GitHub; from there, the browser comes back to `returnTo` with a code and the state. */
  ask(returnTo: string, state: string): Page;
  /** Takes in the code that came back. */
  take(code: string): Promise<{ taken: Taken; page: Page }>;
}

/** Resolves with what was taken in, once, and nobody is answered any more; rejects where that failed or nobody came. */
export interface Door<Taken> {
  address: string;
  taken: Promise<Taken>;
}

/** A page for the person at this machine, until a code came back with the state that was given away with it. */
export async function openDoor<Taken>({ port, patience, ask, take }: DoorOptions<Taken>): Promise<Door<Taken>> {
  const state = randomBytes(32).toString('base64url');
  const server = createServer();
  const host = `127.0.0.1:${await listening(server, port)}`;
  const { promise: taken, resolve, reject } = Promise.withResolvers<Taken>();
  let used = false;
  const late = setTimeout(() => end(() => reject(new Fault('transient', LATE))), patience);

  /** Once this is called nothing is answered any more. */
  function end(how: () => void): void {
    server.close();
    server.closeAllConnections();
    how();
  }

  server.on('request', (request, response) => {
    const url = URL.parse(request.url ?? '/', `http://${host}`);
    // A page elsewhere whose name was bent to this address has that name in its requests.
    if (request.headers.host !== host) return send(response, refusedPage(421, 'Not here', `Open http://${host}/.`));
    if (url === null || request.method !== 'GET' || !['/', RETURN].includes(url.pathname))
      return send(response, refusedPage(404, 'Nothing here', 'There is only the first page.'));
    if (used)
      return send(
        response,
        refusedPage(410, 'Already used', 'GitHub came back once; the terminal says what became of it.'),
      );
    if (url.pathname === '/') return send(response, ask(`http://${host}${RETURN}`, state));
    const code = url.searchParams.get('code') ?? '';
    if (code === '' || !isSame(url.searchParams.get('state') ?? '', state))
      return send(response, refusedPage(400, 'Not what was asked for', WRONG));
    used = true;
    clearTimeout(late);
    take(code).then(
      ({ taken: value, page }) => send(response, page, () => end(() => resolve(value))),
      (error: Error) =>
        send(response, refusedPage(502, 'It did not work', error.message), () => end(() => reject(error))),
    );
  });
  return { address: `http://${host}/`, taken };
}

const RETURN = '/registered';

const LATE = 'GitHub did not send anybody back in time: nothing was written. Run truenorth setup again';

const WRONG =
  'This did not come from the page that was opened here, so nothing was taken in. Begin again with the first page.';

function send(response: ServerResponse<IncomingMessage>, { status, body, leadsTo }: Page, then?: () => void): void {
  // Who closed the page meanwhile is not waited for.
  if (response.closed) then?.();
  else response.once('close', () => then?.());
  // Browsers hold a form to its policy on the whole way, which ends here again.
  const form = leadsTo === undefined ? "'none'" : `'self' ${leadsTo}`;
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${form}; base-uri 'none'; frame-ancestors 'none'`,
      ...{ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', connection: 'close' },
    })
    .end(body);
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Takes as long whatever differs. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      reject(
        new Fault('transient', code === 'EADDRINUSE' ? `port ${port} is in use; name a free one with --port` : message),
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
