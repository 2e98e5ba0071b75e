import { code } from '../model/markdown.ts';
import type { Point } from '../model/weekly.ts';
import { FEW, type Measure } from './measure.ts';
import { type Change, changeOf, METRICS, type Metric, type MetricId } from './metric.ts';
import type { Period, RepositoryWeek } from './period.ts';
import { changed, figure, listed, weeksAgo, written } from './told.ts';

/**
 * What one figure, or one promise, says of a practice this week. `state`: as it should be; to be looked at; only told; nothing happened
 * that it could tell of; not known; not set up. Texts are safe Markdown, in whole sentences without their end.
 */
export interface Signal {
  title: string;
  state: 'good' | 'attention' | 'told' | 'quiet' | 'no data' | 'not set up';
  /** How it stands: `median 19 h (n = 12)`. */
  now: string;
  /** How it stood: `▲ from 9 h`. */
  before?: string;
  /** What is to be looked at, and why it may be so; and what to do about it. */
  finding?: string;
  next?: string;
  /** Where to see for oneself. */
  evidence?: readonly Link[];
}

export interface Link {
  text: string;
  url: string;
}

/** A parenthesis, as in a label's name, would end the address. */
export const link = ({ text, url }: Link): string => `[${text}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;

/** Since a figure that is worse by as much is worth a look even within its target. */
const MUCH = 0.5;
/** One or two more of something are chance. */
const SEVERAL = 3;

/** A figure, held against its target and against what it was. */
export function figureSignal(
  id: MetricId,
  period: Period,
  { target, because, cause, next, evidence, more }: FigureOptions,
): Signal {
  const metric: Metric = METRICS[id];
  const point = period.points[id];
  const base = { title: metric.title, ...(evidence ? { evidence } : {}) };
  if (point === undefined) return { ...base, ...lacking(because) };
  const change = changeOf(id, point, period.earlier);
  const told = [figure(point, metric), ...(more ? [more] : [])].join('; ');
  const standing = { ...base, now: told, before: changed(change, metric) };
  const problem = problemOf(point, metric, change, target);
  if (problem === undefined) return { ...standing, state: target === undefined || point.n < FEW ? 'told' : 'good' };
  const where = standingOut(id, metric, period, target);
  const finding = [problem, ...(where.length > 0 ? [`especially in ${listed(where, 3)}`] : [])].join(', ');
  return { ...standing, state: 'attention', finding: [finding, ...(cause ? [cause] : [])].join('. '), next };
}

interface FigureOptions {
  /** At least, or at most, as better is up or down. */
  target?: number | undefined;
  /** Why there may be none. */
  because: Measure<unknown> | string;
  /** What it often comes from, and what helps. */
  cause?: string;
  next: string;
  evidence?: readonly Link[];
  /** What else belongs to the figure. */
  more?: string | undefined;
}

const lacking = (because: Measure<unknown> | string): Pick<Signal, 'state' | 'now'> =>
  typeof because === 'string'
    ? { state: 'quiet', now: because }
    : because.state === 'no data'
      ? { state: 'no data', now: because.because }
      : because.state === 'value'
        ? { state: 'quiet', now: 'nothing this week' }
        : { state: because.state === 'suppressed' ? 'quiet' : 'not set up', now: lowered(because.because) };

/** A sentence's beginning, within another. */
const lowered = (text: string): string =>
  /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** What is wrong with a figure, in a sentence; nothing can be wrong with a handful of values. */
function problemOf({ value, n, k }: Point, metric: Metric, change: Change | undefined, target: number | undefined) {
  const { better } = metric;
  if (n < FEW || better === undefined) return undefined;
  const missed = target !== undefined && (better === 'up' ? value < target : value > target);
  const much =
    change?.better === false &&
    Math.abs(value - change.before.value) >= MUCH * Math.abs(change.before.value) &&
    (k === undefined || Math.abs(k - (change.before.k ?? 0)) >= SEVERAL);
  const then = change && `${written(change.before.value, metric)} ${weeksAgo(change.ago)}`;
  if (missed) {
    const asked = `the target is ${better === 'up' ? 'at least' : 'at most'} ${written(target, metric)}`;
    return `${written(value, metric)}, where ${asked}${then && much ? `; it was ${then}` : ''}`;
  }
  return much ? `${written(value, metric)}, after ${then}` : undefined;
}

/** Repositories that do worse than all together and than the target, the worst first; as code, with their figure. */
function standingOut(id: MetricId, metric: Metric, { repositories, points, isOrganisation }: Period, target?: number) {
  const all = points[id]?.value ?? 0;
  if (!isOrganisation) return [];
  const sign = metric.better === 'up' ? -1 : 1;
  const worst = Math.max(sign * all, sign * (target ?? all));
  return repositories
    .flatMap(({ name, shown, points: own }) => {
      const point = own[id];
      const isWorse = point !== undefined && sign * point.value > worst;
      return shown && isWorse && point.n >= FEW ? [{ name, point }] : [];
    })
    .sort((a, b) => sign * (b.point.value - a.point.value))
    .map(({ name, point }) => `${nameIn(name)} ${figure(point, metric)}`);
}

/** A repository by its own name, since all of them have one owner. */
export const nameIn = (repo: string): string => code(repo.split('/')[1] ?? repo);

/** The repositories that may be named. */
export const shownIn = ({ repositories }: Period): readonly RepositoryWeek[] =>
  repositories.filter(({ shown }) => shown);

/** A search of what was merged in the week. */
export function mergedLink(
  { web, scope, isOrganisation, week, repositories }: Period,
  text = 'merged changes',
): Link[] {
  if (isOrganisation && repositories.every(({ shown }) => !shown)) return [];
  const day = (instant: number) => new Date(instant).toISOString().replace(/\.\d+Z/, 'Z');
  const query = `${isOrganisation ? 'org' : 'repo'}:${scope} is:pr merged:${day(week.from)}..${day(week.to - 1000)}`;
  return [{ text, url: `${web}/search?type=pullrequests&q=${encodeURIComponent(query)}` }];
}

/** The open issues of a label. */
export function labelledLink({ web, scope, isOrganisation }: Period, label: string, text: string): Link {
  const query = `${isOrganisation ? 'org' : 'repo'}:${scope} is:issue is:open label:${JSON.stringify(label)}`;
  return { text, url: `${web}/search?type=issues&q=${encodeURIComponent(query)}` };
}

/** An issue or pull request, as a link that leaves no trace on it. */
export const numberLink = ({ web }: Period, { repo, number }: { repo: string; number: number }): Link => ({
  text: `${nameIn(repo)} ${number}`,
  url: `${web}/${repo}/issues/${number}`,
});
