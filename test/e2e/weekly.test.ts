import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { troublesIn } from '../../src/flows/unwritable.ts';
import type { Issue, Pull } from '../../src/sandbox/github/entities.ts';
import { at, HOUR } from '../support/history.ts';
import { type Playground, startPlayground } from '../support/playground.ts';

const ORGANISATION = `version: 1
north-star:
  statement: Every clinic sees its first patient within a day of signing up.
  outcomes:
    - { id: activation, title: Clinics go live in a day }
resilience: { observability: { level: "off" } }
technical-debt: { budget: { points: 10 } }
communication:
  timezone: Europe/Berlin
  digest: { repository: acme/engineering-health, at: monday 09:00 }
`;
const OWN = `version: 1
communication: { health: weekly }
`;

let now = at('2026-09-04T08:00Z');
let play: Playground;

beforeAll(async () => {
  play = await startPlayground({
    clock: { now: () => now },
    now: () => now,
    repos: {
      'acme/.github': { '.github/truenorth.yml': ORGANISATION },
      'acme/engineering-health': { 'README.md': '# Health\n' },
      'acme/api': { 'README.md': '# api\n', '.github/truenorth.yml': OWN },
      'acme/web': { 'README.md': '# web\n' },
    },
  });
  play.github.world.setRole('alice', 'maintain');
  play.github.world.install();
  await play.quiet();
});
afterAll(() => play.close());

const world = () => play.github.world;
const issuesOf = (repo: string): Issue[] =>
  [...world().repoOf(repo).threads.values()].filter((thread) => thread.kind === 'issue');
const digests = () =>
  issuesOf('acme/engineering-health').filter(({ title }) => title.startsWith('Engineering health 2026'));
const health = (repo = 'acme/api') => issuesOf(repo).filter(({ title }) => title === 'Engineering health');

/** Time goes on, and what is due by then is done. */
async function until(moment: string): Promise<void> {
  now = at(moment);
  await play.quiet();
  // What is read first is read, and what waits for it comes after, a minute at a time.
  for (let minutes = 0; minutes < 3; minutes += 1) {
    now += 61_000;
    await play.quiet();
  }
}

function merge(title: string, by = 'bob', more: object = {}): Pull {
  const pull = world().openPull({
    ...{ repo: 'acme/api', title, by, body: 'Outcome: activation', files: { [`docs/${title}.md`]: `${title}\n` } },
    ...more,
  });
  now += HOUR;
  world().review(pull, 'APPROVED', { by: 'cleo' });
  now += HOUR;
  world().merge(pull, { by });
  return pull;
}

