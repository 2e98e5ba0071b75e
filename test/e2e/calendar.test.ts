import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherOccurrences } from '../../src/flows/gather-occasion.ts';
import { adherence, type Occurrence } from '../../src/health/calendar.ts';
import { Policy } from '../../src/policy/schema.ts';
import type { Issue } from '../../src/sandbox/github/entities.ts';
import type { FaultRequest } from '../../src/sandbox/github/gate.ts';
import { at, DAY } from '../support/history.ts';
import { type Playground, startPlayground } from '../support/playground.ts';

const DESK = 'acme/engineering-health';
const config = (more = '') => `version: 1
north-star:
  statement: Every clinic sees its first patient within a day of signing up.
  outcomes:
    - { id: activation, title: Clinics go live in a day }
alignment:
  product: acme/product
  engineering: acme/engineering
  rituals:
    - { id: roadmap-review, title: Roadmap review, every: 2 weeks }
communication:
  timezone: Europe/Berlin
  digest: { repository: ${DESK} }
  strategic-update: { level: "off" }
${more}`;
const POLICY = Policy.parse({
  version: 1,
  alignment: {
    ...{ product: 'acme/product', engineering: 'acme/engineering' },
    rituals: [{ id: 'roadmap-review', title: 'Roadmap review', every: '2 weeks' }],
  },
  communication: { timezone: 'Europe/Berlin', digest: { repository: DESK } },
});

interface Stage {
  play: Playground;
  /** Time goes on, and what is due by then is done. */
  until(moment: string): Promise<void>;
  issues(): Issue[];
  /** What became of the turns, as the digest would tell it. */
  told(): Promise<Occurrence[]>;
}

async function stage(
  options: {
    more?: string;
    isPublic?: boolean;
    repos?: Record<string, Record<string, string>>;
    fault?: (request: FaultRequest) => object | undefined;
  } = {},
): Promise<Stage> {
  let now = at('2026-11-24T09:00Z');
  const play = await startPlayground({
    ...{ clock: { now: () => now }, now: () => now, ...(options.fault ? { fault: options.fault as never } : {}) },
    repos: options.repos ?? {
      'acme/.github': { '.github/truenorth.yml': config(options.more) },
      [DESK]: { 'README.md': '# Health\n' },
      'acme/secret-lab': { 'README.md': '# secret\n' },
    },
  });
  const { world } = play.github;
  for (const repo of world.repos.values()) repo.private = true;
  if (options.isPublic) world.repoOf(DESK).private = false;
  world.addTeam('product', ['pia']);
  world.addTeam('engineering', ['ada']);
  world.install();
  await play.quiet();
  return {
    play,
    async until(moment) {
      now = at(moment);
      await play.quiet();
      now += 60_000;
      await play.quiet();
    },
    issues: () =>
      [...world.repoOf(DESK).threads.values()].filter(
        (one): one is Issue => one.kind === 'issue' && one.labels.some(({ name }) => name === 'truenorth-calendar'),
      ),
    async told() {
      let all: Occurrence[] = [];
      await play.database(async ({ history }) => {
        const window = { from: now - 56 * DAY, to: now };
        all = await gatherOccurrences(world.installation.id, POLICY, window, now, { history });
      });
      return all;
    },
  };
}

