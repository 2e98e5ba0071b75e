import { z } from 'zod';
import type { EventFact } from '../model/event.ts';
import { type Hint, tellingOf } from '../model/hint.ts';
import type { PullState } from '../model/pull.ts';
import { keyOf, type RepoRef, type Subject } from '../model/ref.ts';
import type { Wanted } from '../ports.ts';

/** An event as it came in, verified but not yet understood. */
export interface Event {
  id: string;
  name: string;
  payload: unknown;
}

/** What an event asks for: subjects to look at, and what it told that may save a call. */
export interface Knock {
  wanted: Wanted[];
  hint?: { key: string; hint: Hint };
}

/** Who the app is, to know its own events; `login` is not known until GitHub was asked once. */
export interface Self {
  id: number;
  login: string | undefined;
}

const NOTHING: Knock = { wanted: [] };

/**
 * Translates an event into subjects, deciding nothing. Events that Truenorth has no use for ask for nothing.
 *
 * @throws z.ZodError where a payload lacks what events of its name have.
 */
export function translate({ name, payload }: Event, self: Self, print: (text: string) => string): Knock {
  switch (name) {
    case 'pull_request':
      return onPull(PullEvent.parse(payload), self, print);
    case 'push':
      return onPush(PushEvent.parse(payload));
    case 'merge_group':
      return onMergeGroup(MergeGroupEvent.parse(payload));
    case 'check_run':
      return onCheckRun(CheckRunEvent.parse(payload), self);
    case 'installation':
      return onInstallation(InstallationEvent.parse(payload));
    case 'installation_repositories':
      return onRepositories(RepositoriesEvent.parse(payload));
    case 'repository':
      return onRepository(RepositoryEvent.parse(payload));
    default:
      return NOTHING;
  }
}

const Account = z.object({ login: z.string(), type: z.string().optional() });
const Repository = z.object({ name: z.string(), owner: Account, default_branch: z.string().optional() });
const Common = z.object({
  action: z.string().optional(),
  installation: z.object({ id: z.number().int().positive() }),
  repository: Repository,
  sender: Account.optional(),
});
type Common = z.infer<typeof Common>;

const repoOf = ({ installation, repository }: Pick<Common, 'installation' | 'repository'>): RepoRef => ({
  installation: installation.id,
  owner: repository.owner.login,
  name: repository.name,
});

const PullEvent = Common.extend({
  action: z.string(),
  number: z.number().int().positive(),
  pull_request: z.object({
    node_id: z.string(),
    number: z.number(),
    title: z.string(),
    body: z.string().nullish(),
    state: z.string(),
    draft: z.boolean().optional(),
    updated_at: z.string(),
    changed_files: z.number().optional(),
    user: Account.nullable(),
    head: z.object({ sha: z.string(), repo: z.object({ id: z.number() }).nullish() }),
    base: z.object({ ref: z.string(), repo: z.object({ id: z.number() }) }),
    labels: z.array(z.object({ name: z.string() })).default([]),
  }),
  label: z.object({ name: z.string() }).optional(),
  before: z.string().optional(),
  changes: z
    .object({
      title: z.object({ from: z.string() }).optional(),
      body: z.object({ from: z.string().nullish() }).optional(),
      base: z.object({ ref: z.object({ from: z.string() }) }).optional(),
    })
    .optional(),
});
type PullEvent = z.infer<typeof PullEvent>;

const JUDGED_ACTIONS = new Set([
  'opened',
  'edited',
  'synchronize',
  'labeled',
  'unlabeled',
  'reopened',
  'closed',
  'converted_to_draft',
  'ready_for_review',
]);

