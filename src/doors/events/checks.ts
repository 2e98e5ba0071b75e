import { z } from 'zod';
import type { EventFact } from '../../model/event.ts';
import type { RepoRef, Subject } from '../../model/ref.ts';
import { Common, type Knock, NOTHING, repoOf, type Self } from './knock.ts';

export const CheckRunEvent = Common.extend({
  action: z.string(),
  check_run: z.object({
    external_id: z.string().nullish(),
    head_sha: z.string(),
    app: z.object({ id: z.number() }).nullish(),
  }),
  requested_action: z.object({ identifier: z.string() }).optional(),
});

/** The subject of Truenorth's own check: what it is about is in its external id. */
function subjectOf(
  repo: RepoRef,
  { external_id: id, head_sha: sha }: { external_id?: string | null | undefined; head_sha: string },
): Subject {
  const number = Number(/#(\d+)$/.exec(id ?? '')?.[1] ?? Number.NaN);
  return Number.isSafeInteger(number) ? { kind: 'pull', repo, number } : { kind: 'commit', repo, sha };
}

/** GitHub's Re-run on Truenorth's own check, or its button. */
export function onCheckRun(event: z.infer<typeof CheckRunEvent>, self: Self): Knock {
  const { check_run: run, sender } = event;
  if (run.app?.id !== self.id) return NOTHING;
  const subject = subjectOf(repoOf(event), run);
  if (event.action === 'rerequested') return { wanted: [{ subject, facts: [{ kind: 'rerun' }] }] };
  const pressed = event.action === 'requested_action' && event.requested_action?.identifier === 'add-sections';
  if (!pressed || sender === undefined || subject.kind !== 'pull') return NOTHING;
  return { wanted: [{ subject, facts: [{ kind: 'button', by: sender.login }] }] };
}

export const CheckSuiteEvent = Common.extend({
  action: z.string(),
  check_suite: z.object({ head_sha: z.string(), app: z.object({ id: z.number() }).nullish() }),
});

/** "Re-run all checks": every check of ours on the commit, of which there is one. */
export function onCheckSuite(
  { action, check_suite: suite, ...event }: z.infer<typeof CheckSuiteEvent>,
  self: Self,
): Knock {
  if (action !== 'rerequested' || suite.app?.id !== self.id) return NOTHING;
  const subject: Subject = { kind: 'commit', repo: repoOf(event), sha: suite.head_sha };
  return { wanted: [{ subject, facts: [{ kind: 'rerun' }] }] };
}

export const MergeGroupEvent = Common.extend({
  action: z.string(),
  merge_group: z.object({ head_sha: z.string(), head_ref: z.string(), base_sha: z.string() }),
});

export function onMergeGroup(event: z.infer<typeof MergeGroupEvent>): Knock {
  if (event.action !== 'checks_requested') return NOTHING;
  const { head_sha: sha, head_ref: ref, base_sha: base } = event.merge_group;
  const facts: EventFact[] = [{ kind: 'merge-group', base, ref }];
  return { wanted: [{ subject: { kind: 'commit', repo: repoOf(event), sha }, facts }] };
}
