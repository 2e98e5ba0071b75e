import { z } from 'zod';
import type { EventFact } from '../../model/event.ts';
import type { RepoRef } from '../../model/ref.ts';
import { cut } from '../../model/text.ts';
import { HOUR } from '../../model/time.ts';
import type { Wanted } from '../../ports/queue.ts';
import { Common, type Knock, NOTHING, repoOf } from './knock.ts';

/** As many of an issue's labels as are passed on; what they are told for is whether any of them matters. */
const MOST_LABELS = 30;

export const IssueEvent = Common.extend({
  action: z.string(),
  issue: z.object({
    number: z.number().int().positive(),
    labels: z.array(z.object({ name: z.string() })).default([]),
    pull_request: z.unknown().optional(),
  }),
  label: z.object({ name: z.string() }).optional(),
});

/** What changes neither what an issue owes nor whose it is. */
const IDLE_ACTIONS = new Set(['pinned', 'unpinned', 'locked', 'unlocked']);

export function onIssue({ action, issue, label, ...event }: z.infer<typeof IssueEvent>): Knock {
  if (IDLE_ACTIONS.has(action) || issue.pull_request != null) return NOTHING;
  const all = [...(label ? [label] : []), ...issue.labels].map(({ name }) => cut(name, 50));
  const names = [...new Set(all)];
  const gone = action === 'deleted' || action === 'transferred';
  const fact: EventFact = {
    ...{ kind: 'issue', number: issue.number, labels: names.slice(0, MOST_LABELS), gone },
    ...(names.length > MOST_LABELS ? { more: true } : {}),
  };
  return { wanted: [{ subject: { kind: 'issues', repo: repoOf(event) }, facts: [fact] }] };
}

export const LabelEvent = Common.extend({
  action: z.string(),
  label: z.object({ name: z.string() }),
  changes: z.object({ name: z.object({ from: z.string() }).optional() }).optional(),
});

/** A label that is renamed or deleted changes issues without an event of theirs. */
export function onLabel({ action, label, changes, ...event }: z.infer<typeof LabelEvent>): Knock {
  const before = changes?.name?.from;
  if (action !== 'deleted' && before === undefined) return NOTHING;
  const names = [label.name, ...(before === undefined ? [] : [before])];
  return { wanted: [{ subject: { kind: 'issues', repo: repoOf(event) }, facts: [{ kind: 'labels', names }] }] };
}

export const HistoryEvent = Common.extend({
  workflow_run: z.object({ head_branch: z.string().nullish() }).optional(),
});

/** Something that metrics ask for happened: the repository's past is read on, once for all of an hour's events. */
export function onHistory({ workflow_run: run, ...event }: z.infer<typeof HistoryEvent>): Knock {
  const elsewhere = run !== undefined && run.head_branch !== event.repository.default_branch;
  return elsewhere ? NOTHING : { wanted: [readOn(repoOf(event))] };
}

/** Events of this long, in ms, are read together: a call for each would say the same more dearly. */
const TOGETHER = HOUR;

/** The repository's past is to be read on. */
export const readOn = (repo: RepoRef): Wanted => ({ subject: { kind: 'history', repo }, after: TOGETHER });
