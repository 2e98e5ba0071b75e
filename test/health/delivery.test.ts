import { describe, expect, it } from 'vitest';
import { median, p90 } from '../../src/health/measure.ts';
import {
  changeFailRate,
  deploymentFrequency,
  interventions,
  leadTimes,
  recoveryTimes,
  reworkRate,
} from '../../src/health/metrics/delivery.ts';
import { deploysOf, deploysOfMerges, deploysOfReleases, ship } from '../../src/health/metrics/deploys.ts';
import { weekAt, weeksUpTo } from '../../src/health/week.ts';
import type { DeploymentRecord, PullRecord } from '../../src/model/history.ts';
import { at, bot, DAY, deployment, HOUR, merged } from '../support/history.ts';

const ZONE = 'Etc/UTC';
const MONDAY = at('2026-09-07');
const WEEK = weekAt(MONDAY, ZONE);
const NEVER = { now: at('2030-01-01') };
const isProduction = (name: string) => name === 'production';
const shipped = (deployments: DeploymentRecord[], pulls: PullRecord[] = []) =>
  ship(deploysOf(deployments, isProduction), pulls);

describe('what a deploy is', () => {
  it('is a deployment to production by its first success; transient states and other environments are none', () => {
    const deploys = deploysOf(
      [
        deployment(MONDAY, {
          id: 1,
          statuses: [
            { state: 'success', at: MONDAY + 5 },
            { state: 'success', at: MONDAY },
          ],
        }),
        deployment(MONDAY, { id: 2, environment: 'preview' }),
        deployment(MONDAY, {
          id: 3,
          statuses: [
            { state: 'in_progress', at: MONDAY },
            { state: 'failure', at: MONDAY },
          ],
        }),
        deployment(MONDAY, {
          id: 4,
          statuses: [
            { state: 'inactive', at: MONDAY + 9 },
            { state: 'success', at: MONDAY + 1 },
          ],
        }),
      ],
      isProduction,
    );
    expect(deploys.map(({ id, at: succeeded }) => [id, succeeded - MONDAY])).toEqual([
      [1, 0],
      [4, 1],
    ]);
  });

  it('is a release, for who deploys by releases, but no pre-release', () => {
    const release = { commit: { sha: 'a', at: 1 }, publishedAt: 2 };
    expect(
      deploysOfReleases([
        { id: 1, prerelease: false, ...release },
        { id: 2, prerelease: true, ...release },
      ]),
    ).toEqual([{ id: 1, commit: { sha: 'a', at: 1 }, at: 2 }]);
  });

  it('is a merge into the default branch, for who deploys by merging', () => {
    const pulls = [merged(MONDAY), merged(MONDAY, { onDefault: false })];
    expect(deploysOfMerges(pulls)).toHaveLength(1);
  });
});