describe('the weekly digest', () => {
  it('is not written before its time, nor for the week in which the app came', async () => {
    merge('Before');
    await until('2026-09-06T12:00Z');
    expect(digests()).toEqual([]);
    expect(health()).toEqual([]);
  });

  it('is one issue at the configured time of the zone, for the week before', async () => {
    await until('2026-09-07T06:50Z');
    expect(digests()).toEqual([]);
    await until('2026-09-07T07:01Z');
    expect(digests().map(({ title }) => title)).toEqual(['Engineering health 2026-W36']);
    const [digest] = digests();
    expect(digest?.labels.map(({ name }) => name)).toEqual(['truenorth-digest']);
    expect(digest?.body.split('\n')[0]).toBe('<!-- truenorth:digest org=acme week=2026-W36 -->');
    expect(digest?.body).toContain('31 August to 6 September, Europe/Berlin');
    expect(digest?.body).toContain('## For leaders');
    expect(digest?.body).toContain('1 of 1 change served it');
  });

  it('comes with the health of repositories that have a configuration of their own', async () => {
    await until('2026-09-07T08:00Z');
    expect(health()).toHaveLength(1);
    expect(health('acme/web')).toEqual([]);
    const [issue] = health();
    expect(issue?.labels.map(({ name }) => name)).toEqual(['truenorth-health']);
    expect(issue?.comments).toHaveLength(1);
    expect(issue?.comments[0]?.body).toContain('**Week 36: ');
    expect(issue?.comments[0]?.body).toContain('1 change merged, 1 of 1 served an outcome.');
  });

  it('is found again where the app ended between writing and remembering it, with what it asked', async () => {
    const repo = { installation: world().installation.id, owner: 'acme', name: 'engineering-health' };
    const lost = { id: '', number: 0, print: '', decisions: ['**Asked**'], unsure: true };
    await play.database(({ ledger }) => ledger.savePublication(repo, 'digest 2026-W36', lost));
    const [digest] = digests();
    if (digest) world().comment(digest, '/truenorth digest', { by: 'alice' });
    await play.quiet();
    await play.database(async ({ ledger }) => {
      const found = await ledger.publication(repo, 'digest 2026-W36');
      expect(found).toMatchObject({ number: digest?.number, decisions: ['**Asked**'], unsure: false });
    });
    expect(digests()).toHaveLength(1);
  });

  it('is written once, also where it is asked for again, and after the app forgot everything', async () => {
    play.calls();
    const [digest] = digests();
    if (digest) world().comment(digest, '/truenorth digest', { by: 'alice' });
    await play.quiet();
    expect(digest?.comments.at(-1)?.reactions).toMatchObject([{ content: 'THUMBS_UP' }]);
    expect(digests()).toHaveLength(1);
    expect(health()[0]?.comments).toHaveLength(1);
    await play.restart({ fresh: true });
    world().install();
    await play.quiet();
    const [issue] = health();
    if (issue) world().comment(issue, '/truenorth digest', { by: 'alice' });
    await until('2026-09-07T20:00Z');
    expect(digests()).toHaveLength(1);
    expect(health().map(({ comments }) => comments.filter(({ author }) => author.type === 'Bot'))).toEqual([
      [expect.objectContaining({ body: expect.stringContaining('**Week 36: ') })],
    ]);
  });

  it('closes the last one, links it, and says which of its decisions were recorded', async () => {
    for (const points of [4, 6])
      world().openIssue({ repo: 'acme/api', title: 'Debt', labels: ['tech-debt', `debt: ${points}`], by: 'bob' });
    merge('Second week');
    await until('2026-09-14T08:00Z');
    expect(digests().map(({ title, open }) => [title, open])).toEqual([
      ['Engineering health 2026-W36', false],
      ['Engineering health 2026-W37', true],
    ]);
    const second = digests()[1];
    expect(second?.body).toContain('- [ ] **Debt in `api`** is at 10 of 10 points, so the budget is spent.');
    if (second) world().edit(second, { body: second.body.replace('- [ ] **Debt', '- [x] **Debt'), by: 'alice' });
    await until('2026-09-21T08:00Z');
    const third = digests()[2];
    expect(third?.title).toBe('Engineering health 2026-W38');
    expect(third?.body).toContain(`Last week ([2026-W37](../issues/${second?.number})): 1 of 1 decision recorded.`);
  });

  it('catches up after an outage, and says which weeks were not told, or were begun in vain', async () => {
    const [third] = digests().slice(-1);
    if (third) world().comment(third, '1.5 hours went into reading this', { by: 'alice' });
    const repo = { installation: world().installation.id, owner: 'acme', name: 'engineering-health' };
    const begun = { id: '', number: 0, print: '', unsure: true };
    await play.database(({ ledger }) => ledger.savePublication(repo, 'digest 2026-W39', begun));
    await until('2026-10-07T08:00Z');
    expect(digests().map(({ title }) => title.slice(-3))).toEqual(['W36', 'W37', 'W38', 'W40']);
    expect(digests()[3]?.body).toContain(
      'Not published, since Truenorth was not running or could not write here: 2026-W39.',
    );
    expect(digests()[3]?.body).toContain('0 of 1 decision recorded');
  });

  it('keeps its hour when clocks change', async () => {
    await until('2026-10-26T07:50Z');
    expect(digests().at(-1)?.title).not.toContain('W43');
    await until('2026-10-26T08:01Z');
    expect(digests().at(-1)?.title).toContain('W43');
  });

  it('says nothing in a repository in whose week nothing happened', async () => {
    const before = health()[0]?.comments.length;
    await until('2026-11-02T10:00Z');
    expect(health()[0]?.comments).toHaveLength(before ?? 0);
    expect(health()[0]?.body).toContain('2026-W44');
  });
});

