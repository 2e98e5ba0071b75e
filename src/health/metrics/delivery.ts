import type { PullRecord } from '../../model/history.ts';
import { DAY, HOUR, MINUTE } from '../../model/time.ts';
import { median, type Ratio, ratio } from '../measure.ts';
import { isIn, type Week, type Window } from '../week.ts';
import type { Deploy, Shipment } from './deploys.ts';

/** How long after a deploy what befalls it is laid at its door, in ms. Until then a week's rate is provisional. */
const ATTRIBUTION = 14 * DAY;

/**
 * Change lead time: hours from a change's first commit, or its pull request if that is older, to the first success in
 * production of a deploy that contains it; of the changes of people deployed in the window. Changes that are not deployed
 * are not included.
 *
 * Source: DORA, "change lead time" (commit to production). DORA's quick check asks for the change as a whole; here each pull
 * request is one, so that squashing its commits changes nothing.
 */
export const leadTimes = (shipments: readonly Shipment[], window: Window): number[] =>
  shipments
    .filter(({ at }) => isIn(at, window))
    .flatMap(({ at, changes }) =>
      changes.filter(({ author }) => !author.bot).map((pull) => (at - startOf(pull)) / HOUR),
    );

/** When work on it began, as far as its repository can tell. */
export const startOf = ({ firstCommitAt, createdAt }: PullRecord): number =>
  Math.min(firstCommitAt ?? createdAt, createdAt);

/**
 * Deployment frequency: deploys whose first success lies in each of the weeks, and their median a week. A redeploy of what
 * was there already counts, and is told.
 *
 * Source: DORA, "deployment frequency"; the median of weekly counts, since a mean hides weeks without any.
 */
export function deploymentFrequency(shipments: readonly Shipment[], weeks: readonly Week[]) {
  const counts = weeks.map((week) => shipments.filter(({ at }) => isIn(at, week)).length);
  const [first, last] = [weeks[0], weeks.at(-1)];
  const within = first && last ? { from: first.from, to: last.to } : { from: 0, to: 0 };
  return {
    counts,
    perWeek: median(counts) ?? 0,
    redeploys: shipments.filter(({ at, isRedeploy }) => isRedeploy && isIn(at, within)).length,
  };
}

/** Something that shows that a deploy failed its users. */
export interface Intervention {
  deploy: number;
  kind: 'incident' | 'revert' | 'rollback';
  at: number;
  /** When users were helped, if they are: the repairing deploy's success, else the incident's end. */
  recoveredAt?: number | undefined;
}

/** An incident, as far as it tells of the deploy that caused it. */
export interface Incident {
  at: number;
  /** The deploy that it names: its number, or the beginning of its commit. */
  deployment: string | undefined;
  resolvedAt: number | undefined;
  closedAt: number | undefined;
}

/**
 * What befell deploys within the term of attribution: an incident that names it, a later deploy of a revert of one of its
 * changes, a rollback. Recovery is the success of the deploy that repairs it, else the incident's end.
 */
export function interventions(shipments: readonly Shipment[], incidents: readonly Incident[]): Intervention[] {
  const inTime = (deploy: Deploy, at: number) => at >= deploy.at && at - deploy.at <= ATTRIBUTION;
  const found: Intervention[] = [];
  for (const [i, shipment] of shipments.entries()) {
    const failed = shipments[i - 1];
    if (shipment.isRollback && failed && inTime(failed, shipment.at))
      found.push({ deploy: failed.id, kind: 'rollback', at: shipment.at, recoveredAt: shipment.at });
    for (const change of shipment.changes) {
      const reverted = shipments.find(({ changes }) => changes.some(({ number }) => number === change.reverts));
      if (reverted && reverted.id !== shipment.id && inTime(reverted, shipment.at))
        found.push({ deploy: reverted.id, kind: 'revert', at: shipment.at, recoveredAt: shipment.at });
    }
  }
  for (const { at, deployment, resolvedAt, closedAt } of incidents) {
    const caused = shipments.find((one) => deployment !== undefined && isNamed(one, deployment) && inTime(one, at));
    if (caused) found.push({ deploy: caused.id, kind: 'incident', at, recoveredAt: resolvedAt ?? closedAt });
  }
  return found;
}

const isNamed = ({ id, commit }: Deploy, name: string): boolean =>
  name === String(id) || (name.length >= 7 && commit.sha.startsWith(name.toLowerCase()));

/**
 * Change fail rate: deploys of the window that needed intervention, of all of them. Counts deploys, not incidents.
 *
 * Source: DORA, "change fail rate". Apache DevLake counts incidents by the deployment before them; here a deploy has failed
 * only where something names it, so that an incident by other causes is nobody's change.
 */
export function changeFailRate(
  shipments: readonly Shipment[],
  found: readonly Intervention[],
  window: Window,
  now: number,
): Ratio & { provisional: boolean } {
  const failed = new Set(found.map(({ deploy }) => deploy));
  const within = shipments.filter(({ at }) => isIn(at, window));
  return { ...ratio(within, ({ id }) => failed.has(id)), provisional: now < window.to + ATTRIBUTION };
}

/**
 * Failed deployment recovery time: minutes from a failed deploy's finish to its repair, of those repaired in the window;
 * and how old, in hours, those are that wait for it. The earliest repair counts, each failed deploy once.
 *
 * Source: DORA, "failed deployment recovery time": not from an incident's opening to its closing.
 */
export function recoveryTimes(
  shipments: readonly Shipment[],
  found: readonly Intervention[],
  window: Window,
): { minutes: number[]; openHours: number[] } {
  const failed = new Map<number, { repairs: number[]; ends: number[] }>();
  for (const { deploy, kind, recoveredAt } of found) {
    const of = failed.get(deploy) ?? { repairs: [], ends: [] };
    if (recoveredAt !== undefined) (kind === 'incident' ? of.ends : of.repairs).push(recoveredAt);
    failed.set(deploy, of);
  }
  const answer = { minutes: [] as number[], openHours: [] as number[] };
  for (const { id, at } of shipments) {
    const of = failed.get(id);
    if (of === undefined || at >= window.to) continue;
    const [recovered] = (of.repairs.length > 0 ? of.repairs : of.ends).sort((a, b) => a - b);
    if (recovered === undefined || recovered >= window.to) answer.openHours.push((window.to - at) / HOUR);
    else if (isIn(recovered, window)) answer.minutes.push((recovered - at) / MINUTE);
  }
  return answer;
}

/**
 * Deployment rework rate: deploys of the window that only repair a fault users met, of all of them: a rollback, or one whose
 * changes by people are all reverts or hotfixes. One that also brings something else is no rework.
 *
 * Source: DORA, "deployment rework rate" (2024).
 */
export const reworkRate = (
  shipments: readonly Shipment[],
  isHotfix: (pull: PullRecord) => boolean,
  window: Window,
): Ratio =>
  ratio(
    shipments.filter(({ at }) => isIn(at, window)),
    ({ isRollback, changes }) => {
      const byPeople = changes.filter(({ author }) => !author.bot);
      const repairs = byPeople.every((pull) => pull.reverts !== undefined || isHotfix(pull));
      return isRollback || (byPeople.length > 0 && repairs);
    },
  );
