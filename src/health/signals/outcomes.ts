import { code } from '../../model/markdown.ts';
import type { KpiStanding } from '../kpis.ts';
import type { Period } from '../period.ts';
import { labelledLink, numberLink, type Signal } from '../signal.ts';
import { count, inUnit, listed } from '../told.ts';

export function outcomes(period: Period): Signal[] {
  return [...period.kpis.slice(0, MOST).map(kpiSignal), ...unmeasured(period), experiments(period)];
}

/** KPIs told one by one. */
const MOST = 20;

function kpiSignal({ kpi, reading, attainment, before }: KpiStanding): Signal {
  const title = `KPI ${code(kpi.title)}`;
  const goal = `target ${inUnit(kpi.target, kpi.unit)}`;
  const next = `Add a reading: a line in ${code('.github/truenorth/kpis.csv')}, or ${code(`/truenorth kpi ${kpi.id} <value>`)}`;
  if (reading === undefined || attainment === 'no reading')
    return { title, state: 'attention', now: `no reading; ${goal}`, finding: 'It has no reading yet', next };
  const stands = `${inUnit(reading.value, kpi.unit)} on ${reading.day} (${SOURCES[reading.source]})`;
  if (attainment === 'stale') {
    const every = count(kpi['stale-after'].days, 'day');
    return {
      ...{ title, state: 'attention', now: `stale: ${stands}; ${goal}`, next },
      finding: `The last reading is from ${reading.day}, and one is due every ${every}`,
    };
  }
  const isMet = 'met' in attainment ? attainment.met : attainment.share >= 1;
  const isBack = 'share' in attainment && attainment.share < 0;
  const way = 'share' in attainment ? `${Math.round(attainment.share * 100)}% of the way` : isMet ? 'met' : 'not met';
  return {
    title,
    state: isMet ? 'good' : isBack ? 'attention' : 'told',
    now: `${stands}; ${goal}, ${way}`,
    ...(before ? { before: `${inUnit(before.value, kpi.unit)} on ${before.day}` } : {}),
    ...(isBack
      ? {
          finding: `It stands at ${inUnit(reading.value, kpi.unit)}, further from its target than the ${inUnit(kpi.baseline, kpi.unit)} it began with`,
          next: 'Look at what changed since, and decide whether the work on its outcome goes on as it is',
        }
      : {}),
  };
}

const SOURCES = { file: 'from the file', dispatch: 'sent to GitHub', command: 'by command' } as const;

function unmeasured({ policy, isOrganisation }: Period): Signal[] {
  const { outcomes: declared } = policy['north-star'];
  const known = new Set(policy.outcomes.kpis.map(({ id }) => id));
  const without = declared.filter(({ kpi }) => kpi === undefined || !known.has(kpi));
  if (!isOrganisation || declared.length === 0) return [];
  if (known.size === 0) return [{ title: 'KPIs', state: 'not set up', now: 'no KPI is configured' }];
  return without.length === 0
    ? []
    : [{ title: 'Outcomes without a KPI', state: 'told', now: listed(without.map(({ id }) => code(id))) }];
}

function experiments(period: Period): Signal {
  const all = period.repositories.map(({ commitments, shown }) => ({ ...commitments.experiments, shown }));
  const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0);
  const overdue = sum((one) => one.overdue.length);
  const running = sum((one) => one.running);
  const decided = sum((one) => one.decided);
  const title = 'Experiments';
  const label = period.policy.outcomes.experiment.label;
  if (running + decided === 0) return { title, state: 'quiet', now: 'none is running' };
  const named = all.flatMap((one) => (one.shown ? one.overdue : [])).sort((a, b) => b.days - a.days);
  return {
    ...{ title, state: overdue > 0 ? 'attention' : 'good' },
    now: `${running} running, ${overdue} past their decision day, ${decided} decided this week`,
    evidence: [...named.slice(0, 5).map((one) => numberLink(period, one)), labelledLink(period, label, 'all of them')],
    ...(overdue > 0
      ? {
          finding: `${count(overdue, 'experiment is', 'experiments are')} past the decision day, the longest by ${count(Math.max(...all.flatMap((one) => one.overdue.map(({ days }) => days))), 'day')}`,
          next: 'Write what was decided (ship, stop or extend, and why) in a section “Decision”',
        }
      : {}),
  };
}
