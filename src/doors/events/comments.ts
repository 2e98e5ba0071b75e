import { z } from 'zod';
import { commandLines } from '../../flows/run-commands.ts';
import type { EventFact } from '../../model/event.ts';
import { Account, Common, type Knock, NOTHING, repoOf } from './knock.ts';

export const CommentEvent = Common.extend({
  action: z.string(),
  issue: z.object({ number: z.number().int().positive(), pull_request: z.unknown().optional() }),
  comment: z.object({
    id: z.number().int(),
    node_id: z.string(),
    body: z.string().nullish(),
    user: Account.nullable(),
    performed_via_github_app: z.unknown().optional(),
  }),
});

/** A command is in a comment as it was first written, by a person; a later edit, a bot or an app commands nothing. */
export function onComment({ action, issue, comment, ...event }: z.infer<typeof CommentEvent>): Knock {
  const by = comment.user;
  if (action !== 'created' || by === null || by.type === 'Bot' || comment.performed_via_github_app != null)
    return NOTHING;
  if (!comment.body?.includes('/truenorth')) return NOTHING;
  const lines = commandLines(comment.body);
  if (lines.length === 0) return NOTHING;
  const kind = issue.pull_request == null ? 'issue' : 'pull';
  const facts: EventFact[] = [
    { kind: 'command', comment: { id: comment.id, nodeId: comment.node_id }, lines, by: by.login },
  ];
  return { wanted: [{ subject: { kind, repo: repoOf(event), number: issue.number }, facts }] };
}
