import { afterEach, expect, it } from 'vitest';
import type { Pull } from '../../src/sandbox/github/entities.ts';
import type { NewPull } from '../../src/sandbox/github/pulls.ts';
import type { World } from '../../src/sandbox/github/world.ts';
import { configured, lines, type Playground, startPlayground } from '../support/playground.ts';

const CONFIG = `version: 1
north-star:
  outcomes:
    - { id: activation, title: Clinics go live in a day }
    - { id: reliability, title: The booking page is always up }
resilience: { observability: { level: "off" } }
`;
const REPO = 'acme/api';
const SIGN_UP = { title: 'Welcome form asks less, one step more', files: { 'apps/welcome/step99.ts': lines(3) } };

/** Eighty pull requests, merged before Truenorth was there: half about welcoming clinics, half about slow pages. */
function past(world: World): void {
  for (let n = 0; n < 80; n++) {
    const [outcome, title, path] =
      n % 2 === 0
        ? ['activation', `Welcome form asks less, step ${n}`, `apps/welcome/step${n}.ts`]
        : ['reliability', `Slow page waits for the queue ${n}`, `services/queue/worker${n}.ts`];
    const pull = world.openPull({
      ...{ repo: REPO, by: 'ada', title, body: `Outcome: ${outcome}`, files: { [path]: lines(2) } },
    });
    world.merge(pull, { by: 'cleo' });
  }
}

let play: Playground;
afterEach(() => play.close());

async function start(before?: (world: World) => void): Promise<void> {
  play = await startPlayground({
    repos: { [REPO]: configured(CONFIG) },
    ...(before ? { before } : {}),
  });
  // The first event makes the past known.
  await open({ title: 'Tidy', files: { 'x.ts': lines(1) } });
}

async function open(more: Omit<NewPull, 'repo'>): Promise<Pull> {
  const pull = play.github.world.openPull({ repo: REPO, by: 'bob', ...more });
  await play.quiet(30_000);
  return pull;
}

const summary = (pull: Pull) => play.checks(pull).at(-1)?.summary ?? '';

it('labels what resembles merged pull requests whose outcome was declared, and says by which words and paths', async () => {
  await start(past);
  const pull = await open(SIGN_UP);
  expect(play.labels(pull)).toEqual(['north-star: activation']);
  expect(summary(pull)).toContain('Inferred from what people confirmed before: `activation`');
  expect(summary(pull)).toMatch(/by the words? [^|]*`(?:welcome|form)`/);
  expect(summary(pull)).toContain('`apps/welcome`');
});

it('learns from a label that a person took away, and keeps it away', async () => {
  await start(past);
  const pull = await open(SIGN_UP);
  play.github.world.removeLabel(pull, 'north-star: activation', { by: 'cleo' });
  await play.quiet();
  play.github.world.push(pull, { files: { 'apps/welcome/b.ts': lines(2) }, by: 'bob' });
  await play.quiet();
  expect(play.labels(pull)).toEqual(['north-star: unaligned']);
  await play.database(async ({ ledger }) => {
    const lessons = await ledger.lessons(play.github.world.installation.id);
    expect(lessons.filter(({ outcomes }) => outcomes.length === 0)).toHaveLength(1);
  });
});

it('learns at once from a command and a label by a person, of a fork from the label alone, and unlearns what is taken back', async () => {
  await start();
  const { world } = play.github;
  const lessons = async () => {
    let outcomes: string[] = [];
    await play.database(async ({ ledger }) => {
      outcomes = (await ledger.lessons(world.installation.id)).flatMap((one) => one.outcomes).sort();
    });
    return outcomes;
  };
  const [own, forked] = [await open(SIGN_UP), await open({ ...SIGN_UP, fork: true, by: 'stranger' })];
  expect(await lessons()).toEqual([]);
  world.comment(own, '/truenorth outcome activation', { by: 'bob' });
  world.comment(forked, '/truenorth outcome reliability', { by: 'stranger' });
  await play.quiet();
  expect(await lessons()).toEqual(['activation']);
  world.addLabel(forked, 'north-star: activation', { by: 'cleo' });
  await play.quiet();
  expect(await lessons()).toEqual(['activation', 'activation']);
  world.removeLabel(forked, 'north-star: activation', { by: 'cleo' });
  await play.quiet();
  expect(await lessons()).toEqual(['activation']);
});

it('keeps no word of what it learned from, and asks GitHub nothing more for it', async () => {
  await start(past);
  play.calls();
  await open(SIGN_UP);
  const before = play.calls();
  await play.database(async ({ ledger }) => {
    const kept = JSON.stringify(await ledger.lessons(play.github.world.installation.id));
    expect(kept).not.toMatch(/welcome|queue|form|apps/i);
    expect(kept).toContain('activation');
  });
  expect(before.filter((route) => /issues|search|contents/.test(route))).toEqual([]);
});
