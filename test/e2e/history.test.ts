import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherWeeks } from '../../src/flows/gather-week.ts';
import { type Figures, figuresOf, sharesOf } from '../../src/health/figures.ts';
import { pooled, share } from '../../src/health/measure.ts';
import { weekNamed } from '../../src/health/week.ts';
import { RECORDS, type RecordKind } from '../../src/model/history.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { policy } from '../support/facts.ts';
import { at, HOUR } from '../support/history.ts';
import { configured, type Playground, startPlayground } from '../support/playground.ts';

const REPO = 'acme/api';
const CONFIG = `version: 1
north-star:
  outcomes:
    - { id: activation, title: Clinics go live in a day }
  outcome: { level: advise, exempt: { labels: [chore] } }
resilience: { observability: { level: "off" } }
technical-debt:
  budget: { points: 40 }
  reserve: { paydown: 15%, innovation: 10% }
`;
const POLICY: Policy = policy({
  'north-star': { outcomes: [{ id: 'activation', title: 'Clinics go live in a day' }] },
  'technical-debt': { budget: { points: 40 } },
});
const WEEK = weekNamed('2026-W37', 'Etc/UTC') ?? never();

function never(): never {
  throw new Error('there is such a week');
}

/** A week as it happened, hour by hour: what the figures below are worked out from. */
async function live(play: Playground, moment: (day: string) => void): Promise<void> {
  const { world } = play.github;
  const pull = (title: string, by: string, more: object = {}) =>
    world.openPull({
      repo: REPO,
      title,
      by,
      files: { [`src/${title.replaceAll(/\W/g, '')}.md`]: `${title}\n` },
      ...more,
    });
  const deploy = (environment = 'production') => {
    const deployment = world.deploy(REPO, { environment });
    world.setDeployment(REPO, deployment, 'success');
    return deployment;
  };

  // Monday: first opened as a draft at 8; 2 h coding, 2 h pickup, 3 h review, 1 h merge, 2 h deploy: 10 h.
  moment('2026-09-07T08:00Z');
  const first = pull('First visit', 'bob', { draft: true, body: 'Outcome: activation' });
  const parser = world.openIssue({ repo: REPO, title: 'Old parser', labels: ['tech-debt', 'debt: 8'], by: 'bob' });
  moment('2026-09-07T10:00Z');
  world.readyForReview(first, { by: 'bob' });
  world.requestReview(first, 'cleo', { by: 'bob' });
  moment('2026-09-07T12:00Z');
  world.review(first, 'CHANGES_REQUESTED', { by: 'cleo' });
  moment('2026-09-07T15:00Z');
  world.review(first, 'APPROVED', { by: 'cleo' });
  moment('2026-09-07T16:00Z');
  world.merge(first, { by: 'bob' });
  moment('2026-09-07T18:00Z');
  deploy();

  // Tuesday: pays debt, reviewed after 2 h, deployed 4 h after its first commit. It will fail.
  moment('2026-09-08T09:00Z');
  const second = pull('New parser', 'mei', { body: 'Outcome: activation', labels: ['tech-debt'] });
  const flaky = world.openIssue({
    repo: REPO,
    title: 'Flaky tests',
    labels: ['tech-debt'],
    body: 'Debt: 2',
    by: 'mei',
  });
  moment('2026-09-08T11:00Z');
  world.review(second, 'APPROVED', { by: 'bob' });
  moment('2026-09-08T12:00Z');
  world.merge(second, { by: 'mei' });
  moment('2026-09-08T13:00Z');
  deploy();
  deploy('preview-2');

  // Wednesday: a bot's, which is nobody's lead time, but a deployment; and one that is exempt and not deployed before Thursday.
  moment('2026-09-09T09:00Z');
  const bots = pull('Bump zod', 'renovate[bot]');
  moment('2026-09-09T09:30Z');
  world.merge(bots, { by: 'bob' });
  moment('2026-09-09T10:00Z');
  deploy();
  world.workflowRun(REPO, { conclusion: 'success' });
  const failing = world.workflowRun(REPO, { conclusion: 'failure' });
  moment('2026-09-09T11:00Z');
  world.rerun(REPO, failing, { conclusion: 'success' });
  const chore = pull('Chore', 'mei', { labels: ['chore'] });
  moment('2026-09-09T12:00Z');
  world.merge(chore, { by: 'mei' });

  // Thursday: Tuesday's is taken back, 46 h after it was deployed; the deploy brings the chore, too, so it is no rework.
  moment('2026-09-10T10:00Z');
  const revert = pull('Revert "New parser"', 'bob', { body: `Reverts ${REPO}#${second.number}` });
  moment('2026-09-10T10:30Z');
  world.merge(revert, { by: 'bob' });
  moment('2026-09-10T11:00Z');
  deploy();
  world.release(REPO, { tag: 'v1' });

  // Friday: waits for a review from 9:00 to the week's end, on working days 15 h. Debt is re-estimated and paid.
  moment('2026-09-11T09:00Z');
  pull('Second visit', 'bob', { body: 'Outcome: activation' });
  world.removeLabel(parser, 'debt: 8', { by: 'bob' });
  world.addLabel(parser, 'debt: 5', { by: 'bob' });
  moment('2026-09-11T16:00Z');
  world.close(flaky, { by: 'mei' });
  const milestone = world.addMilestone(REPO, { title: 'Activation, first step' });
  world.closeMilestone(REPO, milestone);
  const found = { summary: 'Prototype pollution', package: { ecosystem: 'npm', name: 'lodash' } };
  world.addAlert(REPO, { ...found, severity: 'critical' });
}

