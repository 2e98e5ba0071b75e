import { GraphqlResponseError } from '@octokit/graphql';
import { RequestError } from '@octokit/request-error';
import { Fault, LONGEST_WAIT } from '../../model/fault.ts';
import { code } from '../../model/markdown.ts';
import { withoutSecrets } from '../../model/secret.ts';

/** GitHub asks to wait at least a minute where a secondary limit gives no time. */
const SECONDARY_WAIT = 60_000;

/** What an error of a call to GitHub calls for. Errors that are not GitHub's are passed on as they are. */
export function faultOf(error: unknown, now: number): unknown {
  if (error instanceof Fault) return error;
  if (error instanceof GraphqlResponseError) return graphqlFault(error, now);
  if (error instanceof RequestError) return requestFault(error, now);
  if (isNetworkError(error))
    return new Fault('transient', `GitHub did not answer: ${quoted(messageOf(error))}`, { cause: error });
  return error;
}

function requestFault(error: RequestError, now: number): Fault {
  const headers = error.response?.headers ?? {};
  const where = `${quoted(`${error.request.method} ${new URL(error.request.url).pathname}`)}: ${error.status}`;
  const options = { cause: error };
  // Octokit calls a connection that broke a 500 without an answer.
  if (error.response === undefined && error.status === 500)
    return new Fault('transient', `GitHub did not answer: ${quoted(messageOf(error))}`, options);
  if (error.status === 403 || error.status === 429) {
    const retryAt = waitOf(headers, now) ?? (isSecondary(error) ? now + SECONDARY_WAIT : undefined);
    if (retryAt !== undefined || error.status === 429) {
      const at = retryAt ?? now + SECONDARY_WAIT;
      return new Fault('transient', `GitHub's rate limit is used up (${where})`, {
        ...options,
        retryAt: at,
        throttled: true,
      });
    }
    return new Fault('terminal', `A permission is missing (${where}: ${quoted(error.message)})`, options);
  }
  if (error.status === 401) return new Fault('transient', `GitHub refused the token (${where})`, options);
  if (error.status >= 500 || error.status === 408 || error.status === 409) {
    const retryAt = waitOf(headers, now);
    return new Fault('transient', `GitHub failed (${where})`, { ...options, retryAt });
  }
  return new Fault('terminal', `GitHub refused (${where}: ${quoted(error.message)})`, options);
}

function graphqlFault(error: GraphqlResponseError<unknown>, now: number): Fault {
  const errors = error.errors ?? [];
  const types = errors.map(({ type }) => type as string | undefined);
  const said = errors.map(({ message }) => message).join('; ');
  const told = `GraphQL: ${quoted(said)}`;
  const options = { cause: error };
  if (types.includes('RATE_LIMITED') || /secondary rate limit/i.test(said)) {
    const retryAt = waitOf(error.headers, now) ?? now + SECONDARY_WAIT;
    return new Fault('transient', "GitHub's rate limit is used up (GraphQL)", { ...options, retryAt, throttled: true });
  }
  if (
    types.includes('FORBIDDEN') ||
    types.includes('INSUFFICIENT_SCOPES') ||
    /not accessible by integration/i.test(said)
  )
    return new Fault('terminal', `A permission is missing (${told})`, options);
  if (/issues (?:are|has been|have been) disabled|archived so is read-only/i.test(said))
    return new Fault('terminal', `Turned off (${told})`, options);
  if (types.every((type) => type === 'NOT_FOUND')) return new Fault('terminal', `Not found (${told})`, options);
  return new Fault('transient', `GitHub failed (${told})`, options);
}

/** What somebody else said, as it may stand in a log and on a check alike. */
const quoted = (text: string): string => code(withoutSecrets(text, 200), 200);

type Headers = Record<string, string | number | undefined>;

/** When GitHub asks to be called again, ms: `retry-after` seconds, else the primary limit's reset if nothing is left. */
function waitOf(headers: Headers, now: number): number | undefined {
  const at = askedFor(headers, now);
  return at === undefined ? undefined : Math.min(at, now + LONGEST_WAIT);
}

function askedFor(headers: Headers, now: number): number | undefined {
  const after = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(after)) return now + Math.max(1, after) * 1000;
  if (Number(headers['x-ratelimit-remaining'] ?? Number.NaN) !== 0) return undefined;
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  // It is told by GitHub's clock, and ours may be wrong.
  const ahead = (Date.parse(String(headers.date)) || now) - now;
  return Number.isFinite(reset) ? Math.max(now + 1000, reset * 1000 + 1000 - ahead) : undefined;
}

/** Whether GitHub said that there is no such thing, or none that is ours to see. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Fault && error.kind === 'terminal' && error.message.startsWith('Not found');

/** Whether GitHub answered a REST call with this status. */
export const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof Fault && error.cause instanceof RequestError && error.cause.status === status;

/** Whether the app has no permission to do this. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof Fault && error.kind === 'terminal' && error.message.startsWith('A permission is missing');

const isSecondary = (error: RequestError): boolean => /secondary rate limit|abuse detection/i.test(error.message);

const isNetworkError = (error: unknown): boolean =>
  error instanceof TypeError ||
  error instanceof SyntaxError ||
  (error instanceof Error && ['AbortError', 'TimeoutError', 'HttpError'].includes(error.name));

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
};
