import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, DAY } from '../support/history.ts';
import { type Playground, startPlayground } from '../support/playground.ts';

const DESK = 'acme/engineering-health';
const ORGANISATION = `version: 1
north-star:
  statement: Every clinic sees its first patient within a day of signing up.
  outcomes:
    - { id: activation, title: Clinics go live in a day }
technical-debt: { budget: { points: 5 } }
alignment:
  product: acme/product
  engineering: acme/engineering
  rituals: [{ id: roadmap-review, title: Roadmap review, every: 1 week }]
communication:
  timezone: Europe/Berlin
  digest: { repository: ${DESK}, at: monday 09:00 }
`;
/** A repository's own, with what only its readers may know. */
const OWN = `version: 1
north-star:
  outcomes:
    - { id: zanzibar-launch, title: Zanzibar goes live }
communication: { health: weekly }
`;

let now = at('2026-09-04T08:00Z');
let play: Playground;
let written: string;

beforeAll(async () => {
  play = await startPlayground({
    ...{ clock: { now: () => now }, now: () => now },
    repos: { 'acme/.github': { '.github/truenorth.yml': ORGANISATION }, [DESK]: { 'README.md': '# Health\n' } },
    before: (world) =>
      world.addRepo({
        name: 'acme/vault',
        private: true,
        files: { 'README.md': '# vault\n', '.github/truenorth.yml': OWN },
      }),
  });
  const { world } = play.github;
  world.install();
  await play.quiet();
  for (let n = 0; n < 6; n += 1) {
    const title = `Rotate Zanzibar key ${n}`;
    const pull = world.openPull({ repo: 'acme/vault', title, by: 'bob', files: { [`docs/zanzibar-${n}.md`]: 'a\n' } });
    now += DAY / 24;
    world.merge(pull, { by: 'bob' });
  }
  const debt = { labels: ['tech-debt', 'debt: 9'], by: 'bob' };
  world.openIssue({ repo: 'acme/vault', title: 'Zanzibar is tangled', body: 'Debt: 9', ...debt });
  const experiment = { labels: ['experiment'], body: 'Decide by: 2026-08-20', by: 'bob' };
  world.openIssue({ repo: 'acme/vault', title: 'Try Zanzibar', ...experiment });
  world.addAlert('acme/vault', {
    ...{ severity: 'critical', at: at('2026-08-01T00:00Z'), summary: 'Zanzibar overflows' },
    package: { ecosystem: 'npm', name: 'zanzibar' },
  });
  for (const moment of [
    '2026-09-06T12:00Z',
    '2026-09-07T07:01Z',
    '2026-09-07T07:05Z',
    '2026-09-07T08:00Z',
    '2026-09-07T08:05Z',
  ]) {
    now = at(moment);
    await play.quiet();
  }
  written = [...world.repos.values()]
    .filter((repo) => !repo.private)
    .flatMap((repo) => [...repo.threads.values()])
    .flatMap(({ title, body, comments, labels }) => [
      ...[title, body, ...comments.map((comment) => comment.body)],
      ...labels.map(({ name, description }) => `${name} ${description ?? ''}`),
    ])
    .join('\n');
});
afterAll(() => play.close());

it('what is public tells of a private repository in totals alone: no name, no text, no alert, no team', () => {
  expect(written).toContain('<!-- truenorth:digest org=acme week=2026-W36 -->');
  expect(written).toContain('6 merged changes by people');
  expect(written).toContain('1 private repository counts in totals alone');
  expect(written).not.toMatch(/vault|zanzibar|critical|dependabot alert|acme\/product|bob/i);
});

it('its own readers are told all of it', () => {
  const own = [...play.github.world.repoOf('acme/vault').threads.values()].find(
    ({ title }) => title === 'Engineering health',
  );
  expect(own?.body).toContain('critical');
});

it('a repository that is made private is known to be so before the next week is told', async () => {
  const { world } = play.github;
  const { installation } = world;
  const repo = { installation: installation.id, owner: 'acme', name: 'engineering-health' };
  const remembered: unknown[] = [];
  const look = () =>
    play.database(async ({ ledger }) => void remembered.push((await ledger.repository(repo)).memory?.private));
  await look();
  world.repoOf(DESK).private = true;
  const repository = { name: repo.name, owner: { login: repo.owner }, default_branch: 'main' };
  await play.send('repository', { action: 'privatized', installation: { id: installation.id }, repository });
  await play.quiet();
  await look();
  expect(remembered).toEqual([false, true]);
});