let play: Playground;
let now = at('2026-08-31T09:00Z');
const figures: Record<string, Figures> = {};
const kept: Record<string, unknown> = {};

beforeAll(async () => {
  play = await startPlayground({ clock: { now: () => now }, now: () => now, repos: { [REPO]: configured(CONFIG) } });
  await play.quiet();
  const moments: string[] = [];
  await live(play, (day) => {
    moments.push(day);
    now = at(day);
  });
  await play.quiet();
  now = at('2026-09-14T02:00Z');
  await play.quiet();
  await look('live');
  await play.restart({ fresh: true });
  play.github.world.install();
  await play.quiet();
  await look('backfill');
});
afterAll(() => play.close());

/** What is kept, with people told apart by the order in which they come: their digests differ by installation. */
async function look(how: string): Promise<void> {
  await play.database(async ({ history }) => {
    const scope = { installation: play.github.world.installation.id };
    const people = new Map<string, number>();
    const all: Record<string, unknown> = {};
    for (const kind of Object.keys(RECORDS) as RecordKind[]) {
      const found = [
        ...(await history.settled(scope, kind, { from: 0, to: Number.MAX_SAFE_INTEGER })),
        ...(await history.open(scope, kind)),
      ];
      all[kind] = JSON.parse(
        JSON.stringify(found, (key, value) =>
          key === 'who' ? (people.get(value) ?? people.set(value, people.size).size - 1) : value,
        ),
      );
    }
    kept[how] = all;
    const past = (await gatherWeeks(scope, [WEEK], history)).get(REPO) ?? never();
    figures[how] = figuresOf(past, POLICY, WEEK, at('2026-09-14T02:00Z'));
  });
}

describe('a week, as webhooks told of it and as it is read back', () => {
  it('is kept alike', () => {
    expect(kept.live).toEqual(kept.backfill);
    for (const kind of ['pull', 'issue', 'deployment', 'release', 'run', 'milestone', 'alert'])
      expect((kept.live as Record<string, unknown[]>)[kind]?.length, kind).toBeGreaterThan(0);
  });

  it('holds no login and no text of anybody', () => {
    const text = JSON.stringify(kept.live);
    for (const word of ['bob', 'cleo', 'mei', 'renovate', 'First visit', 'Old parser'])
      expect(text).not.toContain(word);
  });

  it.each(['live', 'backfill'])('%s: has the figures worked out by hand', (how) => {
    const week = figures[how] ?? never();
    // First, second, chore and revert; the bot's is left out.
    expect(week.merged).toBe(4);
    expect(week.alignment).toEqual({ k: 2, n: 3, exempt: 1, inferred: 0, byBots: 1 });
    const delivery = week.delivery.state === 'value' ? week.delivery.value : never();
    // Monday's 10, Tuesday's 4, the chore from Wednesday 11:00 and the revert from 10:00 to Thursday 11:00.
    expect(delivery.leadHours.toSorted((a, b) => a - b)).toEqual([1, 4, 10, 24]);
    expect(delivery.deploys.slice(-2)).toEqual([0, 4]);
    expect(delivery.changeFail).toEqual({ k: 1, n: 4, provisional: true });
    expect(delivery.recoveryMinutes).toEqual([46 * 60]);
    expect(delivery.rework).toEqual({ k: 0, n: 4 });
    expect(week.stages[0]).toEqual({ coding: 2, pickup: 2, review: 3, merge: 1, deploy: 2 });
    expect(week.reviews).toEqual({ hours: [2, 2], within: { k: 2, n: 2 }, waiting: [15] });
    expect(week.ci).toMatchObject({ value: { firstTry: { k: 1, n: 2 }, flaky: { k: 1, n: 2 }, minutes: [5, 5] } });
    expect(week.ownership.state).toBe('not applicable');
    expect(share(pooled(sharesOf(week.classes, 'debt')))).toBeCloseTo(1 / 3, 10);
    expect(week.debt).toMatchObject({ start: 0, added: 10, reestimated: -3, paid: 2, writtenOff: 0, end: 5 });
    expect(week.odd).toEqual([]);
  });
});

it('the week’s hours are those of the week', () => expect((WEEK.to - WEEK.from) / HOUR).toBe(168));