describe('the command `digest`', () => {
  it('tells the last complete week before its time, here and in its repository', async () => {
    now = at('2026-11-09T00:30Z');
    await play.quiet();
    expect(digests().at(-1)?.title).toContain('W44');
    merge('After midnight');
    const [last] = digests().slice(-1);
    if (last) world().comment(last, '/truenorth digest', { by: 'alice' });
    await until('2026-11-09T02:40Z');
    expect(digests().at(-1)?.title).toContain('W45');
    const weeks = digests().length;
    await until('2026-11-09T09:00Z');
    expect(digests()).toHaveLength(weeks);
  });

  it('is refused to who may not, and where nothing is told', async () => {
    const issue = world().openIssue({ repo: 'acme/web', title: 'Ask', by: 'bob' });
    world().comment(issue, '/truenorth digest', { by: 'alice' });
    world().comment(issue, '/truenorth digest', { by: 'bob' });
    await play.quiet();
    const replies = issue.comments.filter(({ author }) => author.type === 'Bot').map(({ body }) => body);
    expect(replies).toEqual([
      expect.stringContaining('No weekly health is written here'),
      expect.stringContaining('needs'),
    ]);
  });
});

describe("a repository's comment", () => {
  it.each(['reset-before', 'reset-after'] as const)(
    'is written once where a try breaks off (%s), also where only changes are told',
    async (broken) => {
      let moment = at('2026-09-04T08:00Z');
      let breaks = true;
      const one = await startPlayground({
        // It goes on, so that a try again comes.
        ...{ clock: { now: () => moment + performance.now() }, now: () => moment + performance.now() },
        repos: { 'acme/api': { 'README.md': '# api\n', '.github/truenorth.yml': OWN.replace('weekly', 'on-change') } },
        fault: ({ operation, body }) => {
          if (operation !== 'Write' || !breaks || !body.includes('addComment')) return undefined;
          breaks = false;
          return broken;
        },
      });
      const { world } = one.github;
      world.install();
      await one.quiet();
      world.merge(world.openPull({ repo: 'acme/api', title: 'One', by: 'bob', files: { a: 'a\n' } }), { by: 'bob' });
      for (const time of ['06T12:00', '07T09:00', '07T09:02', '07T09:04', '07T09:06']) {
        moment = at(`2026-09-${time}Z`);
        await one.quiet();
      }
      const issues = [...world.repoOf('acme/api').threads.values()].filter(
        ({ title }) => title === 'Engineering health',
      );
      expect(issues.map(({ comments }) => comments.length)).toEqual([1]);
      expect(breaks).toBe(false);
      await one.close();
    },
  );
});

describe('what people deleted by hand', () => {
  it('holds up no digest and no health, and is not linked', async () => {
    let moment = at('2026-09-04T08:00Z');
    const clock = { now: () => moment + performance.now() };
    const one = await startPlayground({
      ...{ clock, now: clock.now },
      repos: {
        'acme/.github': { '.github/truenorth.yml': ORGANISATION },
        'acme/engineering-health': { 'README.md': '# Health\n' },
        'acme/api': { 'README.md': '# api\n', '.github/truenorth.yml': OWN },
      },
    });
    const { world } = one.github;
    const open = (repo: string, title: RegExp) =>
      [...world.repoOf(repo).threads.values()].filter(
        (thread): thread is Issue => thread.kind === 'issue' && title.test(thread.title),
      );
    world.install();
    await one.quiet();
    for (const day of ['2026-09-07', '2026-09-14']) {
      for (const time of ['06:00', '07:01', '07:03', '07:05', '07:07']) {
        moment = at(`${day}T${time}Z`);
        await one.quiet();
      }
      const told = [...open('acme/engineering-health', /W3/), ...open('acme/api', /^Engineering health$/)];
      expect(told).toHaveLength(2);
      if (day === '2026-09-14') expect(told[0]?.body).not.toContain('../issues/');
      for (const issue of told) world.deleteIssue(issue);
    }
    await one.close();
  });
});