describe('a ritual', () => {
  let one: Stage;
  const issueBy = (day: string) => one.issues().find(({ title }) => title === `Roadmap review: by ${day}`);
  beforeAll(async () => {
    one = await stage();
  });
  afterAll(() => one.play.close());
  const world = () => one.play.github.world;

  it('is not asked for before its day is near, and costs nothing on such a day', async () => {
    await one.until('2026-11-26T00:00Z');
    one.play.calls();
    await one.until('2026-11-28T00:00Z');
    expect(one.issues()).toEqual([]);
    expect(one.play.calls()).toEqual([]);
  });

  it('has its issue a week before its last day, in the zone of the organisation', async () => {
    await one.until('2026-11-29T22:58Z');
    expect(one.issues()).toEqual([]);
    await one.until('2026-11-29T23:00Z');
    expect(one.issues().map(({ title }) => title)).toEqual(['Roadmap review: by 2026-12-06']);
    const [issue] = one.issues();
    expect(issue?.body).toMatch(/^<!-- truenorth:occasion id=roadmap-review by=2026-12-06 -->\n/);
    expect(issue?.body).toContain('`acme/product` and `acme/engineering`');
    expect(issue?.labels.map(({ color, description }) => [color, description !== ''])).toEqual([['fef2c0', true]]);
    expect(await one.told()).toMatchObject([{ by: '2026-12-06', state: 'open', issue: issue?.number }]);
  });

  it('has it once, whatever is looked at again, whoever restarts, and even where the ledger is lost', async () => {
    await one.until('2026-12-01T00:00Z');
    await one.play.restart();
    await one.until('2026-12-02T00:00Z');
    await one.play.restart({ fresh: true });
    world().install();
    await one.until('2026-12-03T00:00Z');
    await one.until('2026-12-04T00:00Z');
    expect(one.issues()).toHaveLength(1);
  });

  it('was held, once its issue is closed with notes by both', async () => {
    const issue = issueBy('2026-12-06') as Issue;
    world().comment(issue, 'We ship the import first.', { by: 'pia' });
    world().close(issue, { by: 'ada' });
    await one.play.quiet();
    expect(await one.told()).toMatchObject([{ by: '2026-12-06', state: 'held' }]);
  });

  it('was missed where one of the two was not there, until notes of the other come in', async () => {
    await one.until('2026-12-14T06:00Z');
    const issue = issueBy('2026-12-20') as Issue;
    world().comment(issue, 'We looked at the roadmap.', { by: 'ada' });
    world().comment(issue, 'So did I.', { by: 'helper[bot]' });
    world().close(issue, { by: 'ada' });
    await one.play.quiet();
    expect(await one.told()).toMatchObject([{}, { by: '2026-12-20', state: 'missed' }]);
    world().comment(issue, 'I was there, too.', { by: 'pia' });
    await one.play.quiet();
    expect(await one.told()).toMatchObject([{}, { by: '2026-12-20', state: 'held' }]);
  });

  it('is skipped with a reason, and not without', async () => {
    await one.until('2026-12-29T06:00Z');
    const issue = issueBy('2027-01-03') as Issue;
    world().close(issue, { by: 'ada', reason: 'not_planned' });
    await one.play.quiet();
    expect((await one.told()).at(-1)).toMatchObject({ by: '2027-01-03', state: 'missed' });
    world().comment(issue, 'Skipped because everybody is on holiday.', { by: 'ada' });
    await one.play.quiet();
    expect((await one.told()).at(-1)).toMatchObject({ by: '2027-01-03', state: 'skipped' });
    await one.until('2027-01-12T06:00Z');
    await one.until('2027-01-18T06:00Z');
    const all = await one.told();
    expect(all.map(({ state }) => state)).toEqual(['held', 'held', 'skipped', 'missed']);
    expect(adherence(all, at('2027-01-18T06:00Z'), 'Europe/Berlin')).toMatchObject({ value: { k: 2, n: 3 } });
  });

  it('is not told by an issue that somebody else opened', async () => {
    world().openIssue({
      ...{ repo: DESK, title: 'Roadmap review: by 2027-01-31', labels: ['truenorth-calendar'], by: 'eve' },
      body: '<!-- truenorth:occasion id=roadmap-review by=2027-01-31 -->\nAll is well',
    });
    await one.play.quiet();
    expect((await one.told()).map(({ by }) => by)).not.toContain('2027-01-31');
    await one.until('2027-01-26T06:00Z');
    expect(one.issues().filter(({ title }) => title.endsWith('2027-01-31'))).toHaveLength(2);
    expect((await one.told()).filter(({ by }) => by === '2027-01-31')).toHaveLength(1);
  });

  it('keeps its turn when its title changes', async () => {
    const files = { '.github/truenorth.yml': config().replace('title: Roadmap review', 'title: "Plan @acme/all"') };
    world().commitTo('acme/.github', { files, message: 'Rename' });
    await one.play.restart({ fresh: true });
    world().install();
    await one.play.quiet();
    expect(one.issues().filter(({ title }) => title.startsWith('Plan'))).toEqual([]);
    await one.until('2027-02-08T06:00Z');
    expect(one.issues().filter(({ title }) => title === 'Plan @acme/all: by 2027-02-14')).toHaveLength(1);
  });
});

describe('what everybody can read', () => {
  it('names no private repository and no team, and is counted in totals', async () => {
    const one = await stage({ isPublic: true, more: 'technical-debt: { refactor-window: { every: 2 weeks } }\n' });
    const { world } = one.play.github;
    world.openIssue({ repo: 'acme/secret-lab', title: 'Hidden', labels: ['tech-debt', 'debt: 8'], by: 'ada' });
    await one.play.quiet();
    await one.until('2026-12-01T06:00Z');
    const bodies = one.issues().map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    expect(bodies.join('\n')).toContain('8 points of debt are open in 1 issue');
    expect(bodies.join('\n')).not.toMatch(/secret-lab|acme\/product|acme\/engineering|Hidden/);
    await one.play.close();
  });
});