describe('change lead time', () => {
  const changes = [5, 20, 26, 30, 50, 100].map((hours) => {
    const deployedAt = MONDAY + 5 * DAY;
    return merged(deployedAt - HOUR, { createdAt: deployedAt - 2 * HOUR, firstCommitAt: deployedAt - hours * HOUR });
  });
  const deployed = [deployment(MONDAY + 5 * DAY)];

  it('of 5, 20, 26, 30, 50 and 100 hours has the median 28 and the p90 75', () => {
    const hours = leadTimes(shipped(deployed, changes).shipments, WEEK);
    expect([median(hours), p90(hours)]).toEqual([28, 75]);
  });

  it('begins with the pull request where its commits are younger', () => {
    const pull = merged(MONDAY + 3 * HOUR, { createdAt: MONDAY, firstCommitAt: MONDAY + HOUR });
    expect(leadTimes(shipped([deployment(MONDAY + 4 * HOUR)], [pull]).shipments, WEEK)).toEqual([4]);
  });

  it('ends with the first deploy that contains the change, not with the next one', () => {
    const pull = merged(MONDAY + 2 * HOUR, { createdAt: MONDAY });
    const before = deployment(MONDAY + 3 * HOUR, { of: MONDAY + HOUR });
    const deploys = [before, deployment(MONDAY + 5 * HOUR), deployment(MONDAY + 6 * HOUR)];
    expect(leadTimes(shipped(deploys, [pull]).shipments, WEEK)).toEqual([5]);
  });

  it('counts when it is deployed, and only what is', () => {
    const early = merged(MONDAY - 3 * DAY, { createdAt: MONDAY - 4 * DAY });
    const waiting = merged(MONDAY + 2 * DAY);
    const { shipments, waiting: notYet } = shipped([deployment(MONDAY + DAY)], [early, waiting]);
    expect(leadTimes(shipments, WEEK)).toEqual([5 * 24]);
    expect(notYet).toEqual([waiting]);
  });

  it('leaves bots out, and keeps apart what was deployed before it was merged', () => {
    const odd = merged(MONDAY + 2 * HOUR, { mergeCommit: { sha: 'f'.repeat(40), at: MONDAY - HOUR } });
    const { shipments, tooEarly } = shipped([deployment(MONDAY + HOUR)], [odd, merged(MONDAY, { author: bot })]);
    expect(leadTimes(shipments, WEEK)).toEqual([]);
    expect(tooEarly).toEqual([odd]);
  });
});

describe('deployment frequency', () => {
  const weeks = weeksUpTo(WEEK, 12);
  const deploysIn = (counts: number[]) =>
    counts.flatMap((count, week) =>
      Array.from({ length: count }, (_, i) => deployment((weeks[week]?.from ?? 0) + i * HOUR)),
    );

  it('is the median of twelve weeks: 3.5', () => {
    const counts = [5, 4, 0, 3, 5, 5, 2, 1, 0, 4, 5, 3];
    expect(deploymentFrequency(shipped(deploysIn(counts)).shipments, weeks)).toEqual({
      counts,
      perWeek: 3.5,
      redeploys: 0,
    });
  });

  it('tells a redeploy of the same commit', () => {
    const first = deployment(MONDAY);
    const again = deployment(MONDAY + HOUR, { commit: first.commit });
    expect(deploymentFrequency(shipped([first, again]).shipments, weeks)).toMatchObject({ redeploys: 1 });
  });
});

describe('a week of eight deploys', () => {
  const hotfix = (pull: PullRecord) => pull.labels.includes('hotfix');
  const deployments = Array.from({ length: 8 }, (_, day) => deployment(MONDAY + day * 20 * HOUR, { id: 100 + day }));
  const failedPipeline = deployment(MONDAY, { statuses: [{ state: 'failure', at: MONDAY }] });
  const incident = (more: object) => ({
    at: MONDAY + HOUR,
    deployment: '100',
    resolvedAt: undefined,
    closedAt: undefined,
    ...more,
  });

  it('of which one had two incidents and one was reverted has a change fail rate of 2 of 8', () => {
    const faulty = merged(MONDAY + 19 * HOUR);
    const revert = merged(MONDAY + 39 * HOUR, { reverts: faulty.number });
    const { shipments } = shipped([...deployments, failedPipeline], [faulty, revert]);
    const found = interventions(shipments, [incident({}), incident({ at: MONDAY + 2 * HOUR })]);
    expect(changeFailRate(shipments, found, WEEK, NEVER.now)).toEqual({ k: 2, n: 8, provisional: false });
  });

  it('is provisional until two weeks later, and blames nothing on a deploy after that', () => {
    const { shipments } = shipped(deployments);
    const late = interventions(shipments, [incident({ at: MONDAY + 15 * DAY }), incident({ deployment: undefined })]);
    expect(changeFailRate(shipments, late, WEEK, WEEK.to + DAY)).toEqual({ k: 0, n: 8, provisional: true });
  });

  it('knows the deploy that an incident names by its number or its commit, and by no less than seven characters', () => {
    const { shipments } = shipped(deployments);
    const sha = deployments[3]?.commit.sha ?? '';
    const named = (name: string) => interventions(shipments, [incident({ deployment: name, at: WEEK.to })]).length;
    expect([named('100'), named(sha), named(sha.slice(0, 5)), named('1')]).toEqual([1, 1, 0, 0]);
  });

  it('of which one is a rollback, one reverts, one is a hotfix and one brings more has a rework rate of 3 of 8', () => {
    const [, second, third, fourth, fifth] = deployments;
    const rollback = deployment(MONDAY + 7 * 20 * HOUR + HOUR, { of: MONDAY - DAY });
    const pulls = [
      merged((second?.commit.at ?? 0) - 1, { reverts: 1 }),
      merged((third?.commit.at ?? 0) - 1, { labels: ['hotfix'] }),
      merged((fourth?.commit.at ?? 0) - 1, { labels: ['hotfix'] }),
      merged((fourth?.commit.at ?? 0) - 2),
      merged((fifth?.commit.at ?? 0) - 2, { author: bot }),
    ];
    const { shipments } = shipped([...deployments.slice(0, 7), rollback], pulls);
    expect(reworkRate(shipments, hotfix, WEEK)).toEqual({ k: 3, n: 8 });
  });
});

