import { z } from 'zod';
import { commandLines } from '../../flows/run-commands.ts';
import type { EventFact } from '../../model/event.ts';
import { CALENDAR_LABEL } from '../../model/well-known.ts';
import type { Wanted } from '../../ports/queue.ts';
import { Account, Common, type Knock, repoOf } from './knock.ts';

export const CommentEvent = Common.extend({
  action: z.string(),
  issue: z.object({
    number: z.number().int().positive(),
    pull_request: z.unknown().optional(),
    labels: z.array(z.object({ name: z.string() })).default([]),
  }),
  comment: z.object({
    id: z.number().int(),
    node_id: z.string(),
    body: z.string().nullish(),
    user: Account.nullable(),
    performed_via_github_app: z.unknown().optional(),
  }),
});

export function onComment(event: z.infer<typeof CommentEvent>): Knock {
  return { wanted: [...commandIn(event), ...notesIn(event)] };
}

/** A command is in a comment as it was first written, by a person; a later edit, a bot or an app commands nothing. */
function commandIn({ action, issue, comment, ...event }: z.infer<typeof CommentEvent>): Wanted[] {
  const by = comment.user;
  if (action !== 'created' || by === null || by.type === 'Bot' || comment.performed_via_github_app != null) return [];
  const lines = commandLines(comment.body ?? '');
  if (lines.length === 0) return [];
  const kind = issue.pull_request == null ? 'issue' : 'pull';
  const facts: EventFact[] = [
    { kind: 'command', comment: { id: comment.id, nodeId: comment.node_id }, lines, by: by.login },
  ];
  return [{ subject: { kind, repo: repoOf(event), number: issue.number }, facts }];
}

/** What is written on an issue of the calendar, also after it was closed, may be its notes. */
function notesIn({ issue, ...event }: z.infer<typeof CommentEvent>): Wanted[] {
  if (!issue.labels.some(({ name }) => name.toLowerCase() === CALENDAR_LABEL)) return [];
  const fact: EventFact = { kind: 'issue', number: issue.number, labels: [CALENDAR_LABEL], gone: false };
  return [{ subject: { kind: 'issues', repo: repoOf(event) }, facts: [fact] }];
}