function onPull(event: PullEvent, self: Self, print: (text: string) => string): Knock {
  if (!JUDGED_ACTIONS.has(event.action)) return NOTHING;
  const isLabel = event.action === 'labeled' || event.action === 'unlabeled';
  const by = setterOf(event.sender, self);
  if (isLabel && by === 'truenorth') return NOTHING;
  const subject: Subject = { kind: 'pull', repo: repoOf(event), number: event.number };
  const label = event.label?.name;
  const facts: EventFact[] =
    isLabel && label !== undefined
      ? [{ kind: 'label', label, set: event.action === 'labeled', by, at: event.pull_request.updated_at }]
      : [];
  return { wanted: [{ subject, facts }], hint: { key: keyOf(subject), hint: hintOf(event, print) } };
}

function setterOf(sender: Common['sender'], self: Self): 'truenorth' | 'person' | 'bot' {
  if (sender === undefined) return 'bot';
  if (self.login !== undefined && sender.login.toLowerCase() === self.login.toLowerCase()) return 'truenorth';
  return sender.type === 'Bot' || sender.login.endsWith('[bot]') ? 'bot' : 'person';
}

function hintOf(event: PullEvent, print: (text: string) => string): Hint {
  const state = stateOf(event);
  return { state, print: print(tellingOf(state)), before: print(tellingOf({ ...state, ...changedBy(event, state) })) };
}

function stateOf({ pull_request: pull }: PullEvent): PullState {
  return {
    nodeId: pull.node_id,
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    open: pull.state === 'open',
    draft: pull.draft ?? false,
    fork: pull.head.repo?.id !== pull.base.repo.id,
    updatedAt: pull.updated_at,
    headSha: pull.head.sha,
    base: pull.base.ref,
    changedFiles: pull.changed_files ?? 0,
    author: { login: pull.user?.login ?? 'ghost', bot: pull.user?.type === 'Bot' },
    labels: pull.labels.map(({ name }) => name),
  };
}

/** What the event says it changed, as it was before: so the event can be put after the state it changed. */
function changedBy({ action, label, before, changes }: PullEvent, state: PullState): Partial<PullState> {
  switch (action) {
    case 'edited':
      return {
        ...(changes?.title ? { title: changes.title.from } : {}),
        ...(changes?.body ? { body: changes.body.from ?? '' } : {}),
        ...(changes?.base ? { base: changes.base.ref.from } : {}),
      };
    case 'synchronize':
      return before === undefined ? {} : { headSha: before };
    case 'labeled':
      return { labels: state.labels.filter((name) => name !== label?.name) };
    case 'unlabeled':
      return { labels: [...state.labels, ...(label ? [label.name] : [])] };
    case 'reopened':
      return { open: false };
    case 'closed':
      return { open: true };
    case 'converted_to_draft':
      return { draft: false };
    case 'ready_for_review':
      return { draft: true };
    default:
      return {};
  }
}

