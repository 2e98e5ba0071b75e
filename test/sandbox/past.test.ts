import { describe, expect, it } from 'vitest';
import { occasionIn } from '../../src/health/occasion-issue.ts';
import { references } from '../../src/policy/coherence.ts';
import { read } from '../../src/policy/diagnose.ts';
import { actionsIn } from '../../src/practices/shared/actions.ts';
import { endOfDay } from '../../src/practices/shared/days.ts';
import { experimentIn } from '../../src/practices/shared/experiment.ts';
import { incidentIn } from '../../src/practices/shared/incident.ts';
import {
  BOOKING,
  CLINIC_WEB,
  FRONT_DESK,
  ORGANISATION,
  PAYMENTS,
  SCHEDULER,
} from '../../src/sandbox/demo/configurations.ts';
import { playDemo } from '../../src/sandbox/demo/demo.ts';
import { chanceOf } from '../../src/sandbox/demo/past/chance.ts';
import { FAILURES } from '../../src/sandbox/demo/past/failures.ts';
import { type Story, tell } from '../../src/sandbox/demo/past/teller.ts';
import { LAST, WEEKS, weeksUntil, ZONE } from '../../src/sandbox/demo/past/weeks.ts';
import { stateOf } from '../../src/sandbox/github/alerts.ts';
import type { Issue, Pull } from '../../src/sandbox/github/entities.ts';
import { createWorld, type World } from '../../src/sandbox/github/world.ts';
import { at, HOUR } from '../support/history.ts';

const NOW = at('2026-11-24T16:00Z');

function played(now = NOW): World {
  const app = { id: 1, slug: 'truenorth-sandbox', name: 'Truenorth' };
  const options = { organisation: 'acme', app, api: 'http://127.0.0.1:1/api/v3', now: () => now, onEvent: () => {} };
  const world = createWorld(options);
  playDemo(world);
  return world;
}

const world = played();
const weeks = weeksUntil(NOW);
const repo = (name: string, of = world) => of.repoOf(`acme/${name}`);
const pulls = (name: string, of = world): Pull[] =>
  [...repo(name, of).threads.values()].filter((one) => one.kind === 'pull');
const issues = (name: string, label: string): Issue[] =>
  [...repo(name).threads.values()]
    .filter((one) => one.kind === 'issue')
    .filter(({ labels }) => labels.some((one) => one.name === label));
const merged = (name: string, week: number) =>
  pulls(name).filter(({ mergedAt }) => mergedAt !== undefined && weeks.weekOf(mergedAt) === week);
const byPeople = (all: readonly Pull[]) => all.filter(({ author }) => author.type === 'User');
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
/** Hours from when a review was asked for to when it was given, of what was merged in a week. */
const waits = (name: string, week: number) =>
  median(
    merged(name, week).flatMap(({ requests: [asked], reviews: [given] }) =>
      asked && given ? (given.at - asked.at) / HOUR : [],
    ),
  );
const STORIES = ['front-desk', 'payments', 'booking', 'referrals', 'kiosk', 'engineering-health'];

