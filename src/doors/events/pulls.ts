import { z } from 'zod';
import type { EventFact } from '../../model/event.ts';
import { type Hint, tellingOf } from '../../model/hint.ts';
import type { PullState } from '../../model/pull.ts';
import { keyOf, type RepoRef, type Subject } from '../../model/ref.ts';
import type { Wanted } from '../../ports/queue.ts';
import { readOn } from './history.ts';
import { Account, Common, type Knock, NOTHING, repoOf, type Self } from './knock.ts';

export const PullEvent = Common.extend({
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

/** What changes who looks after a pull request, and nothing else of it. */
const PEOPLE_ACTIONS = new Set(['assigned', 'unassigned', 'review_requested', 'review_request_removed']);

/** What metrics ask for, of what happens to a pull request. */
const HISTORY_ACTIONS = new Set([
  'opened',
  'reopened',
  'closed',
  'converted_to_draft',
  'ready_for_review',
  'review_requested',
]);

const people = (repo: RepoRef, number: number): Wanted => ({ subject: { kind: 'people', repo, number } });

export function onPull(event: PullEvent, self: Self, print: (text: string) => string): Knock {
  const history = HISTORY_ACTIONS.has(event.action) ? [readOn(repoOf(event))] : [];
  if (PEOPLE_ACTIONS.has(event.action)) return { wanted: [people(repoOf(event), event.number), ...history] };
  if (!JUDGED_ACTIONS.has(event.action)) return NOTHING;
  const isLabel = event.action === 'labeled' || event.action === 'unlabeled';
  const by = setterOf(event.sender, self);
  if (isLabel && by === 'truenorth') return NOTHING;
  const subject: Subject = { kind: 'pull', repo: repoOf(event), number: event.number };
  // A bot may be Truenorth itself, as long as GitHub has not said which one that is; then GitHub is asked who set the label.
  if (isLabel && by === 'bot' && self.login === undefined) return { wanted: [{ subject, facts: [{ kind: 'again' }] }] };
  const label = event.label?.name;
  const facts: EventFact[] =
    isLabel && label !== undefined
      ? [{ kind: 'label', label, set: event.action === 'labeled', by, at: event.pull_request.updated_at }]
      : [];
  return { wanted: [{ subject, facts }, ...history], hint: { key: keyOf(subject), hint: hintOf(event, print) } };
}

function setterOf(sender: Common['sender'], self: Self): 'truenorth' | 'person' | 'bot' {
  if (sender === undefined) return 'bot';
  if (self.login !== undefined && sender.login.toLowerCase() === self.login.toLowerCase()) return 'truenorth';
  return sender.type === 'Bot' || sender.login.endsWith('[bot]') ? 'bot' : 'person';
}

function hintOf(event: PullEvent, print: (text: string) => string): Hint {
  const state = stateOf(event);
  const changed = changedBy(event, state);
  const now = print(tellingOf(state));
  return {
    state,
    print: now,
    before: changed === undefined ? now : print(tellingOf({ ...state, ...changed })),
    closing: event.action === 'closed',
    opening: event.action === 'opened',
  };
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

/** What the event says it changed, as it was before, if anything: so the event can be put after the state it changed. */
function changedBy({ action, label, before, changes }: PullEvent, state: PullState): Partial<PullState> | undefined {
  switch (action) {
    case 'edited':
      return {
        ...(changes?.title ? { title: changes.title.from } : {}),
        ...(changes?.body ? { body: changes.body.from ?? '' } : {}),
        ...(changes?.base ? { base: changes.base.ref.from } : {}),
      };
    case 'synchronize':
      return before === undefined ? undefined : { headSha: before };
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
      return undefined;
  }
}

export const ReviewEvent = Common.extend({ pull_request: z.object({ number: z.number().int().positive() }) });

export function onReview(event: z.infer<typeof ReviewEvent>): Knock {
  const repo = repoOf(event);
  return { wanted: [people(repo, event.pull_request.number), readOn(repo)] };
}