it('who installs it when a day is near has an agenda of what was before, once that was read', async () => {
  let now = at('2026-12-01T09:00Z');
  const play = await startPlayground({
    ...{ clock: { now: () => now }, now: () => now },
    repos: {
      'acme/.github': { '.github/truenorth.yml': config() },
      [DESK]: {},
      'acme/api': { 'README.md': '# api\n' },
    },
  });
  const { world } = play.github;
  const pull = world.openPull({
    repo: 'acme/api',
    title: 'One',
    body: 'Outcome: activation',
    files: { a: 'a\n' },
    by: 'ada',
  });
  world.merge(pull, { by: 'ada' });
  await play.restart({ fresh: true });
  now += 60_000;
  world.install();
  await play.quiet();
  for (let minute = 0; minute < 5; minute++) {
    now += 60_000;
    await play.quiet();
  }
  const [issue] = [...world.repoOf(DESK).threads.values()];
  expect(issue?.body).toContain('1 change merged since 2026-11-23; 1 of 1 served an outcome');
  await play.close();
});

describe('expectations', () => {
  it('are asked for where a document is missing or did not change since the last time, and only there', async () => {
    const more = `trust: { expectations: { paths: [ladder.md, "docs/**/*.md"], every: 2 weeks } }\n`;
    const one = await stage({ more });
    const { world } = one.play.github;
    world.commitTo('acme/.github', { files: { 'ladder.md': '# Ladder\n' }, message: 'Ladder' });
    await one.until('2026-11-30T06:00Z');
    const asked = () => one.issues().filter(({ title }) => title.startsWith('Revisit expectations'));
    expect(asked()[0]?.body).toContain('Write what is missing: `docs/**/*.md`');
    expect(asked()[0]?.body).not.toContain('ladder.md');
    await one.until('2026-12-10T06:00Z');
    world.commitTo('acme/.github', { files: { 'docs/lead/on.md': '# Lead\n', 'ladder.md': '# L\n' }, message: 'Mend' });
    await one.until('2026-12-16T06:00Z');
    expect(asked()).toHaveLength(1);
    await one.until('2026-12-30T06:00Z');
    expect(asked()).toHaveLength(2);
    expect(asked()[1]?.body).toContain('Read `ladder.md` again: it changed last on 2026-12-10');
    expect(asked()[1]?.body).toContain('Read `docs/lead/on.md` again');
    await one.play.close();
  });
});

describe('the issue that asks for KPI readings', () => {
  const KPI = 'outcomes: { kpis: [{ id: days, title: Days, direction: down, baseline: 9, target: 1 }] }\n';
  const measured = config(KPI).replace('live in a day }', 'live in a day, kpi: days }');

  it('is closed once they are there, or once nobody asks for them any more', async () => {
    const one = await stage({
      repos: { 'acme/.github': { '.github/truenorth.yml': measured }, [DESK]: { 'README.md': '# Health\n' } },
    });
    const commit = (path: string, text: string) =>
      one.play.github.world.commitTo('acme/.github', { files: { [path]: text }, message: 'Change' });
    const asked = () => one.issues().flatMap(({ title, open }) => (title === 'KPI readings are due' ? open : []));
    await one.until('2026-11-24T10:00Z');
    expect(asked()).toEqual([true]);
    commit('.github/truenorth/kpis.csv', 'date,kpi,value\n2026-11-20,days,3\n');
    await one.until('2026-11-24T11:00Z');
    expect(asked()).toEqual([false]);
    commit('.github/truenorth/kpis.csv', 'date,kpi,value\n');
    await one.until('2026-11-24T12:00Z');
    expect(asked()).toEqual([false, true]);
    commit('.github/truenorth.yml', measured.replace('outcomes: { kpis', 'outcomes: { kpi: { level: "off" }, kpis'));
    await one.until('2026-11-24T13:00Z');
    expect(asked()).toEqual([false, false]);
    await one.play.close();
  });
});

describe('a calendar that cannot speak', () => {
  it.each<[string, Parameters<typeof stage>[0], RegExp]>([
    ['its repository is missing', { repos: { 'acme/.github': { '.github/truenorth.yml': config() } } }, /is missing/],
    [
      'issues are turned off',
      {
        fault: ({ operation, body }) =>
          operation === 'Write' && body.includes('createIssue')
            ? { status: 200, body: { data: null, errors: [{ message: 'Issues are disabled for this repo' }] } }
            : undefined,
      },
      /disabled/,
    ],
  ])('since %s says so once, with what to do', async (_, options, because) => {
    const one = await stage(options);
    for (const day of ['2026-11-30', '2026-12-01', '2026-12-02']) await one.until(`${day}T06:00Z`);
    const told = one.play.log.map((line) => JSON.parse(line)).filter(({ msg }) => /^the calendar cannot/.test(msg));
    expect(told).toHaveLength(1);
    expect(told[0].because).toMatch(because);
    await one.play.close();
  });
});
