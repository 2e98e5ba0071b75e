import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KpiLedger } from '../../src/model/kpi.ts';
import type { Comment, Issue } from '../../src/sandbox/github/entities.ts';
import { at, DAY } from '../support/history.ts';
import { configured, type Playground, startPlayground } from '../support/playground.ts';

const KPI = 'kind: other, direction: down, baseline: 72, target: 24';
const ORGANISATION = `version: 1
outcomes:
  kpis:
    - { id: time-to-value, title: Hours to first patient, ${KPI} }
waivers: { approvers: acme/staff }
communication: { timezone: Europe/Berlin }
`;
const OWN = `version: 1
outcomes:
  kpis:
    - { id: time-to-value, title: Hours to first patient, ${KPI} }
    - { id: latency, title: Seconds to answer, ${KPI} }
waivers: { approvers: acme/api-team }
`;
const FILE = '.github/truenorth/kpis.csv';
const [ORG, API, WEB] = ['acme/.github', 'acme/api', 'acme/web'] as const;

let play: Playground;
let now = at('2026-11-23T09:00Z');
let issues: Record<string, Issue>;
beforeAll(async () => {
  play = await startPlayground({
    clock: { now: () => now },
    now: () => now,
    repos: {
      [ORG]: { ...configured(ORGANISATION), [FILE]: 'date,kpi,value\n2026-11-09,time-to-value,40\n' },
      [API]: configured(OWN),
      [WEB]: { 'README.md': '# web\n' },
    },
  });
  const { world } = play.github;
  world.addTeam('staff', ['stella']);
  world.addTeam('api-team', ['ari']);
  issues = Object.fromEntries([ORG, API, WEB].map((repo) => [repo, world.openIssue({ repo, title: 'Numbers' })]));
  world.install();
  await play.quiet();
});
afterAll(() => play.close());
beforeEach(() => {
  now += DAY;
});

async function ledger(repo: string): Promise<KpiLedger | undefined> {
  let found: KpiLedger | undefined;
  const [owner = '', name = ''] = repo.split('/');
  await play.quiet();
  await play.database(async (database) => {
    found = await database.ledger.kpis({ installation: play.github.world.installation.id, owner, name });
  });
  return found;
}
/** The readings of a repository, as `day kpi value source`, the newest first. */
const readings = async (repo: string) =>
  (await ledger(repo))?.readings.map(({ day, kpi, value, source }) => `${day} ${kpi} ${value} ${source}`);
const problems = async (repo: string) => (await ledger(repo))?.problems;

async function commit(text: string | null, repo: string = ORG, path = FILE): Promise<void> {
  play.github.world.commitTo(repo, { files: { [path]: text } });
  await play.quiet();
}

async function say(
  repo: string,
  line: string,
  by: string,
): Promise<{ reactions: string[]; reply: string | undefined }> {
  const issue = issues[repo] as Issue;
  const comment: Comment = play.github.world.comment(issue, `/truenorth ${line}`, { by });
  await play.quiet();
  const reply = issue.comments.find(({ body }) => body.startsWith(`<!-- truenorth:reply ${comment.id} -->`));
  return { reactions: comment.reactions.map(({ content }) => content), reply: reply?.body };
}

describe('kpis.csv', () => {
  it('is read when its configuration comes', async () => {
    expect(await readings(ORG)).toEqual(['2026-11-09 time-to-value 40 file']);
    expect(await ledger(WEB)).toBeUndefined();
  });

  it('is read again by a push that touches it, and a broken line is told by its number', async () => {
    await commit(
      'date,kpi,value\n2026-11-09,time-to-value,40\n2026-11-16,time-to-value,"38,5"\n2026-11-23,time-to-value,31\n',
    );
    expect(await readings(ORG)).toEqual(['2026-11-23 time-to-value 31 file', '2026-11-09 time-to-value 40 file']);
    expect(await problems(ORG)).toEqual([{ line: 3, text: expect.stringContaining('`38,5` is not a number') }]);
    await commit('date,kpi,value\n2026-11-23,time-to-value,31\n');
    expect(await ledger(ORG)).toEqual({
      readings: [{ day: '2026-11-23', kpi: 'time-to-value', value: 31, source: 'file' }],
      problems: [],
    });
  });

  it('of a branch is nobody’s business, nor is a push of anything else', async () => {
    play.calls();
    play.github.world.commitTo(ORG, { files: { [FILE]: 'date,kpi,value\n' }, branch: 'topic' });
    await commit('# notes\n', ORG, 'docs/notes.md');
    expect(play.calls()).toEqual([]);
  });

  it('that is taken away takes its readings along, and nothing that was told', async () => {
    play.github.world.dispatch(ORG, 'truenorth-kpi', { kpi: 'time-to-value', value: 30, date: '2026-11-20' });
    await play.quiet();
    await commit(null);
    expect(await readings(ORG)).toEqual(['2026-11-20 time-to-value 30 dispatch']);
    await commit('date,kpi,value\n2026-11-20,time-to-value,31\n');
    expect(await readings(ORG)).toEqual(['2026-11-20 time-to-value 31 file', '2026-11-20 time-to-value 30 dispatch']);
  });

  it('that cannot be read as text leaves the readings that it had, and says why', async () => {
    await commit('date,kpi,value\n2026-11-20,time-to-value,32\u0000\n');
    expect(await readings(ORG)).toContain('2026-11-20 time-to-value 31 file');
    expect((await ledger(ORG))?.lacks).toContain('is no text');
    await commit('date,kpi,value\n2026-11-20,time-to-value,33\n');
    expect(await ledger(ORG)).not.toHaveProperty('lacks');
  });

  it("of a repository has the repository's own KPIs; the organisation's belong elsewhere", async () => {
    await commit('date,kpi,value\n2026-11-20,latency,0.4\n2026-11-20,time-to-value,31\n', API);
    expect(await readings(API)).toEqual(['2026-11-20 latency 0.4 file']);
    expect(await problems(API)).toEqual([{ line: 3, text: expect.stringContaining("is the organisation's KPI") }]);
  });
});

