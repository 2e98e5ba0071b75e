import { code } from '../../model/markdown.ts';
import { ratio, share } from '../measure.ts';
import { isInForce, waiversStanding } from '../metrics/commitments.ts';
import { isInTerm } from '../metrics/quality.ts';
import type { Period, RepositoryWeek } from '../period.ts';
import { figureSignal, type Link, nameIn, type Signal, shownIn } from '../signal.ts';
import { TARGETS } from '../targets.ts';
import { count, listed } from '../told.ts';

export function security(period: Period): Signal[] {
  return [
    ...(period.isPublic ? [] : [alerts(period)]),
    waivers(period),
    figureSignal('ownership', period, {
      target: TARGETS.ownership,
      because: period.figures.ownership,
      cause: 'New folders come without an owner',
      next: 'Give the folders that changed most an owner in CODEOWNERS',
    }),
    updates(period),
  ];
}

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

/** Open alerts against the term of their severity. Never told to the public. */
function alerts(period: Period): Signal {
  const title = 'Open Dependabot alerts';
  const { week, repositories } = period;
  const known = repositories.filter(({ lacks }) => lacks.alert === undefined);
  if (known.length === 0) {
    return { title, state: 'no data', now: repositories[0]?.lacks.alert ?? 'no repository was read yet' };
  }
  const all = known.flatMap((one) => alertsOf(one, week.to));
  const unread = repositories.length - known.length;
  const apart = unread > 0 ? `; not known of ${count(unread, 'repository', 'repositories')}` : '';
  if (all.length === 0) return { title, state: 'good', now: `none${apart}` };
  const bySeverity = SEVERITIES.flatMap((severity) => {
    const number = all.filter((one) => one.severity === severity).length;
    return number > 0 ? `${number} ${severity}` : [];
  });
  const late = all.filter((one) => one.late);
  const inTerm = ratio(all, (one) => !one.late);
  const now = `${listed(bySeverity)}; ${inTerm.k} of ${inTerm.n} in their term${apart}`;
  if (late.length === 0) return { title, state: 'good', now };
  const where = [...new Set(late.flatMap((one) => (one.shown ? one.name : [])))];
  return {
    ...{ title, state: 'attention', now },
    finding: `${count(late.length, 'alert')}${where.length > 0 ? ` in ${listed(where.map(nameIn), 4)}` : ''} ${late.length === 1 ? 'has' : 'have'} been open for longer than agreed`,
    next: 'Update the dependency, or dismiss the alert with its reason',
    evidence: where.slice(0, 4).map((name) => alertsLink(period, name, `alerts of ${nameIn(name)}`)),
  };
}

interface Alert {
  name: string;
  shown: boolean;
  severity: string;
  late: boolean;
}

function alertsOf({ name, shown, policy, alerts }: RepositoryWeek, now: number): Alert[] {
  const { critical, high, medium, low } = policy.security.dependencies;
  const terms = { critical: critical.days, high: high.days, medium: medium.days, low: low?.days };
  return alerts.map(({ severity, createdAt }) => {
    const late = !isInTerm({ severity, createdAt }, terms, now);
    return { name, shown, severity, late };
  });
}

/** A repository's alerts, for those who may see them. */
export const alertsLink = ({ web }: Period, repo: string, text: string): Link => ({
  ...{ text, url: `${web}/${repo}/security/dependabot` },
});

/** Open alerts that are older than their severity allows. */
export const alertsLate = ({ repositories, week }: Period): Alert[] =>
  repositories.flatMap((one) => alertsOf(one, week.to)).filter(({ late }) => late);

function waivers({ waivers: all, week }: Period): Signal {
  const title = 'Waivers in force';
  if (all === undefined) return { title, state: 'no data', now: 'only the app knows them' };
  const { inForce, endingSoon } = waiversStanding(all, week.to, week.zone);
  if (inForce === 0) return { title, state: 'good', now: 'none' };
  const standing = all.filter((waiver) => isInForce(waiver, week.to, week.zone));
  const rules = [...new Set(standing.map(({ rule }) => rule))].sort();
  const now = `${inForce}${endingSoon > 0 ? `, of which ${endingSoon} ${endingSoon === 1 ? 'ends' : 'end'} within 14 days` : ''}; for ${listed(rules.map((rule) => code(rule)))}`;
  return { title, state: 'told', now };
}

/** Repositories in which something proposes newer dependencies by itself. */
function updates(period: Period): Signal {
  const title = 'Dependency updates configured';
  const known = period.repositories.filter(({ updates: set }) => set !== undefined);
  if (known.length === 0) return { title, state: 'no data', now: 'not read yet' };
  const updated = ratio(known, ({ updates: set }) => set === true);
  const now = `${updated.k} of ${updated.n} ${updated.n === 1 ? 'repository' : 'repositories'}`;
  if (share(updated) === 1) return { title, state: 'good', now };
  const without = shownIn(period).filter(({ updates: set }) => set === false);
  return {
    title,
    state: 'told',
    now:
      without.length > 0
        ? `${now}; not in ${listed(
            without.map(({ name }) => nameIn(name)),
            4,
          )}`
        : now,
  };
}
