import type { RepositoryPast } from '../../src/health/figures.ts';
import { notApplicable } from '../../src/health/measure.ts';
import type { Earlier, Points } from '../../src/health/metric.ts';
import { type RepositoryFacts, repositoryWeek, type WeekFacts } from '../../src/health/period.ts';
import { type Week, weekNamed, weeksUpTo } from '../../src/health/week.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { policy } from './facts.ts';
import { bot, DAY, deployment, HOUR, merged, person } from './history.ts';

const named = weekNamed('2026-W47', 'Europe/Berlin');
if (named === undefined) throw new Error('there is such a week');
export const WEEK: Week = named;
const NOW = WEEK.to + 9 * HOUR;

export const OUTCOMES = {
  statement: 'Every clinic sees its first patient within a day of signing up.',
  outcomes: [
    { id: 'activation', title: 'Clinics go live in a day', kpi: 'time-to-value' },
    { id: 'reliability', title: 'The booking page is always up' },
  ],
};

export const FULL: Policy = policy({
  'north-star': OUTCOMES,
  outcomes: {
    kpis: [
      {
        ...{ id: 'time-to-value', title: 'Hours from sign-up to first patient', kind: 'time-to-value', unit: 'h' },
        ...{ direction: 'down', baseline: 72, target: 24, 'stale-after': '14 days' },
      },
    ],
  },
  'technical-debt': { budget: { points: 40 }, reserve: { paydown: '15%', innovation: '10%' } },
  trust: { mentors: 'acme/mentors', pulse: 'on' },
  alignment: {
    ...{ product: 'acme/product', engineering: 'acme/engineering' },
    rituals: [{ id: 'roadmap-review', title: 'Roadmap review', every: '2 weeks' }],
  },
  communication: { timezone: 'Europe/Berlin', digest: { repository: 'acme/engineering-health' } },
});

export const pastOf = (repo: string, more: Partial<RepositoryPast> = {}): RepositoryPast => ({
  ...{ repo: repo.toLowerCase(), pulls: [], deployments: [], releases: [], runs: [], issues: [] },
  ...{ milestones: [], alerts: [], lacks: {} },
  ...more,
});

/** A repository with its past, and the weeks before as they were told. */
export type Known = RepositoryFacts & { earlier: Earlier };

/** Whatever of a week's facts a test speaks of, its repositories with their pasts. */
export type Facts = Omit<Partial<WeekFacts>, 'repositories'> & { repositories?: readonly Known[] };

export const repository = (name: string, more: Partial<Known> = {}): Known => ({
  ...{ name, shown: true, policy: FULL, past: pastOf(name), earlier: [], updates: true },
  ...more,
});

/** Weeks before, with these figures, the newest first. */
export const weeksBefore = (all: readonly Points[]): Earlier =>
  all.map((points, i) => ({
    ago: i + 1,
    name: weeksUpTo(WEEK, i + 2)[0]?.name ?? '',
    week: { published: true, points: points as Record<string, { value: number; n: number }> },
  }));

/** An organisation's week in which nothing happened, but for what the test speaks of. */
export const weekFacts = ({ repositories = [repository('acme/api')], ...more }: Facts = {}): WeekFacts => ({
  ...{ scope: 'acme', isOrganisation: true, week: WEEK, now: NOW, policy: FULL },
  repositories: repositories.map(({ earlier, ...facts }) => ({ ...repositoryWeek(facts, WEEK, NOW), earlier })),
  ...{ earlier: [], restated: [], kpis: [], closed: [], waivers: [], newcomers: [] },
  ...{ gaps: [], occurrences: [], pulse: notApplicable('the pulse is off'), decisions: [] },
  ...{ isPublic: false, web: 'https://github.com' },
  ...more,
});

/** A busy, ordinary week of a repository: changes of several people, released and reviewed. */
export function busy(name: string, { changes = 12, wait = 4, failed = 0 } = {}): Known {
  const pulls = Array.from({ length: changes }, (_, i) => {
    const at = WEEK.from + (i % 5) * DAY + 14 * HOUR;
    const created = at - (wait + 2) * HOUR;
    return merged(at, {
      ...{ author: i % 6 === 5 ? bot : person(`p${i % 4}`), createdAt: created },
      ...{ firstCommitAt: created - 8 * HOUR, requests: [created] },
      reviews: [{ at: created + wait * HOUR, by: person(`r${i % 3}`), state: 'approved' }],
      outcomes: {
        declared: i % 3 === 2 ? [] : ['activation'],
        inferred: i % 7 === 2 ? ['reliability'] : [],
        exempt: false,
      },
      labels: i % 5 === 0 ? ['tech-debt'] : [],
    });
  });
  const deployments = [0, 1, 2, 3, 4].map((day) =>
    deployment(WEEK.from + day * DAY + 16 * HOUR, { of: WEEK.from + day * DAY + 15 * HOUR }),
  );
  const issues = deployments.slice(0, failed).map(({ id }, i) => ({
    ...{ number: 90 + i, createdAt: WEEK.from + i * DAY + 17 * HOUR, closedAt: WEEK.from + i * DAY + 18 * HOUR },
    ...{
      reason: 'completed' as const,
      labels: [{ name: 'incident', from: WEEK.from + i * DAY + 17 * HOUR }],
      owners: [],
    },
    ...{ deployment: String(id), resolvedAt: WEEK.from + i * DAY + 16 * HOUR + 48 * 60_000 },
  }));
  return repository(name, { past: pastOf(name, { pulls, deployments, issues }) });
}
