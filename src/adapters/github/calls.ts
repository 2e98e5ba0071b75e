import { GraphqlResponseError } from '@octokit/graphql';
import { RequestError } from '@octokit/request-error';
import type { Allowance } from '../../ports/github.ts';
import type { During } from '../../ports/runtime.ts';

/** One call to GitHub, told to whoever counts them: `ok`, an HTTP status, `graphql` (answered with errors), `none` (no answer). */
export interface Call {
  installation: number | undefined;
  route: string;
  status: string;
}

/** Told of calls and of what is left. */
export interface Listener {
  onCall(call: Call): void;
  onAllowance?(allowance: Allowance): void;
  during?: During;
}

export function statusOf(error: unknown): string {
  if (error instanceof GraphqlResponseError) return 'graphql';
  // Octokit calls a connection that broke a 500 without an answer.
  if (error instanceof RequestError && error.response !== undefined) return String(error.status);
  return 'none';
}

/** GitHub's names of what it grants; what else a header may say is nobody's label. */
const RESOURCES = ['core', 'graphql', 'search'];

export function allowanceOf(installation: number, headers: Record<string, unknown>): Allowance | undefined {
  const [left, limit, reset] = ['remaining', 'limit', 'reset'].map((name) =>
    Number(headers[`x-ratelimit-${name}`] ?? Number.NaN),
  ) as [number, number, number];
  const resource = String(headers['x-ratelimit-resource'] ?? 'core');
  if (!(limit > 0 && left >= 0 && reset > 0) || !RESOURCES.includes(resource)) return undefined;
  return { installation, resource, left, limit, renewedAt: reset * 1000 };
}
