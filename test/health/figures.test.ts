import { describe, expect, it } from 'vitest';
import { figuresOf, pool, type RepositoryPast, sharesOf } from '../../src/health/figures.ts';
import { pooled } from '../../src/health/measure.ts';
import { weekAt } from '../../src/health/week.ts';
import { policy } from '../support/facts.ts';
import { at, bot, DAY, deployment, HOUR, merged, person } from '../support/history.ts';

const MONDAY = at('2026-09-07');
const WEEK = weekAt(MONDAY, 'Etc/UTC');
const NOW = WEEK.to + HOUR;

const pastOf = (more: Partial<RepositoryPast> = {}): RepositoryPast => ({
  ...{ repo: 'acme/api', pulls: [], deployments: [], releases: [], runs: [], issues: [] },
  ...{ milestones: [], alerts: [], lacks: {} },
  ...more,
});
const figures = (more: Partial<RepositoryPast> = {}, config: object = {}) =>
  figuresOf(pastOf(more), policy(config), WEEK, NOW);
const by = (how: string) => ({ 'developer-experience': { production: { 'deployed-by': how } } });
const change = merged(MONDAY + HOUR, { createdAt: MONDAY });

describe('what a deployment is', () => {
  const release = {
    id: 1,
    prerelease: false,
    publishedAt: MONDAY + 3 * HOUR,
    commit: { sha: 'a', at: MONDAY + 2 * HOUR },
  };

  it.each<[string, string, Partial<RepositoryPast>, number[]]>([
    ['deployments to production', 'deployments', { deployments: [deployment(MONDAY + 5 * HOUR)] }, [5]],
    ['releases', 'releases', { releases: [release] }, [3]],
    ['merges', 'merges', {}, [1]],
  ])('is what the configuration says: %s', (_, how, more, leadHours) => {
    expect(figures({ pulls: [change], ...more }, by(how)).delivery).toMatchObject({ value: { leadHours } });
  });

  it('is not set up where there is none, which is no failure, and no data where it could not be read', () => {
    expect(figures({ pulls: [change] }).delivery).toMatchObject({ state: 'not applicable' });
    const lacks = { deployment: 'A permission is missing' };
    expect(figures({ deployments: [deployment(MONDAY)], lacks }).delivery).toEqual({
      ...{ state: 'no data', because: 'A permission is missing' },
    });
  });

  it('in a week without any is a true nought', () => {
    const { delivery } = figures({ deployments: [deployment(MONDAY - 20 * DAY)] });
    expect(delivery).toMatchObject({ value: { leadHours: [], changeFail: { k: 0, n: 0 } } });
    expect(delivery.state === 'value' && delivery.value.deploys.at(-1)).toBe(0);
  });

  it('knows environments by pattern', () => {
    const deployments = ['prod-eu', 'production', 'preview-12'].map((environment, i) =>
      deployment(MONDAY + i, { environment }),
    );
    const { delivery } = figures({ deployments });
    expect(delivery.state === 'value' && delivery.value.deploys.at(-1)).toBe(2);
  });
});

describe('a week’s changes', () => {
  it('are those of people, merged into the default branch', () => {
    const pulls = [change, merged(MONDAY, { author: bot }), merged(MONDAY, { onDefault: false }), merged(WEEK.to)];
    expect(figures({ pulls }).merged).toBe(1);
  });

  it('count for reserves by class, over four weeks, those that are exempt left out', () => {
    const pulls = [0, 1, 2, 3, 4].flatMap((weeks) => [
      merged(MONDAY - weeks * 7 * DAY + HOUR, { labels: ['tech-debt'] }),
      merged(MONDAY - weeks * 7 * DAY + HOUR, { closes: ['Tech-Debt', 'incident'] }),
      merged(MONDAY - weeks * 7 * DAY + HOUR),
      merged(MONDAY - weeks * 7 * DAY + HOUR, { outcomes: { declared: [], inferred: [], exempt: true } }),
    ]);
    const { classes } = figures({ pulls });
    expect(classes).toHaveLength(4);
    expect(pooled(sharesOf(classes, 'debt'))).toEqual({ k: 4, n: 12 });
    expect(pooled(sharesOf(classes, 'incident'))).toEqual({ k: 4, n: 12 });
  });

  it('that cannot be told are told as such', () => {
    const early = merged(MONDAY + 2 * HOUR, { number: 7, mergeCommit: { sha: 'f', at: MONDAY - HOUR } });
    const labels = [
      { name: 'tech-debt', from: 0 },
      { name: 'debt: 1e9', from: 0 },
    ];
    const { odd } = figures({
      ...{ pulls: [early], deployments: [deployment(MONDAY + HOUR)] },
      issues: [{ number: 9, createdAt: 0, owners: [], labels }],
    });
    expect(odd).toEqual([
      { repo: 'acme/api', what: 'deployed before they were merged', numbers: [7] },
      { repo: 'acme/api', what: 'points that are no number', numbers: [9] },
    ]);
  });
});

describe('several repositories', () => {
  const reviewed = (hours: number) =>
    merged(MONDAY + DAY, {
      createdAt: MONDAY,
      reviews: [{ at: MONDAY + hours * HOUR, by: person('ben'), state: 'approved' }],
      outcomes: { declared: ['activation'], inferred: [], exempt: false },
    });
  const config = { 'north-star': { outcomes: [{ id: 'activation', title: 'Live' }] } };
  const one = figures({ pulls: [reviewed(2), change], deployments: [deployment(MONDAY + 2 * DAY)] }, config);
  const two = figures({ pulls: [reviewed(4)] }, config);

  it('are pooled by their counts and lists', () => {
    const all = pool([one, two], undefined);
    expect(all.merged).toBe(3);
    expect(all.alignment).toMatchObject({ k: 2, n: 3 });
    expect(all.reviews).toMatchObject({ hours: [2, 4], within: { k: 2, n: 2 } });
    expect(all.stages).toHaveLength(3);
    expect(all.delivery).toMatchObject({ state: 'value', value: { changeFail: { k: 0, n: 1 } } });
    expect(pooled(sharesOf(all.classes, 'product'))).toEqual({ k: 3, n: 3 });
  });

  it('of which none tells a figure say why; none at all are no figure', () => {
    const lacks = { deployment: 'A permission is missing' };
    expect(pool([two, figures({ lacks })], 10).delivery).toMatchObject({ state: 'no data' });
    expect(pool([], 10)).toMatchObject({ merged: 0, delivery: { state: 'not applicable' } });
  });
});
