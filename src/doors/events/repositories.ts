import { z } from 'zod';
import type { EventFact } from '../../model/event.ts';
import type { RepoRef, Subject } from '../../model/ref.ts';
import { KPI_PATH, ORGANISATION_REPOSITORY, POLICY_PATH } from '../../model/well-known.ts';
import type { Wanted } from '../../ports/queue.ts';
import { Account, Common, type Knock, NOTHING, Repository, repoOf } from './knock.ts';

export const PushEvent = Common.extend({
  ref: z.string(),
  forced: z.boolean().optional(),
  commits: z
    .array(
      z.object({
        added: z.array(z.string()).optional(),
        modified: z.array(z.string()).optional(),
        removed: z.array(z.string()).optional(),
      }),
    )
    .default([]),
});

/** GitHub lists no more commits of a push than this; a longer push may have touched anything. */
const LISTED_COMMITS = 2_048;
const OWN_FILE =
  /^(?:\.github\/truenorth\.yml|(?:\.github\/|docs\/)?CODEOWNERS$|(?:\.github\/|docs\/)?pull_request_template(?:\.(?:md|txt)$|\/|$))/i;

export function onPush(event: z.infer<typeof PushEvent>): Knock {
  if (event.ref !== `refs/heads/${event.repository.default_branch}`) return NOTHING;
  const touched = event.commits.flatMap(({ added = [], modified = [], removed = [] }) => [
    ...added,
    ...modified,
    ...removed,
  ]);
  const unlisted = event.forced === true || event.commits.length === 0 || event.commits.length >= LISTED_COMMITS;
  const repo = repoOf(event);
  const rules = unlisted || touched.some((path) => OWN_FILE.test(path));
  const kpis: Wanted = { subject: { kind: 'kpis', repo }, facts: [{ kind: 'again' }] };
  return {
    wanted: [
      ...(rules ? rulesOf(repo, unlisted || touched.includes(POLICY_PATH)) : []),
      ...(touched.includes(KPI_PATH) ? [kpis] : []),
    ],
  };
}

/** A repository's files; for the `.github` repository's configuration, the whole organisation's. */
function rulesOf(repo: RepoRef, policy: boolean, facts: EventFact[] = []): Wanted[] {
  return [{ subject: { kind: 'repository', repo }, facts }, ...(policy ? organisationOf(repo) : [])];
}

/** Who is governed by the repository's configuration besides itself. */
const organisationOf = ({ installation, owner, name }: RepoRef): Wanted[] =>
  name.toLowerCase() === ORGANISATION_REPOSITORY ? [{ subject: { kind: 'organisation', installation, owner } }] : [];

export const InstallationEvent = z.object({
  action: z.string(),
  installation: z.object({ id: z.number().int().positive(), account: Account }),
});

export function onInstallation({ action, installation }: z.infer<typeof InstallationEvent>): Knock {
  const subject: Subject = { kind: 'organisation', installation: installation.id, owner: installation.account.login };
  const gone = action === 'deleted' || action === 'suspend';
  const asked: Wanted = { subject, facts: [{ kind: gone ? 'removed' : 'added' }] };
  return {
    wanted: action === 'created' ? [asked, onboardingOf(installation.id, installation.account.login)] : [asked],
  };
}

const onboardingOf = (installation: number, owner: string): Wanted => ({
  subject: { kind: 'onboarding', installation, owner },
});

const Listed = z.array(z.object({ full_name: z.string() })).default([]);
export const RepositoriesEvent = z.object({
  action: z.string(),
  installation: z.object({ id: z.number().int().positive() }),
  repositories_added: Listed,
  repositories_removed: Listed,
});

export function onRepositories(event: z.infer<typeof RepositoriesEvent>): Knock {
  const wantedOf = (list: z.infer<typeof Listed>, kind: 'added' | 'removed') =>
    list.flatMap(({ full_name }) => {
      const [owner = '', name = ''] = full_name.split('/');
      return rulesOf({ installation: event.installation.id, owner, name }, kind === 'added', [{ kind }]);
    });
  // Where there was none before to introduce the app in, there is one now.
  const owner = event.repositories_added[0]?.full_name.split('/')[0];
  return {
    wanted: [
      ...wantedOf(event.repositories_added, 'added'),
      ...wantedOf(event.repositories_removed, 'removed'),
      ...(owner === undefined ? [] : [onboardingOf(event.installation.id, owner)]),
    ],
  };
}

const ADDED: EventFact = { kind: 'added' };

export const RepositoryEvent = Common.extend({
  action: z.string(),
  repository: Repository.extend({ node_id: z.string().optional() }),
  changes: z
    .object({
      repository: z.object({ name: z.object({ from: z.string() }) }).optional(),
      owner: z.object({ from: z.object({ user: Account.nullish(), organization: Account.nullish() }) }).optional(),
      default_branch: z.unknown().optional(),
    })
    .optional(),
});

export function onRepository(event: z.infer<typeof RepositoryEvent>): Knock {
  const repo = repoOf(event);
  switch (event.action) {
    case 'renamed': {
      const from = event.changes?.repository?.name.from;
      const nodeId = event.repository.node_id;
      if (from === undefined || nodeId === undefined) return { wanted: rulesOf(repo, true, [ADDED]) };
      const wanted = rulesOf(repo, true, [{ kind: 'renamed', from, nodeId }, ADDED]);
      return { wanted: [...wanted, ...organisationOf({ ...repo, name: from })] };
    }
    case 'transferred': {
      const { organization, user } = event.changes?.owner?.from ?? {};
      const owner = organization?.login ?? user?.login;
      // Where it went may not be ours to see; then it is found to be so. What another owner's people told stays with them.
      const old = owner === undefined ? [] : rulesOf({ ...repo, owner }, false, [{ kind: 'removed' }]);
      return { wanted: [...old, ...rulesOf(repo, true, [ADDED])] };
    }
    case 'deleted':
      return { wanted: rulesOf(repo, true, [{ kind: 'removed' }]) };
    case 'archived':
      return { wanted: rulesOf(repo, false, [{ kind: 'removed' }]) };
    case 'unarchived':
    case 'created':
      return { wanted: rulesOf(repo, true, [ADDED]) };
    // Who may read it decides what is written of it elsewhere, and in it of others.
    case 'publicized':
    case 'privatized':
      return { wanted: rulesOf(repo, true) };
    case 'edited':
      return event.changes?.default_branch === undefined ? NOTHING : { wanted: rulesOf(repo, true) };
    default:
      return NOTHING;
  }
}