describe('the demo’s past', () => {
  it('is the same every time', () => {
    const told = (of: World) =>
      STORIES.flatMap((name) => [
        ...[...repo(name, of).threads.values()].map(({ number, title, createdAt, closedAt }) => [
          number,
          title,
          createdAt,
          closedAt,
        ]),
        ...repo(name, of).deployments.map(({ sha, createdAt, statuses }) => [sha, createdAt, statuses.length]),
        ...repo(name, of).runs.map(({ sha, attempts }) => [sha, attempts]),
      ]);
    expect(told(played())).toEqual(told(world));
  });

  it.each(['2026-11-23T08:00Z', '2026-10-25T12:00Z', '2027-01-03T23:30Z'])(
    'ends with the week before the day on which it is told, also on %s',
    (day) => {
      const then = weeksUntil(at(day));
      const other = played(at(day));
      const opened = (of: World, { weekOf }: typeof weeks) =>
        ['front-desk', 'payments', 'booking', 'referrals'].map(
          (name) =>
            pulls(name, of).filter(({ createdAt }) => weekOf(createdAt) >= 0 && weekOf(createdAt) < LAST - 1).length,
        );
      expect(opened(other, then)).toEqual(opened(world, weeks));
      expect(
        pulls('booking', other).some(({ mergedAt }) => mergedAt !== undefined && then.weekOf(mergedAt) === LAST),
      ).toBe(true);
    },
  );

  it('is small enough to be told whenever the sandbox starts', () => {
    const count = (of: (one: ReturnType<typeof repo>) => number) =>
      STORIES.reduce((sum, name) => sum + of(repo(name)), 0);
    expect(count(({ threads }) => threads.size)).toBeLessThan(700);
    expect(count(({ commits }) => commits.size)).toBeLessThan(1_400);
    expect(count(({ deployments }) => deployments.length)).toBeLessThan(500);
    expect(count(({ runs }) => runs.length)).toBeLessThan(600);
  });

  it('tells what happened in its order, and nothing that is still to come', () => {
    for (const name of STORIES) {
      const { threads, deployments, runs } = repo(name);
      const opened = [...threads.values()].map(({ createdAt }) => createdAt);
      expect(opened).toEqual([...opened].sort((a, b) => a - b));
      const times = [
        ...[...threads.values()].flatMap((one) => [
          one.updatedAt,
          one.closedAt ?? 0,
          ...one.comments.map((said) => said.createdAt),
        ]),
        ...deployments.flatMap(({ statuses }) => statuses.map((status) => status.at)),
        ...runs.flatMap(({ attempts }) => attempts.map(({ finishedAt }) => finishedAt)),
      ];
      expect(times.filter((time) => time > NOW)).toEqual([]);
    }
  });

  it('happens in all of its weeks', () => {
    for (const name of ['front-desk', 'payments', 'booking'])
      for (let week = 1; week < WEEKS; week++) expect(merged(name, week).length).toBeGreaterThanOrEqual(3);
  });

  it('leaves the rest of the demo without one', () => {
    expect(
      pulls('clinic-web')
        .filter(({ open }) => open)
        .map(({ number }) => number),
    ).toEqual([1, 2, 3, 4, 5]);
    expect(repo('clinic-web').deployments).toEqual([]);
  });
});

describe('its repositories', () => {
  it('the front desk is steady: reviewed on the day, in production the same week', () => {
    for (const week of [5, 15, LAST]) expect(waits('front-desk', week)).toBeLessThan(8);
    expect(byPeople(merged('front-desk', LAST)).length).toBeGreaterThanOrEqual(5);
  });

  it('payments waits twice as long for a review as five weeks ago, and its debt is nearly at its budget of 40', () => {
    expect(waits('payments', LAST) / waits('payments', LAST - 5)).toBeGreaterThan(2);
    const points = ({ labels, body }: Issue) =>
      Number(
        labels.find(({ name }) => name.startsWith('debt: '))?.name.slice(6) ?? /^Debt: (\d+)/.exec(body)?.[1] ?? 1,
      );
    const openAt = (week: number) =>
      issues('payments', 'tech-debt')
        .filter(
          ({ createdAt, closedAt = NOW }) => createdAt < weeks.at(week, 7, 23) && closedAt > weeks.at(week, 7, 23),
        )
        .reduce((sum, one) => sum + points(one), 0);
    expect([openAt(LAST - 4), openAt(LAST)]).toEqual([25, 34]);
    expect(issues('payments', 'tech-debt').map(({ reason }) => reason)).toContain('not_planned');
  });

  it('booking’s releases fail now and then: each is named by its incident, and repaired', () => {
    const incidents = issues('booking', 'incident');
    expect(incidents.length).toBe(FAILURES.length);
    const { deployments, commits } = repo('booking');
    const succeeded = deployments
      .filter(
        ({ environment, statuses }) =>
          environment === 'production' && statuses.some(({ state }) => state === 'success'),
      )
      .map(({ id, sha, createdAt }) => ({ id, createdAt, committed: commits.get(sha)?.at ?? 0 }));
    for (const { body, title } of incidents)
      expect(
        succeeded.map(({ id }) => String(id)),
        title,
      ).toContain(incidentIn(body).deployment);
    const back = succeeded.filter(({ committed }, i) => committed < (succeeded[i - 1]?.committed ?? 0));
    const of = (by: string) => FAILURES.filter((one) => one.by === by).length;
    expect(back.length).toBe(of('rollback'));
    expect(
      pulls('booking').filter(
        ({ title, body }) => title.startsWith('Revert ') && /^Reverts acme\/booking#\d+$/.test(body),
      ).length,
    ).toBe(of('revert'));
    expect(deployments.some(({ statuses }) => statuses.at(-1)?.state === 'failure')).toBe(true);
  });

  it('referrals is quiet, and the kiosk has hardly begun', () => {
    expect(byPeople(pulls('referrals')).length).toBeLessThanOrEqual(WEEKS / 2 + 1);
    expect(pulls('kiosk').length).toBeLessThanOrEqual(4);
    expect(repo('kiosk').deployments).toEqual([]);
  });
});

