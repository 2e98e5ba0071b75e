import { evidenceIn } from '../health/evidence.ts';
import { occasionIn } from '../health/occasion-issue.ts';
import type { IssuePast } from '../model/past.ts';
import type { Team } from '../model/pull.ts';
import type { RepoRef } from '../model/ref.ts';
import type { GitHub } from '../ports/github.ts';

export interface EvidencePorts {
  github: Pick<GitHub, 'thread' | 'team'>;
}

/**
 * What shows that an occasion was held is read only where there may be some: of an issue of the calendar that this app opened, once it
 * is closed. Of any other, and while nobody can read it, nothing is told.
 */
export async function withEvidence(
  repo: RepoRef,
  issue: IssuePast,
  teams: readonly string[],
  { github }: EvidencePorts,
): Promise<IssuePast> {
  if (!issue.own || issue.closedAt === undefined || occasionIn(issue.body) === undefined) return issue;
  const thread = await github.thread({ repo, number: issue.number });
  if (thread === undefined) return issue;
  const members = new Map<string, Team>();
  for (const name of teams) members.set(name, await github.team(repo.installation, name));
  const people = [...thread.people, ...issue.assignees];
  return { ...issue, evidence: evidenceIn({ ...thread, people }, members) };
}
