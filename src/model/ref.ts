import { z } from 'zod';

/** A repository as one installation sees it. Names keep GitHub's spelling; keys are compared without case. */
export const RepoRef = z.object({
  installation: z.number().int().positive(),
  owner: z.string().min(1),
  name: z.string().min(1),
});
export type RepoRef = z.infer<typeof RepoRef>;

export const PullRef = z.object({ repo: RepoRef, number: z.number().int().positive() });
export type PullRef = z.infer<typeof PullRef>;

/**
 * What a piece of work is about. A subject is a name, never an event: two events for one subject are one piece of work.
 *
 * - `pull`: a pull request, to be judged.
 * - `people`: who looks after a pull request may have changed, which matters only if a rule asks.
 * - `waivers`: a waiver of a pull request has ended.
 * - `issue`: an issue on which somebody wrote a command.
 * - `commit`: a commit whose one check speaks for several pull requests (a shared head, or a merge queue's commit).
 * - `repository`: a repository whose rules may have changed, so its open pull requests are to be judged again.
 * - `issues`: a repository's issues that metrics ask for, debt above all.
 * - `debt`: a repository's debt ledger, which one job at a time writes.
 * - `history`: everything in a repository that metrics ask for.
 * - `kpis`: readings of a repository's KPIs, which one job at a time keeps.
 * - `health`: how a repository is doing, told once a week.
 * - `digest`: an organisation's week, told once, and its repositories' after it.
 * - `calendar`: what comes again and again in an organisation, looked at once a day.
 * - `sweep`: an organisation whose open pull requests are looked through for one that has no check.
 * - `deliveries`: GitHub's log of deliveries, read for those that were never taken in.
 * - `onboarding`: an organisation or a person who installed the app, to whom it introduces itself once.
 * - `organisation`: an organisation whose rules may have changed, and so all of its repositories.
 */
export const Subject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pull'), repo: RepoRef, number: z.number().int().positive() }),
  z.object({ kind: z.literal('people'), repo: RepoRef, number: z.number().int().positive() }),
  z.object({ kind: z.literal('waivers'), repo: RepoRef, number: z.number().int().positive() }),
  z.object({ kind: z.literal('issue'), repo: RepoRef, number: z.number().int().positive() }),
  z.object({ kind: z.literal('commit'), repo: RepoRef, sha: z.string().regex(/^[0-9a-f]{40,64}$/) }),
  z.object({ kind: z.literal('repository'), repo: RepoRef }),
  z.object({ kind: z.literal('issues'), repo: RepoRef }),
  z.object({ kind: z.literal('debt'), repo: RepoRef }),
  z.object({ kind: z.literal('history'), repo: RepoRef }),
  z.object({ kind: z.literal('kpis'), repo: RepoRef }),
  z.object({ kind: z.literal('health'), repo: RepoRef }),
  z.object({ kind: z.literal('digest'), installation: z.number().int().positive(), owner: z.string().min(1) }),
  z.object({ kind: z.literal('calendar'), installation: z.number().int().positive(), owner: z.string().min(1) }),
  z.object({ kind: z.literal('sweep'), installation: z.number().int().positive(), owner: z.string().min(1) }),
  z.object({ kind: z.literal('onboarding'), installation: z.number().int().positive(), owner: z.string().min(1) }),
  z.object({ kind: z.literal('deliveries') }),
  z.object({ kind: z.literal('organisation'), installation: z.number().int().positive(), owner: z.string().min(1) }),
]);
export type Subject = z.infer<typeof Subject>;

/** `acme/api`: how people name a repository. */
export const nameOf = (repo: RepoRef): string => `${repo.owner}/${repo.name}`;

/** The repository's key in queue and ledger; GitHub's names do not distinguish case. */
export const repoKey = (repo: RepoRef): string => nameOf(repo).toLowerCase();

/** The subject's key: `acme/api#12`, `acme/api#12 people`, `acme/api@4f2a91c…`, `acme/api`, `acme/api history`, `acme`. */
export function keyOf(subject: Subject): string {
  switch (subject.kind) {
    case 'pull':
      return `${repoKey(subject.repo)}#${subject.number}`;
    case 'people':
    case 'waivers':
    case 'issue':
      return `${repoKey(subject.repo)}#${subject.number} ${subject.kind}`;
    case 'commit':
      return `${repoKey(subject.repo)}@${subject.sha}`;
    case 'repository':
      return repoKey(subject.repo);
    case 'issues':
    case 'debt':
    case 'history':
    case 'kpis':
    case 'health':
      return `${repoKey(subject.repo)} ${subject.kind}`;
    case 'digest':
    case 'calendar':
    case 'sweep':
    case 'onboarding':
      return `${subject.owner.toLowerCase()} ${subject.kind}`;
    case 'deliveries':
      // No organisation can be called so.
      return '* deliveries';
    case 'organisation':
      return subject.owner.toLowerCase();
  }
}

/** The installation whose token and rate limit the work uses; none where the app asks as itself. */
export const installationOf = (subject: Subject): number | undefined =>
  'repo' in subject ? subject.repo.installation : 'installation' in subject ? subject.installation : undefined;

/** Whose work a key is: `acme`, of `acme/api#12` and of `acme digest`. */
export const ownerOf = (key: string): string => key.split(/[/ ]/, 1)[0] ?? key;
