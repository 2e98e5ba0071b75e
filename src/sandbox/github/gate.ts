import { createPublicKey, randomBytes, verify } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Repo } from './entities.ts';
import { Refusal } from './refusal.ts';

/** A call of the app's, for whoever counts them. `points` are those of GitHub's secondary limits. */
export interface Call {
  /** `GET /repos/:owner/:repo/pulls/:number/files`, or `graphql Pull` by the operation's name. */
  route: string;
  kind: 'read' | 'write' | 'auth';
  points: number;
  status: number;
  at: number;
}

export interface FaultRequest {
  method: string;
  path: string;
  kind: Call['kind'];
  /** GraphQL's operation, by its name. */
  operation: string | undefined;
  body: string;
}

/**
 * What befalls a call instead of its answer: another answer, or a connection that breaks before or after the call took
 * effect, or in the middle of the answer. `undefined`: nothing.
 */
export type Fault =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | 'reset-before'
  | 'reset-after'
  | 'cut-short'
  | undefined;

export interface GateOptions {
  publicKey: string;
  now: () => number;
  onCall: (call: Call) => void;
  fault: ((request: FaultRequest) => Fault | Promise<Fault>) | undefined;
}

/** What each request carries with it: its connection. */
export type Env = { Bindings: { socket?: Socket } };

/** An installation's token lasts an hour on GitHub. */
const LIFETIME = 60 * 60_000;

/** How far a token reaches: into some repositories or, `undefined`, all of its installation; and what it may write. */
export interface Scope {
  repos: ReadonlySet<Repo> | undefined;
  writes: ReadonlySet<string>;
}

export const reaches = ({ repos }: Scope, repo: Repo): boolean => repos?.has(repo) ?? true;

/** @throws Refusal 404 where the token does not reach the repository, 403 where it may write none of what is wished for. */
export function mindScope(scope: Scope, repo: Repo, wished: readonly string[] = []): void {
  if (!reaches(scope, repo)) throw new Refusal(404, 'Not Found');
  if (wished.length > 0 && !wished.some((name) => scope.writes.has(name)))
    throw new Refusal(403, 'Resource not accessible by integration', 'FORBIDDEN');
}

/** Who may call, and what is counted of it. */
export interface Gate {
  /** Lets in who shows the app's JWT, or an installation's token. */
  asApp: MiddlewareHandler;
  asInstallation: MiddlewareHandler;
  /** How far the token of a call reaches that was let in. */
  scopeOf(c: Context): Scope;
  /** Counts the call, and lets befall it what the fault hook says. */
  watch: MiddlewareHandler<Env>;
  newToken(scope: Scope): { token: string; expires_at: string };
  /** From now on every token given out is refused. */
  revokeTokens(): void;
}

export function createGate({ publicKey, now, onCall, fault }: GateOptions): Gate {
  const key = createPublicKey(publicKey);
  const tokens = new Map<string, Scope>();

  const tokenIn = (c: Context) => /^(?:bearer|token) (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
  const refuse = (c: Context, message: string) =>
    c.json({ message, documentation_url: 'https://docs.github.com/rest', status: '401' }, 401);

  function isSigned(jwt: string): boolean {
    const [head, claims, signature] = jwt.split('.');
    if (!head || !claims || !signature) return false;
    return verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'));
  }

  return {
    asApp: async (c, next) => (isSigned(tokenIn(c)) ? next() : refuse(c, 'A JSON web token could not be decoded')),
    asInstallation: async (c, next) => (tokens.has(tokenIn(c)) ? next() : refuse(c, 'Bad credentials')),
    scopeOf: (c) => tokens.get(tokenIn(c)) ?? { repos: new Set(), writes: new Set() },
    async watch(c, next) {
      const body = await c.req.text();
      const { kind, operation } = natureOf(c, body);
      const path = c.req.path;
      const befalls = await fault?.({ method: c.req.method, path, kind, operation, body });
      if (befalls === 'reset-before') c.env.socket?.destroy();
      else if (typeof befalls !== 'object') await next();
      if (befalls === 'reset-after') c.env.socket?.destroy();
      if (befalls === 'cut-short') c.res = await firstHalfOf(c.res);
      if (typeof befalls === 'object') c.res = answerOf(befalls);
      const route = operation === undefined ? `${c.req.method} ${templateOf(c)}` : `graphql ${operation}`;
      const points = kind === 'auth' ? 0 : kind === 'write' ? 5 : 1;
      onCall({ route, kind, points, status: c.finalized ? c.res.status : 0, at: now() });
      return c.finalized ? undefined : c.body(null, 500);
    },
    newToken(scope) {
      const token = `ghs_${randomBytes(27).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
      tokens.set(token, scope);
      return { token, expires_at: new Date(Date.now() + LIFETIME).toISOString() };
    },
    revokeTokens: () => tokens.clear(),
  };
}

/** A GraphQL mutation writes, whatever its method says. */
function natureOf(c: Context, body: string): { kind: Call['kind']; operation: string | undefined } {
  if (c.req.path.endsWith('/graphql')) {
    const [, type, name] = /"query"\s*:\s*"(?:\s|\\n)*(query|mutation)?\s*(\w+)?/.exec(body) ?? [];
    return { kind: type === 'mutation' ? 'write' : 'read', operation: name ?? type ?? 'query' };
  }
  if (c.req.path.endsWith('/access_tokens')) return { kind: 'auth', operation: undefined };
  return { kind: c.req.method === 'GET' ? 'read' : 'write', operation: undefined };
}

const templateOf = (c: Context): string => routePath(c, -1).replace(/^\/api\/v3/, '');

function answerOf({ status, headers = {}, body = { message: 'Server Error' } }: Extract<Fault, object>): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** The answer as far as its middle; then its connection breaks. */
async function firstHalfOf(answer: Response): Promise<Response> {
  const whole = new Uint8Array(await answer.arrayBuffer());
  const halves = [whole.slice(0, whole.length / 2)];
  const body = new ReadableStream({
    pull(controller) {
      const half = halves.pop();
      if (half === undefined) controller.error(new Error('cut short'));
      else controller.enqueue(half);
    },
  });
  const headers = { ...Object.fromEntries(answer.headers), 'content-length': String(whole.length) };
  return new Response(body, { status: answer.status, headers });
}