describe('failed deployment recovery time', () => {
  it('is from the finish to the repair: 65 and 30 minutes have the median 47.5', () => {
    const first = deployment(MONDAY, { id: 1 });
    const repaired = merged(MONDAY + 60 * 60_000, { reverts: 900 });
    const faulty = merged(MONDAY - HOUR, { number: 900 });
    const repair = deployment(MONDAY + 65 * 60_000, { id: 2 });
    const second = deployment(MONDAY + DAY, { id: 3 });
    const { shipments } = shipped([first, repair, second], [faulty, repaired]);
    const incident = {
      at: MONDAY + DAY + 1,
      deployment: '3',
      resolvedAt: MONDAY + DAY + 30 * 60_000,
      closedAt: MONDAY + 2 * DAY,
    };
    const { minutes, openHours } = recoveryTimes(shipments, interventions(shipments, [incident]), WEEK);
    expect([minutes, median(minutes), openHours]).toEqual([[65, 30], 47.5, []]);
  });

  it('counts in the week of the recovery, and tells how old those are that wait for it', () => {
    const { shipments } = shipped([deployment(WEEK.to - HOUR, { id: 1 })]);
    const found = interventions(shipments, [
      { at: WEEK.to - 1, deployment: '1', resolvedAt: WEEK.to + HOUR, closedAt: undefined },
    ]);
    expect(recoveryTimes(shipments, found, WEEK)).toEqual({ minutes: [], openHours: [1] });
    expect(recoveryTimes(shipments, found, weekAt(WEEK.to, ZONE)).minutes).toEqual([120]);
  });

  it('takes the repairing deploy before the incident’s end, each failure once', () => {
    const deploys = [deployment(MONDAY, { id: 1 }), deployment(MONDAY + HOUR, { id: 2, of: MONDAY - DAY })];
    const { shipments } = shipped(deploys);
    const incident = { at: MONDAY + 1, deployment: '1', resolvedAt: MONDAY + 60_000, closedAt: undefined };
    expect(recoveryTimes(shipments, interventions(shipments, [incident, incident]), WEEK).minutes).toEqual([60]);
  });
});

describe('beside Apache DevLake', () => {
  it('incidents that name no deploy fail none; DevLake lays each at the door of the deployment before it', () => {
    const { shipments } = shipped([deployment(MONDAY), deployment(MONDAY + DAY)]);
    const unnamed = { at: MONDAY + DAY + HOUR, deployment: undefined, resolvedAt: undefined, closedAt: undefined };
    expect(changeFailRate(shipments, interventions(shipments, [unnamed]), WEEK, NEVER.now)).toMatchObject({
      k: 0,
      n: 2,
    });
  });
});
