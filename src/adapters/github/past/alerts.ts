import { z } from 'zod';
import { Fault } from '../../../model/fault.ts';
import type { AlertRecord } from '../../../model/history.ts';
import type { PastPage } from '../../../model/past.ts';
import type { RepoRef } from '../../../model/ref.ts';
import type { Client } from '../client.ts';
import { isForbidden } from '../faults.ts';
import { Instant, readPage } from './page.ts';

const PAGE = 100;

const PAST_ALERTS = /* GraphQL */ `
  query PastAlerts($owner: String!, $name: String!, $first: Int!, $after: String) {
    rateLimit { limit remaining resetAt }
    repository(owner: $owner, name: $name) {
      hasVulnerabilityAlertsEnabled
      vulnerabilityAlerts(first: $first, after: $after, states: [OPEN]) {
        pageInfo { hasNextPage endCursor }
        nodes { number createdAt securityVulnerability { severity } }
      }
    }
  }
`;

const Alert = z.object({
  number: z.number(),
  createdAt: Instant,
  /** It may be null in GitHub's schema. */
  securityVulnerability: z.object({ severity: z.enum(['CRITICAL', 'HIGH', 'MODERATE', 'LOW']) }).nullish(),
});

/** GitHub's other interfaces, and people, call a moderate alert medium. */
const SEVERITY = { CRITICAL: 'critical', HIGH: 'high', MODERATE: 'medium', LOW: 'low' } as const;

/**
 * A page of a repository's open Dependabot alerts.
 *
 * @throws Fault terminal where they are turned off, or not ours to read.
 */
export async function readPastAlerts(
  client: Client,
  repo: RepoRef,
  cursor: string | undefined,
): Promise<PastPage<AlertRecord>> {
  const feature = { field: 'hasVulnerabilityAlertsEnabled', off: 'Dependabot alerts are turned off' };
  const page = await readPage(client, repo, {
    ...{ query: PAST_ALERTS, field: 'vulnerabilityAlerts', feature, node: Alert, size: PAGE, cursor },
    itemOf: ({ number, createdAt, securityVulnerability: of }) =>
      of ? [{ number, createdAt, severity: SEVERITY[of.severity] }] : [],
  }).catch((error) => {
    if (!isForbidden(error)) throw error;
    throw new Fault('terminal', 'Truenorth has no permission to read Dependabot alerts', { cause: error });
  });
  return { ...page, items: page.items.flat() };
}