describe('a digest that cannot be written', () => {
  let moment: number;
  let lost: Playground;
  let isRefused: boolean;
  const DESK = 'acme/engineering-health';
  const titles = (repo: string) => [...lost.github.world.repoOf(repo).threads.values()].map(({ title }) => title);
  const go = async (...days: string[]) => {
    for (const day of days) {
      moment = at(day);
      await lost.quiet();
    }
  };
  const found = async (): Promise<string[]> => {
    let all: string[] = [];
    await lost.database(async ({ ledger }) => {
      all = (await troublesIn(lost.github.world.installation.id, { ledger })).map(({ because }) => because);
    });
    return all;
  };

  beforeEach(async () => {
    moment = at('2026-09-04T08:00Z');
    isRefused = false;
    lost = await startPlayground({
      ...{ clock: { now: () => moment }, now: () => moment },
      repos: {
        'acme/.github': { '.github/truenorth.yml': ORGANISATION },
        'acme/api': { 'README.md': '# api\n', '.github/truenorth.yml': OWN },
      },
      fault: ({ kind, body }) =>
        isRefused && kind === 'write' && body.includes('truenorth:digest')
          ? {
              status: 200,
              body: { data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }] },
            }
          : undefined,
    });
    lost.github.world.install();
    await lost.quiet();
    const pull = lost.github.world.openPull({ repo: 'acme/api', title: 'One', by: 'bob', files: { a: 'a\n' } });
    lost.github.world.merge(pull, { by: 'bob' });
    await go('2026-09-06T12:00Z');
  });
  afterEach(() => lost.close());

  const desk = (then: (name: string) => void) => () => {
    lost.github.world.addRepo({ name: DESK, private: true, files: { 'README.md': '# Health\n' } });
    then(DESK);
  };
  it.each<[string, () => void, string, () => void]>([
    ['missing', () => undefined, 'missing, archived or not ours to see', desk(() => undefined)],
    [
      'archived',
      desk((name) => lost.github.world.setArchived(name, true)),
      'missing, archived or not ours to see',
      () => lost.github.world.setArchived(DESK, false),
    ],
    [
      'without issues',
      desk((name) => lost.github.world.setIssues(name, false)),
      'Turned off',
      () => lost.github.world.setIssues(DESK, true),
    ],
    [
      'closed to the app',
      desk(() => {
        isRefused = true;
      }),
      'A permission is missing',
      () => {
        isRefused = false;
      },
    ],
  ])(
    'since its repository is %s, is told to the operator, and written soon after that is mended',
    async (_, spoil, because, mend) => {
      spoil();
      await go('2026-09-07T08:00Z', '2026-09-07T08:05Z', '2026-09-07T08:10Z');
      const logged = lost.log.map((line) => JSON.parse(line)).filter(({ msg }) => /^the digest cannot be/.test(msg));
      expect(logged).toMatchObject([{ level: 'error', because: expect.stringMatching(`^${DESK}: .*${because}`) }]);
      expect(await found()).toContainEqual(expect.stringMatching(`^${DESK}: .*${because}`));
      expect(titles('acme/api')).toContain('Engineering health');
      mend();
      await go('2026-09-07T14:30Z', '2026-09-07T14:35Z', '2026-09-07T14:40Z');
      expect(titles(DESK)).toContain('Engineering health 2026-W36');
      expect(await found()).toEqual([]);
    },
  );

  it('says in the next one what is wrong with what it is told by', async () => {
    desk(() => undefined)();
    lost.github.world.setIssues('acme/api', false);
    await go('2026-09-07T08:00Z', '2026-09-07T08:05Z', '2026-09-07T08:10Z');
    lost.github.world.commitTo('acme/api', {
      files: { '.github/truenorth.yml': 'version: 1\ncommunication: { timezone: Mars/Base }\n' },
    });
    const rituals = 'alignment: { rituals: [{ id: roadmap, title: Roadmap review, every: 2 weeks }] }\n';
    lost.github.world.commitTo('acme/.github', { files: { '.github/truenorth.yml': `${ORGANISATION}${rituals}` } });
    await lost.quiet();
    await go('2026-09-14T08:00Z', '2026-09-14T08:05Z', '2026-09-14T08:10Z');
    const digest = [...lost.github.world.repoOf(DESK).threads.values()].find(({ title }) => title.endsWith('W37'));
    expect(digest?.body).toContain('- The configuration of 1 repository has errors: `acme/api`.');
    expect(digest?.body).toContain(
      '- Whether product and engineering both took part in rituals cannot be told: name the team in `alignment.product` and `alignment.engineering`.',
    );
    expect(digest?.body).toMatch(/- Nothing can be written: acme\/api: Turned off \(GraphQL: `.*`\)\./);
  });
});