describe('its changes', () => {
  const all = STORIES.flatMap((name) => pulls(name));

  it('are reviewed, taken back into work, drafted and written before they are opened', () => {
    expect(all.some(({ reviews }) => reviews.map(({ state }) => state).join() === 'CHANGES_REQUESTED,APPROVED')).toBe(
      true,
    );
    expect(all.some(({ turns }) => turns.some(({ draft }) => !draft))).toBe(true);
    expect(
      all.some(({ mergedAt, reviews, author }) => mergedAt && author.type === 'User' && reviews.length === 0),
    ).toBe(true);
    const [first] = all.flatMap(({ repo: { commits }, head, createdAt, mergedAt }) =>
      mergedAt ? createdAt - (commits.get(head.sha)?.authoredAt ?? createdAt) : [],
    );
    expect(first).toBeGreaterThan(HOUR);
  });

  it('serve an outcome by what they say, by their paths, or not at all; pay debt down, try something, or are a bot’s', () => {
    const last = all.filter(({ createdAt }) => weeks.weekOf(createdAt) > LAST - 8);
    const share = (of: (one: Pull) => boolean) => last.filter(of).length;
    const labelled = (name: string) => (one: Pull) => one.labels.some((label) => label.name === name);
    expect(share(({ body }) => body.startsWith('Outcome: '))).toBeGreaterThan(50);
    expect(share(({ body }) => body === '')).toBeGreaterThan(20);
    expect(share(({ title }) => title.startsWith('Document '))).toBeGreaterThan(3);
    expect(share(labelled('tech-debt'))).toBeGreaterThan(5);
    expect(share(labelled('innovation'))).toBeGreaterThan(5);
    expect(share(({ author }) => author.type === 'Bot')).toBeGreaterThan(5);
  });

  it('are tested, at times in vain, cancelled, or run again', () => {
    const runs = STORIES.flatMap((name) => repo(name).runs);
    const first = (conclusion: string) => runs.filter(({ attempts }) => attempts[0]?.conclusion === conclusion).length;
    for (const conclusion of ['failure', 'cancelled', 'timed_out']) expect(first(conclusion)).toBeGreaterThan(0);
    expect(runs.some(({ attempts }) => attempts.map(({ conclusion }) => conclusion).join() === 'failure,success')).toBe(
      true,
    );
  });

  it('are deployed by people and by bots, to production and to be looked at', () => {
    const deployments = STORIES.flatMap((name) => repo(name).deployments);
    expect(new Set(deployments.map(({ creator }) => creator.type))).toEqual(new Set(['User', 'Bot']));
    expect(deployments.some(({ environment }) => environment.startsWith('preview-'))).toBe(true);
  });
});

