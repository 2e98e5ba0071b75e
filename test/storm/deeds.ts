import type { Issue, Pull } from '../../src/sandbox/github/entities.ts';
import type { World } from '../../src/sandbox/github/world.ts';
import type { Chance } from './random.ts';

export const REPOSITORIES = ['acme/api', 'acme/web', 'acme/ios', 'acme/android'] as const;
const HEALTH = 'acme/engineering-health';

/** The organisation's configuration: every rule that the deeds below can change the verdict of. */
const CONFIG = `version: 1
north-star:
  statement: Every clinic sees its first patient within a day of signing up.
  outcomes:
    - { id: activation, title: Clinics go live in a day }
    - { id: reliability, title: The booking page is always up }
outcomes:
  kpis:
    - { id: signups, title: Sign-ups, kind: adoption, unit: a week, direction: up, baseline: 0, target: 10 }
security: { threat-model: { level: require } }
resilience: { observability: { level: advise } }
technical-debt: { budget: { points: 60, level: advise } }
communication: { timezone: UTC, digest: { repository: ${HEALTH}, at: monday 09:00 } }
`;

const THREATS = `## Threat model

A stolen session token could be replayed; it is bound to the device and short-lived now.
`;
const SIGNALS = `## Observability

The login counter and the trace of the token exchange show whether it works.
`;
const BODIES = [
  '',
  'Outcome: activation\n',
  'Outcome: reliability\n',
  `Outcome: activation\n\n${THREATS}`,
  `${SIGNALS}`,
  `Outcome: reliability\n\n${THREATS}\n${SIGNALS}`,
];
const LABELS = ['adds-debt', 'chore', 'security'];
const COMMANDS = [
  '/truenorth waive security/threat-model until 2026-09-20 because the vendor holds it',
  '/truenorth waive security/threat-model for ever',
  '/truenorth unwaive security/threat-model',
  '/truenorth outcome reliability',
  '/truenorth outcome activation, reliability',
  '/truenorth outcome nonsense',
  '/truenorth recheck',
];
const QUESTIONS = ['/truenorth explain security/threat-model', '/truenorth help', '/truenorth what'];

/** A played organisation before anything happens: rules, people, and an issue to give commands on. */
export function settle(world: World): void {
  world.addRepo({ name: 'acme/.github', files: { '.github/truenorth.yml': CONFIG } });
  for (const name of [HEALTH, ...REPOSITORIES]) world.addRepo({ name, files: { 'README.md': `# ${name}\n` } });
  world.setRole('mona', 'maintain');
}

/** What is there before the first wave, so that the issues that the app opens have the same numbers in every run. */
export function begin(world: World): void {
  world.openIssue({ repo: HEALTH, title: 'Commands', by: 'mona' });
  for (const repo of REPOSITORIES)
    world.openIssue({ repo, title: 'The first debt', labels: ['tech-debt', 'debt: 3'], by: 'bob' });
}

export interface Wave {
  deeds: number;
  /** The digest is written meanwhile: nothing happens that it would tell of, or not, by how fast it is. */
  isTold: boolean;
}

const threadsOf = (world: World) => REPOSITORIES.flatMap((repo) => [...world.repoOf(repo).threads.values()]);

/**
 * What people do in one wave, each call one deed. Two deeds of a wave never concern the same thing of the same pull request: what
 * comes of such two depends on which of them is worked on first, in a storm and without one.
 */
export function* wave(world: World, random: Chance, { deeds, isTold }: Wave): Generator<void> {
  const free = threadsOf(world).filter(({ author, open }) => open && author.type === 'User');
  const pulls = shuffled(
    free.filter((thread): thread is Pull => thread.kind === 'pull'),
    random,
  );
  const debts = shuffled(
    free.filter((thread): thread is Issue => thread.kind === 'issue'),
    random,
  );
  for (let i = 0; i < deeds; i += 1) {
    const kind = random.below(100);
    if (isTold) say(world, pulls.pop(), random, QUESTIONS);
    else if (kind < 25) open(world, random);
    else if (kind < 33) owe(world, random);
    else if (kind < 40) measure(world, random);
    else if (kind < 47) relieve(world, debts.pop(), random);
    else change(world, pulls.pop(), random);
    yield;
  }
}

function open(world: World, random: Chance): void {
  const repo = random.oneOf(REPOSITORIES);
  const name = random.below(1_000_000);
  world.openPull({
    ...{ repo, title: `Exchange token ${name}`, body: BODIES[random.below(3)] ?? '', by: 'bob' },
    files: { [`services/auth/${name}.ts`]: 'const answer = 42;\n'.repeat(40) },
  });
}

function owe(world: World, random: Chance): void {
  const labels = ['tech-debt', `debt: ${1 + random.below(8)}`];
  world.openIssue({ repo: random.oneOf(REPOSITORIES), title: `Debt ${random.below(1_000)}`, labels, by: 'bob' });
}

/** A reading of a day that no other deed tells of; `told` is the world's own count of them. */
function measure(world: World, random: Chance): void {
  const told = readings.get(world) ?? 0;
  readings.set(world, told + 1);
  const day = new Date(Date.UTC(2024, 0, 1 + told)).toISOString().slice(0, 10);
  const value = random.below(100);
  const [issue] = world.repoOf(HEALTH).threads.values();
  if (random.below(2) === 0) world.dispatch('acme/.github', 'truenorth-kpi', { kpi: 'signups', value, date: day });
  else if (issue)
    world.comment(issue, `/truenorth kpi signups ${value} on ${day}`, { by: random.oneOf(['mona', 'bob']) });
}
const readings = new WeakMap<World, number>();

function relieve(world: World, debt: Issue | undefined, random: Chance): void {
  if (debt === undefined) return;
  if (random.below(3) === 0) world.close(debt, { by: 'bob' });
  else world.setLabels(debt, ['tech-debt', `debt: ${1 + random.below(8)}`], { by: 'bob' });
}

function change(world: World, pull: Pull | undefined, random: Chance): void {
  if (pull === undefined) return;
  const check = world.checksAt(pull.repo, pull.head.sha).at(-1);
  const kind = random.below(100);
  if (kind < 25) say(world, pull, random, [...COMMANDS, ...QUESTIONS]);
  else if (kind < 35 && check) world.requestAction(check, 'add-sections', { by: 'mona' });
  else if (kind < 42 && check) world.rerequestCheck(check, { by: 'mona' });
  else {
    if (kind < 70) world.editPull(pull, { body: random.oneOf(BODIES), by: 'bob' });
    if (kind > 60)
      world.push(pull, { files: { [`docs/${random.below(1_000_000)}.md`]: 'What it does.\n' }, by: 'bob' });
    if (kind > 80) world.addLabel(pull, random.oneOf(LABELS), { by: 'mona' });
    if (kind > 90) world.comment(pull, 'Looks good to me.', { by: 'cleo' });
  }
}

function say(world: World, pull: Pull | undefined, random: Chance, commands: readonly string[]): void {
  if (pull) world.comment(pull, random.oneOf(commands), { by: random.oneOf(['mona', 'mona', 'bob']) });
}

function shuffled<T>(things: readonly T[], random: Chance): T[] {
  return things
    .map((thing) => ({ thing, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ thing }) => thing);
}