describe('the repositories’ weeks', () => {
  it('are told one after the other, each once, also where the app ends half-way', async () => {
    let moment = at('2026-09-04T08:00Z');
    const names = Array.from({ length: 5 }, (_, i) => `acme/service-${i}`);
    const many = await startPlayground({
      ...{ clock: { now: () => moment }, now: () => moment },
      repos: Object.fromEntries(names.map((name) => [name, { 'README.md': '# it\n', '.github/truenorth.yml': OWN }])),
    });
    const { world: there } = many.github;
    there.install();
    await many.quiet();
    for (const repo of names)
      there.merge(there.openPull({ repo, title: 'One', by: 'bob', files: { a: 'a\n' } }), { by: 'bob' });
    const told = () =>
      names.map((name) => {
        const found = [...there.repoOf(name).threads.values()].filter(({ title }) => title === 'Engineering health');
        return found.map(({ comments }) => comments.length);
      });
    for (const day of ['2026-09-06T12:00Z', '2026-09-07T09:00Z']) {
      moment = at(day);
      await many.quiet();
    }
    for (let minutes = 0; minutes < 3 && told().flat().length === 0; minutes += 1) {
      moment += 61_000;
      await many.quiet();
    }
    moment += 2_500;
    await many.quiet();
    const halfWay = told().flat().length;
    await many.restart();
    for (let seconds = 0; seconds < 20; seconds += 1) {
      moment += 1_000;
      await many.quiet();
    }
    expect(told()).toEqual(names.map(() => [1]));
    expect(halfWay).toBeGreaterThan(0);
    expect(halfWay).toBeLessThan(names.length);
    await many.close();
  });

  it('wait for a repository’s own hour, where that is later', async () => {
    let moment = at('2026-09-04T08:00Z');
    const own = 'version: 1\ncommunication: { health: weekly, digest: { at: wednesday 10:00 } }\n';
    const late = await startPlayground({
      ...{ clock: { now: () => moment }, now: () => moment },
      repos: { 'acme/late': { 'README.md': '# it\n', '.github/truenorth.yml': own } },
    });
    const { world: there } = late.github;
    there.install();
    await late.quiet();
    there.merge(there.openPull({ repo: 'acme/late', title: 'One', by: 'bob', files: { a: 'a\n' } }), { by: 'bob' });
    const told = async (moments: string[]) => {
      for (const one of moments) {
        moment = at(one);
        await late.quiet();
      }
      const threads = [...there.repoOf('acme/late').threads.values()];
      return threads.flatMap(({ comments }) => comments.flatMap(({ body }) => body.match(/Week \d+/)?.[0] ?? []));
    };
    expect(await told(['2026-09-07T09:01Z', '2026-09-07T09:05Z', '2026-09-09T09:00Z'])).not.toContain('Week 36');
    expect(await told(['2026-09-09T10:01Z', '2026-09-09T10:05Z'])).toContain('Week 36');
    await late.close();
  });
});