describe('its promises', () => {
  const isOver = (day = '') => endOfDay(day, ZONE) <= NOW;

  it('experiments run, are past their day, and were decided', () => {
    const all = ['booking', 'payments'].flatMap((name) => issues(name, 'experiment'));
    const read = all.map(({ open, body }) => ({ open, ...experimentIn(body) }));
    const of = (wanted: (one: (typeof read)[number]) => boolean) => read.filter(wanted).length;
    expect(of(({ open, decided }) => !open && decided)).toBe(3);
    expect(of(({ open, decideBy }) => open && isOver(decideBy))).toBe(2);
    expect(of(({ open, decideBy }) => open && !isOver(decideBy))).toBe(1);
  });

  it('incidents are looked back on: actions are done, overdue, or nobody’s', () => {
    const actions = ['booking', 'payments']
      .flatMap((name) => issues(name, 'incident'))
      .flatMap(({ body }) => actionsIn(body));
    expect(actions.filter(({ done }) => done).length).toBeGreaterThan(4);
    expect(actions.filter(({ done, due }) => !done && due !== undefined && isOver(due)).length).toBeGreaterThanOrEqual(
      2,
    );
    expect(actions.filter(({ owner, due }) => owner === undefined && due === undefined).length).toBe(1);
  });

  it('milestones name an outcome, or none', () => {
    const open = STORIES.flatMap((name) => repo(name).milestones).filter((one) => one.open);
    expect(open.map(({ title }) => title).sort()).toEqual([
      'Check in without the desk',
      'Invoices by e-mail',
      'The booking page is always up',
    ]);
  });

  it('rituals were held, held by one side alone, and skipped with a reason', () => {
    const all = issues('engineering-health', 'truenorth-calendar');
    const ends = all.map(({ body, author, reason, comments }) => {
      expect(['roadmap-review', 'clinic-visit']).toContain(occasionIn(body)?.id);
      expect(author).toBe(world.bot);
      return `${reason} ${comments.length}${comments.some((said) => said.body.startsWith('Skipped because')) ? ' skipped' : ''}`;
    });
    expect(new Set(ends)).toEqual(new Set(['completed 2', 'completed 1', 'not_planned 1 skipped']));
    expect(all.length).toBeGreaterThan(17);
  });

  it('Dependabot’s alerts are open, fixed and dismissed', () => {
    const all = STORIES.flatMap((name) => repo(name).alerts);
    expect(new Set(all.map(stateOf))).toEqual(new Set(['open', 'fixed', 'dismissed']));
    expect(new Set(all.map(({ severity }) => severity))).toEqual(new Set(['critical', 'high', 'medium', 'low']));
  });
});

describe('the demo’s configurations', () => {
  it.each(Object.entries({ ORGANISATION, CLINIC_WEB, SCHEDULER, FRONT_DESK, PAYMENTS, BOOKING }))(
    '%s has no problem',
    (_, text) => {
      expect(read(text, 'truenorth.yml').problems).toEqual([]);
    },
  );

  it('say which KPI measures which outcome; one of them is stale, and a line of the readings is broken', () => {
    const reading = read(ORGANISATION, 'truenorth.yml');
    if (reading.value === undefined) throw new Error('it is read');
    const kpis = reading.policy.outcomes.kpis.map(({ id }) => id);
    expect(references(reading.policy, kpis)).toEqual([]);
    const main = repo('.github').commits.get(repo('.github').branches.get('main') ?? '');
    const [header, ...lines] = main?.files.get('.github/truenorth/kpis.csv')?.trim().split('\n') ?? [];
    expect(header).toBe('date,kpi,value');
    const good = lines.map((line) => /^(\d{4}-\d{2}-\d{2}),([a-z-]+),\d+(?:\.\d+)?$/.exec(line));
    expect(good.filter((match) => match === null).length).toBe(1);
    expect(new Set(good.flatMap((match) => match?.[2] ?? []))).toEqual(new Set(kpis));
    const last = (kpi: string) => good.findLast((match) => match?.[2] === kpi)?.[1] ?? '';
    expect(weeks.weekOf(at(last('time-to-value')))).toBe(LAST);
    expect(weeks.weekOf(at(last('consent-answered')))).toBe(LAST - 6);
  });

  it('name teams that are there, and the zone that the past is told in', () => {
    for (const team of ['product', 'engineering', 'mentors', 'staff'])
      expect(world.teams.get(team)?.size).toBeGreaterThan(0);
    expect(ORGANISATION).toContain(`timezone: ${ZONE}`);
  });
});

describe('stories', () => {
  it('go on side by side, and are not told further than now', () => {
    const said: string[] = [];
    function* story(name: string, times: number[]): Story {
      for (const time of times) {
        yield time;
        said.push(`${name}${time}`);
      }
    }
    tell([story('a', [1, 4, 9]), story('b', [2, 3, 4]), story('c', [11])], 8);
    expect(said).toEqual(['a1', 'b2', 'b3', 'a4', 'b4']);
  });

  it('fall by a chance that never changes', () => {
    const thrown = (name: string) =>
      Array.from(
        { length: 1_000 },
        (
          (chance) => () =>
            chance.between(0, 6)
        )(chanceOf(name)),
      );
    expect(thrown('one')).toEqual(thrown('one'));
    expect(thrown('one')).not.toEqual(thrown('two'));
    const sum = thrown('one').reduce((total, value) => total + value, 0);
    expect(sum / 1_000).toBeGreaterThan(2.8);
    expect(sum / 1_000).toBeLessThan(3.2);
  });
});