const PushEvent = Common.extend({
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
const POLICY = '.github/truenorth.yml';
const OWN_FILE = /^(?:\.github\/truenorth\.yml|(?:\.github\/|docs\/)?pull_request_template(?:\.(?:md|txt)$|\/|$))/i;

function onPush(event: z.infer<typeof PushEvent>): Knock {
  if (event.ref !== `refs/heads/${event.repository.default_branch}`) return NOTHING;
  const touched = event.commits.flatMap(({ added = [], modified = [], removed = [] }) => [
    ...added,
    ...modified,
    ...removed,
  ]);
  const unlisted = event.forced === true || event.commits.length === 0 || event.commits.length >= LISTED_COMMITS;
  if (!unlisted && !touched.some((path) => OWN_FILE.test(path))) return NOTHING;
  return { wanted: rulesOf(repoOf(event), unlisted || touched.includes(POLICY)) };
}

/** A repository's files; for the `.github` repository's configuration, the whole organisation's. */
function rulesOf(repo: RepoRef, policy: boolean, facts: EventFact[] = []): Wanted[] {
  const own: Wanted = { subject: { kind: 'repository', repo }, facts };
  if (!policy || repo.name.toLowerCase() !== '.github') return [own];
  return [own, { subject: { kind: 'organisation', installation: repo.installation, owner: repo.owner } }];
}

const MergeGroupEvent = Common.extend({
  action: z.string(),
  merge_group: z.object({ head_sha: z.string(), head_ref: z.string(), base_sha: z.string() }),
});

function onMergeGroup(event: z.infer<typeof MergeGroupEvent>): Knock {
  if (event.action !== 'checks_requested') return NOTHING;
  const { head_sha: sha, head_ref: ref, base_sha: base } = event.merge_group;
  const facts: EventFact[] = [{ kind: 'merge-group', base, ref }];
  return { wanted: [{ subject: { kind: 'commit', repo: repoOf(event), sha }, facts }] };
}

const CheckRunEvent = Common.extend({
  action: z.string(),
  check_run: z.object({
    external_id: z.string().nullish(),
    head_sha: z.string(),
    app: z.object({ id: z.number() }).nullish(),
  }),
});

/** GitHub's Re-run on Truenorth's own check; what the check is about is in its external id. */
function onCheckRun(event: z.infer<typeof CheckRunEvent>, self: Self): Knock {
  const { check_run: run } = event;
  if (event.action !== 'rerequested' || run.app?.id !== self.id) return NOTHING;
  const repo = repoOf(event);
  const number = Number(/#(\d+)$/.exec(run.external_id ?? '')?.[1] ?? Number.NaN);
  const subject: Subject = Number.isSafeInteger(number)
    ? { kind: 'pull', repo, number }
    : { kind: 'commit', repo, sha: run.head_sha };
  return { wanted: [{ subject, facts: [{ kind: 'again' }] }] };
}

const InstallationEvent = z.object({
  action: z.string(),
  installation: z.object({ id: z.number().int().positive(), account: Account }),
});

function onInstallation({ action, installation }: z.infer<typeof InstallationEvent>): Knock {
  const subject: Subject = { kind: 'organisation', installation: installation.id, owner: installation.account.login };
  const gone = action === 'deleted' || action === 'suspend';
  return { wanted: [{ subject, facts: [{ kind: gone ? 'removed' : 'added' }] }] };
}

const Listed = z.array(z.object({ full_name: z.string() })).default([]);
const RepositoriesEvent = z.object({
  action: z.string(),
  installation: z.object({ id: z.number().int().positive() }),
  repositories_added: Listed,
  repositories_removed: Listed,
});

function onRepositories(event: z.infer<typeof RepositoriesEvent>): Knock {
  const wantedOf = (list: z.infer<typeof Listed>, kind: 'added' | 'removed') =>
    list.flatMap(({ full_name }) => {
      const [owner = '', name = ''] = full_name.split('/');
      return rulesOf({ installation: event.installation.id, owner, name }, kind === 'added', [{ kind }]);
    });
  return {
    wanted: [...wantedOf(event.repositories_added, 'added'), ...wantedOf(event.repositories_removed, 'removed')],
  };
}

const RepositoryEvent = Common.extend({
  action: z.string(),
  changes: z
    .object({
      repository: z.object({ name: z.object({ from: z.string() }) }).optional(),
      default_branch: z.unknown().optional(),
    })
    .optional(),
});

function onRepository(event: z.infer<typeof RepositoryEvent>): Knock {
  const repo = repoOf(event);
  switch (event.action) {
    case 'renamed': {
      const from = event.changes?.repository?.name.from;
      const old = from === undefined ? [] : rulesOf({ ...repo, name: from }, false, [{ kind: 'removed' }]);
      return { wanted: [...old, ...rulesOf(repo, true, [{ kind: 'added' }])] };
    }
    case 'deleted':
    case 'archived':
    case 'transferred':
      return { wanted: rulesOf(repo, false, [{ kind: 'removed' }]) };
    case 'unarchived':
    case 'created':
      return { wanted: rulesOf(repo, true, [{ kind: 'added' }]) };
    case 'edited':
      return event.changes?.default_branch === undefined ? NOTHING : { wanted: rulesOf(repo, true) };
    default:
      return NOTHING;
  }
}
