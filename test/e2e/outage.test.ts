import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../src/adapters/telemetry/log.ts';
import { lostIn, recoverDeliveries } from '../../src/flows/recover-deliveries.ts';
import type { LoggedDelivery } from '../../src/model/recovery.ts';
import type { Pull } from '../../src/sandbox/github/entities.ts';
import { readSettings } from '../../src/settings.ts';
import { wireRestored } from '../../src/wire/commands.ts';
import { at, DAY, HOUR } from '../support/history.ts';
import { ANSWERED, CONFIG, configured, type Playground, startPlayground } from '../support/playground.ts';

const API = 'acme/api';
const MINUTE = 60_000;
const KPIS = `${CONFIG}outcomes:
  kpis: [{ id: signups, title: Sign-ups, kind: adoption, unit: a week, direction: up, baseline: 0, target: 10, stale-after: 14 days }]
  experiment: { level: advise }
`;
let now: number;
let play: Playground;
let isLogHidden = false;

beforeEach(async () => {
  now = at('2026-09-07T08:00Z');
  play = await startPlayground({
    clock: { now: () => now },
    now: () => now,
    repos: { [API]: configured(KPIS) },
    fault: ({ path }) => (isLogHidden && path.endsWith('/app/hook/deliveries') ? { status: 404 } : undefined),
  });
  isLogHidden = false;
  play.github.world.setRole('alice', 'maintain');
  play.github.world.install();
  await play.quiet();
});
afterEach(() => play.close());

/** Time goes on, minute by minute, with all that is due. */
async function minutes(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    now += MINUTE;
    await play.quiet();
  }
}

const open = (title: string, body = ''): Pull =>
  play.github.world.openPull({
    repo: API,
    title,
    body,
    by: 'bob',
    files: { [`src/auth/${title}.ts`]: 'a\n'.repeat(40) },
  });
const conclusion = (pull: Pull) => play.checks(pull).at(-1)?.conclusion;
const readings = async () => {
  let all: readonly { value: number }[] = [];
  await play.database(async ({ ledger }) => {
    const repo = { installation: play.github.world.installation.id, owner: 'acme', name: 'api' };
    all = (await ledger.kpis(repo))?.readings ?? [];
  });
  return all.map(({ value }) => value);
};

describe('an hour in which nobody listened', () => {
  it('loses nothing, and does nothing twice', async () => {
    const { world } = play.github;
    const [before, answered] = [open('before'), open('answered')];
    await play.quiet();
    let during: Pull | undefined;
    await play.restart({
      async meanwhile() {
        now += HOUR / 2;
        during = open('during');
        world.edit(answered, { body: ANSWERED, by: 'bob' });
        world.comment(before, '/truenorth waive security/threat-model because the vendor holds it', { by: 'alice' });
        world.dispatch(API, 'truenorth-kpi', { kpi: 'signups', value: 7 });
        await play.github.settled();
        now += HOUR / 2;
      },
    });
    await minutes(5);
    expect(during && conclusion(during)).toBe('failure');
    expect(conclusion(answered)).toBe('success');
    expect(conclusion(before)).not.toBe('failure');
    expect(before.comments.flatMap(({ reactions }) => reactions.map(({ content }) => content))).toEqual(['THUMBS_UP']);
    expect(await readings()).toEqual([7]);
    for (const pull of [before, answered, during as Pull]) expect(play.comments(pull).length).toBeLessThanOrEqual(1);
    const tried = () => play.github.deliveries.list().filter(({ redelivery }) => redelivery).length;
    const redelivered = tried();
    await minutes(10);
    expect(tried()).toBe(redelivered);
  });
});

