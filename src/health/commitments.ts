import type { IssueRecord } from '../model/history.ts';
import { DAY } from '../model/time.ts';
import type { Policy } from '../policy/schema.ts';
import { endOfDay } from '../practices/shared/days.ts';
import type { RepositoryPast } from './figures.ts';
import { postIncidentActions } from './metrics/commitments.ts';
import { staleToggles } from './metrics/quality.ts';
import { isIn, type Week } from './week.ts';

/** An issue that is named, and by how many days its day is over. */
export interface Late {
  repo: string;
  number: number;
  days: number;
}

/** What people in a repository set themselves to do, and what became of it. */
export interface Commitments {
  experiments: { running: number; overdue: Late[]; decided: number };
  actions: ReturnType<typeof postIncidentActions> & { overdue: Late[] };
  toggles: ReturnType<typeof staleToggles>;
  incidents: number;
}

/** A repository's experiments, actions after incidents and feature toggles, by its own labels, as the week ended. */
export function commitmentsOf({ repo, issues }: RepositoryPast, policy: Policy, week: Week): Commitments {
  const { zone, to: now } = week;
  const labelled = (label: string) => issues.filter((issue) => hasLabel(issue, label, now));
  const isOpen = ({ createdAt, closedAt }: IssueRecord) =>
    createdAt < now && (closedAt === undefined || closedAt >= now);
  const late = (number: number, due: string): Late[] =>
    endOfDay(due, zone) <= now ? [{ repo, number, days: Math.round((now - endOfDay(due, zone)) / DAY) + 1 }] : [];
  const experiments = labelled(policy.outcomes.experiment.label);
  const running = experiments.filter((issue) => isOpen(issue) && !issue.decided);
  const incidents = labelled(policy.resilience['post-incident'].label);
  const actions = incidents.flatMap(({ number, actions: all = [] }) => all.map((action) => ({ number, ...action })));
  const { label, 'stale-after': limit } = policy.resilience.toggles;
  return {
    experiments: {
      running: running.length,
      overdue: running.flatMap(({ number, decideBy }) => (decideBy === undefined ? [] : late(number, decideBy))),
      decided: experiments.filter(({ closedAt, decided }) => decided && isIn(closedAt, week)).length,
    },
    actions: {
      ...postIncidentActions(
        // A ticked box does not say when it was ticked: it counts as in time.
        actions.map(({ owner, due, done, doneAt }) => ({ owner, due, closedAt: done ? (doneAt ?? 0) : undefined })),
        now,
        zone,
      ),
      overdue: actions.flatMap(({ number, owner, due, done, doneAt = 0 }) =>
        (done && doneAt <= now) || owner === undefined || due === undefined ? [] : late(number, due),
      ),
    },
    toggles: staleToggles(label === undefined ? 'no label' : labelled(label).filter(isOpen), limit.days, now),
    incidents: incidents.filter(({ createdAt }) => isIn(createdAt, week)).length,
  };
}

/** Whether it had a label by then, also one that was taken off since it was closed. */
const hasLabel = ({ labels }: IssueRecord, label: string, at: number): boolean =>
  labels.some(({ name, from }) => name.toLowerCase() === label.toLowerCase() && from < at);