describe('a reading that a script tells', () => {
  const dispatch = async (payload: object, repo: string = API) => {
    play.github.world.dispatch(repo, 'truenorth-kpi', payload, { by: 'deployer[bot]' });
    return readings(repo);
  };

  it('is of the day on which it came, as the time zone has it, unless it says otherwise; the last one told counts', async () => {
    now = at('2026-12-05T23:30Z');
    expect(await dispatch({ kpi: 'time-to-value', value: 29 }, ORG)).toContain('2026-12-06 time-to-value 29 dispatch');
    expect(await dispatch({ kpi: 'latency', value: '0.35', date: '2026-11-30' })).toContain(
      '2026-11-30 latency 0.35 dispatch',
    );
    const again = await dispatch({ kpi: 'latency', value: 0.3, date: '2026-11-30' });
    expect(again?.filter((one) => one.startsWith('2026-11-30'))).toEqual(['2026-11-30 latency 0.3 dispatch']);
  });

  it.each([
    [{ kpi: 'latncy', value: 1 }, 'Did you mean `latency`?'],
    [{ kpi: 'latency', value: '1 s' }, '`1 s` is not a number'],
    [{ kpi: 'latency', value: { p50: 1 } }, '`{"p50":1}` is not a number'],
    [{ kpi: 'latency' }, 'The value is missing'],
    [{ kpi: 'latency', value: 1, date: 'yesterday' }, '`yesterday` is not a date'],
    [{ kpi: 'time-to-value', value: 1 }, "is the organisation's KPI"],
    [{}, 'The KPI is missing'],
  ])('is acknowledged and told as a problem where it cannot be kept: %j', async (payload, text) => {
    const before = await readings(API);
    expect(await dispatch(payload)).toEqual(before);
    expect((await problems(API))?.filter(({ line }) => line === 0)).toEqual([
      { line: 0, text: expect.stringContaining(text) },
    ]);
    expect(play.github.deliveries.list().find(({ event }) => event === 'repository_dispatch')?.status_code).toBe(202);
    await dispatch({ kpi: 'latency', value: 1, date: '2026-11-01' });
    expect((await problems(API))?.filter(({ line }) => line === 0)).toEqual([]);
  });

  it('of another type is nothing to us, nor is one where no KPI is configured', async () => {
    play.calls();
    play.github.world.dispatch(API, 'deploy', { kpi: 'latency', value: 99 });
    play.github.world.addRepo({ name: 'acme/calm', files: configured('version: 1\noutcomes: { kpis: [] }\n') });
    await play.quiet();
    await dispatch({ kpi: 'latency', value: 99 }, 'acme/calm');
    expect(await ledger('acme/calm')).toBeUndefined();
    expect(await readings(API)).not.toContainEqual(expect.stringContaining(' 99 '));
  });
});

describe('a reading that somebody commands', () => {
  it("of a repository's own KPI is kept there, by its approvers", async () => {
    expect(await say(API, 'kpi latency 0.25 on 2026-12-01', 'ari')).toEqual({
      reactions: ['THUMBS_UP'],
      reply: undefined,
    });
    expect(await readings(API)).toContain('2026-12-01 latency 0.25 command');
  });

  it("of the organisation's KPI is kept in its own repository, by its own approvers, wherever it is commanded", async () => {
    now = at('2026-12-18T23:30Z');
    expect((await say(WEB, 'kpi time-to-value 28', 'stella')).reactions).toEqual(['THUMBS_UP']);
    expect(await readings(ORG)).toContain('2026-12-19 time-to-value 28 command');
    expect((await say(API, 'kpi time-to-value 27', 'ari')).reply).toContain('needs someone from `acme/staff`');
    expect((await say(API, 'kpi time-to-value 26', 'stella')).reactions).toEqual(['THUMBS_UP']);
    expect(await readings(ORG)).toContain('2026-12-19 time-to-value 26 command');
  });

  it('is kept on a pull request, too, once', async () => {
    const pull = play.github.world.openPull({ repo: API, title: 'Faster', files: { 'a.md': 'a\n' }, by: 'bob' });
    await play.quiet();
    const comment = play.github.world.comment(pull, '/truenorth kpi latency 0.2 on 2026-12-02', { by: 'ari' });
    expect(await readings(API)).toContain('2026-12-02 latency 0.2 command');
    expect(comment.reactions.map(({ content }) => content)).toEqual(['THUMBS_UP']);
  });

  it.each([
    ['kpi latency 0.1', 'bob', 'needs someone from `acme/api-team`'],
    ['kpi latncy 0.1', 'ari', 'Did you mean `latency`?'],
    ['kpi latency 1,5', 'ari', '`1,5` is not a number'],
    ['kpi latency 1e3', 'ari', '`1e3` is not a number'],
    ['kpi latency 0.1 on 2031-01-01', 'ari', '`2031-01-01` is yet to come'],
  ])('is refused with one reply, and nothing is kept: %s', async (line, by, reason) => {
    const before = await ledger(API);
    expect(await say(API, line, by)).toEqual({ reactions: ['CONFUSED'], reply: expect.stringContaining(reason) });
    expect(await ledger(API)).toEqual(before);
  });

  it('is not kept where another line of the comment is refused', async () => {
    const before = await ledger(API);
    await say(API, 'kpi latency 0.1\n/truenorth kpi latency fast', 'ari');
    expect(await ledger(API)).toEqual(before);
  });
});