it('a clock that was days ahead and is put right: nothing is lost, and nothing waits for it to come there again', async () => {
  const { world } = play.github;
  const ahead = open('ahead');
  await play.quiet();
  now += 5 * DAY;
  await minutes(4);
  expect(conclusion(ahead)).toBe('failure');
  let during: Pull | undefined;
  await play.restart({
    async meanwhile() {
      now -= 5 * DAY;
      during = open('during');
      world.comment(ahead, '/truenorth waive security/threat-model because the vendor holds it', { by: 'alice' });
      await play.github.settled();
    },
  });
  await minutes(6);
  expect(play.github.deliveries.list().filter(({ redelivery }) => redelivery).length).toBeGreaterThan(1);
  expect(during && conclusion(during)).toBe('failure');
  expect(conclusion(ahead)).toBe('neutral');
  expect([ahead, during as Pull].map((pull) => [play.checks(pull).length, play.comments(pull).length])).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

describe('a week in which nobody listened', () => {
  it('is found by reading: pull requests, configuration, commands and issues', async () => {
    const { world } = play.github;
    const before = open('before');
    const issue = world.openIssue({ repo: API, title: 'Try it', labels: ['experiment'], body: 'x', by: 'bob' });
    world.comment(issue, '/truenorth kpi signups 8', { by: 'alice' });
    world.comment(issue, '/truenorth help', { by: 'bob' });
    await play.quiet();
    let during: Pull | undefined;
    await play.restart({
      async meanwhile() {
        now += DAY;
        during = open('during');
        world.comment(before, '/truenorth waive security/threat-model because the vendor holds it', { by: 'alice' });
        world.comment(issue, '/truenorth kpi signups 9', { by: 'alice' });
        world.commitTo(API, { files: { '.github/truenorth.yml': KPIS.replace('level: require', 'level: advise') } });
        await play.github.settled();
        now += 6 * DAY;
      },
    });
    await minutes(6);
    expect(play.log.join('')).toContain('repositories are read instead');
    expect(during && conclusion(during)).toBe('neutral');
    expect(before.comments.flatMap(({ reactions }) => reactions.map(({ content }) => content))).toEqual(['THUMBS_UP']);
    // What was answered just before is not done again: its reading stays on its day, its reply is the only one.
    expect(await readings()).toEqual([9, 8]);
    expect(issue.comments.filter(({ body }) => body.startsWith('<!-- truenorth:reply'))).toHaveLength(1);
    const writes = () => play.github.calls.filter(({ kind }) => kind === 'write').length;
    const written = writes();
    await minutes(10);
    expect(writes()).toBe(written);
  });
});

it('a database that was lost is no reason to say anything twice', async () => {
  const { world } = play.github;
  const pull = open('before');
  const issue = world.openIssue({ repo: API, title: 'Try it', labels: ['experiment'], body: 'x', by: 'bob' });
  await play.quiet();
  const comments = () => [pull, issue].map((one) => one.comments.filter(({ author }) => author.type === 'Bot').length);
  expect([comments(), play.checks(pull).length]).toEqual([[1, 1], 1]);
  await play.restart({ fresh: true });
  world.edit(pull, { title: 'again', by: 'bob' });
  world.edit(issue, { body: 'y', by: 'bob' });
  await play.quiet();
  expect([comments(), play.checks(pull).length]).toEqual([[1, 1], 1]);
});

it('a backup that is put back knows nothing of an hour, which is found by reading, and nothing is said twice', async () => {
  const { world } = play.github;
  const backup = join(await mkdtemp(join(tmpdir(), 'truenorth-backup-')), 'truenorth.sqlite');
  const data = join(play.directory, 'truenorth.sqlite');
  const before = open('before');
  const issue = world.openIssue({ repo: API, title: 'Ask', labels: [], body: 'x', by: 'bob' });
  await play.quiet();
  const database = new DatabaseSync(data);
  database.exec(`vacuum into '${backup}'`);
  database.close();

  const then = now;
  now += HOUR;
  const since = open('since');
  world.comment(before, '/truenorth waive security/threat-model because the vendor holds it', { by: 'alice' });
  world.comment(before, '/truenorth explain security/threat-model', { by: 'alice' });
  world.comment(issue, '/truenorth explain security/threat-model', { by: 'alice' });
  world.commitTo(API, {
    files: { '.github/truenorth.yml': `${KPIS}technical-debt: { marker: { level: require } }\n` },
  });
  await minutes(5);
  const shown = () => [before, since].map((pull) => [conclusion(pull), play.comments(pull)]);
  const stood = shown();
  await play.restart({
    async meanwhile() {
      await copyFile(backup, data);
      const settings = readSettings({ TRUENORTH_DATA_DIR: play.directory });
      const clock = { now: () => now };
      expect(await wireRestored({ settings, clock })).toEqual({ since: then });
    },
  });
  await minutes(5);
  expect(shown()).toEqual(stood);
  for (const pull of [before, since]) world.edit(pull, { title: `${pull.title} again`, by: 'bob' });
  await minutes(1);
  expect([conclusion(before), conclusion(since)]).toEqual(['neutral', 'failure']);
  const comments = [before, since, issue].map(
    (one) => one.comments.filter(({ author }) => author.type === 'Bot').length,
  );
  expect(comments).toEqual([2, 1, 1]);
});

describe('where the delivery log cannot be read', () => {
  it('an open pull request that has no check is found and judged, and the others are left alone', async () => {
    isLogHidden = true;
    const before = open('before');
    await play.quiet();
    let during: Pull | undefined;
    await play.restart({
      async meanwhile() {
        during = open('during');
        await play.github.settled();
      },
    });
    await minutes(2);
    expect(during && conclusion(during)).toBe('failure');
    expect(play.checks(before)).toHaveLength(1);
    const [checks, comments] = [play.checks(before).length, play.comments(before).length];
    now += 25 * HOUR;
    await minutes(3);
    expect([play.checks(before).length, play.comments(before).length]).toEqual([checks, comments]);
  });
});

describe('lost deliveries', () => {
  const attempt = (id: number, guid: string, taken: boolean | undefined): LoggedDelivery => ({
    id,
    guid,
    at: id,
    taken,
  });
  it.each([
    ['that failed', [attempt(1, 'a', false)], {}, [1]],
    ['that failed again', [attempt(3, 'a', false), attempt(1, 'a', false)], { a: 1 }, [3]],
    ['but not one that was taken in at last', [attempt(2, 'a', true), attempt(1, 'a', false)], {}, []],
    ['but not one that is under way', [attempt(2, 'a', undefined), attempt(1, 'a', false)], {}, []],
    ['but not one that fails however often', [attempt(4, 'a', false)], { a: 20 }, []],
    ['the oldest first', [attempt(9, 'b', false), attempt(1, 'a', false)], {}, [1, 9]],
  ])('are those %s', (_, logged, tries, ids) => {
    expect(lostIn(logged, tries).map(({ id }) => id)).toEqual(ids);
  });

  it('are looked for in all that GitHub keeps, where the log was read last by a clock that was ahead', async () => {
    const deliveriesSince = vi.fn(async () => []);
    const mark = JSON.stringify({ alive: now + 5 * DAY, tries: {} });
    await recoverDeliveries({
      registry: { deliveriesSince, redeliver: async () => undefined },
      github: { installations: async () => [] },
      ledger: { mark: async () => mark, saveMark: async () => undefined },
      queue: { add: async () => undefined },
      ...{ clock: { now: () => now }, log: createLog('silent') },
    });
    expect(deliveriesSince).toHaveBeenCalledWith(now - 3 * DAY);
  });
});
