import { HOUR, WEEK } from '../../model/time.ts';
import type { NewPull } from '../github/pulls.ts';
import type { NewThread } from '../github/threads.ts';
import type { World } from '../github/world.ts';
import { FRONT_DESK, TEMPLATE } from './configurations.ts';
import { DEPENDABOT } from './past/repositories.ts';
import { type Story, tell } from './past/teller.ts';
import type { Weeks } from './past/weeks.ts';

const REPO = 'acme/front-desk';
const CHECKOUT = '08c6903cd8c0fde910a37f88322edcfb5dd907a8';

const PACKAGE = (dependencies: Record<string, string>) =>
  `${JSON.stringify({ name: 'front-desk', type: 'module', dependencies }, null, 2)}\n`;
const WORKFLOW = (uses: string) => `name: Tests
on: pull_request
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: ${uses}
      - run: npm test
`;
const numbered = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('');

const FILES = {
  'README.md': '# front-desk\n\nWhat the front desk of a clinic works with.\n',
  ...DEPENDABOT,
  '.github/truenorth.yml': FRONT_DESK,
  '.github/pull_request_template.md': TEMPLATE,
  '.github/CODEOWNERS':
    '*.md @acme/staff\n/.github/ @acme/staff\n/src/ @acme/desk\n/test/ @acme/desk\n/docs/ @acme/staff\n/package.json @acme/desk\n/Dockerfile @acme/desk\n',
  '.github/workflows/tests.yml': WORKFLOW(`actions/checkout@${CHECKOUT} # v5.0.0`),
  'docs/decisions/0001-one-queue.md':
    '# One queue a desk\n\nOutcome: activation\n\nPatients see one line, whoever is on duty.\n',
  'package.json': PACKAGE({ zod: '4.1.0' }),
  'src/desk.ts': 'export const open = (hour: number): boolean => hour >= 8 && hour < 18;\n',
  'test/desk.test.ts': "import { open } from '../src/desk.ts';\n",
};

/** A pull request that shows one guardrail in one state. */
export interface Shown {
  rule: string;
  outcome: 'met' | 'unmet' | 'unknown';
  /** Default: the front desk's. */
  repo?: string;
  pull: Omit<NewPull, 'repo'>;
  /** What people did to it. */
  after?(world: World, pull: ReturnType<World['openPull']>): void;
}

/** Each guardrail met and unmet, and one that could not be judged. */
export const SHOWN: readonly Shown[] = [
  {
    ...{ rule: 'outcomes/measure', outcome: 'unmet' },
    pull: {
      ...{ title: 'feat: the desk sees who waits longest', by: 'grace', labels: ['feature'] },
      files: { 'src/waiting.ts': 'export const byWait = (a: number, b: number): number => b - a;\n' },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'outcomes/measure', outcome: 'met' },
    pull: {
      ...{ title: 'feat: patients check in by themselves', by: 'grace', labels: ['feature'] },
      files: { 'src/check-in.ts': 'export const checkIn = (patient: string) => ({ patient, here: true });\n' },
      body: 'Outcome: activation\n\n## Measure\n\nShare of patients who check in by themselves: from none to a third by the end of March.',
    },
  },
  {
    ...{ rule: 'developer-experience/small-batch', outcome: 'unmet' },
    pull: {
      ...{ title: 'Opening hours of every clinic', by: 'linus' },
      files: { 'src/hours.ts': numbered(80, (n) => `export const clinic${n} = { opens: 8, closes: 18 };\n`) },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'developer-experience/small-batch', outcome: 'met' },
    pull: {
      ...{ title: 'Opening hours of the first clinic', by: 'linus' },
      files: { 'src/hours.ts': 'export const clinic = { opens: 8, closes: 18 };\n' },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'developer-experience/paved-road', outcome: 'unmet' },
    pull: {
      ...{ title: 'Show dates the way people say them', by: 'mei' },
      files: { 'package.json': PACKAGE({ moment: '2.30.1', zod: '4.1.0' }) },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'developer-experience/paved-road', outcome: 'met' },
    pull: {
      ...{ title: 'Show dates the way people say them, with what we use already', by: 'mei' },
      files: { 'package.json': PACKAGE({ luxon: '3.7.2', zod: '4.1.0' }) },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'developer-experience/paved-road', outcome: 'unknown' },
    pull: {
      ...{ title: 'Tidy up package.json', by: 'mei' },
      files: { 'package.json': '{\n  "name": "front-desk",\n  "dependencies": { "zod": "4.1.0", }\n}\n' },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'resilience/recovery', outcome: 'unmet' },
    pull: {
      ...{ title: 'Doors open by phone', by: 'ada' },
      files: { 'src/doors.ts': numbered(32, (n) => `export const door${n} = () => open(${n});\n`) },
      body: 'Outcome: activation\n\n## Observability\n\nEach door logs who opened it, and an alert tells of one that stays open.',
    },
  },
  {
    ...{ rule: 'resilience/recovery', outcome: 'met' },
    pull: {
      ...{ title: 'Doors open by card', by: 'ada' },
      files: { 'src/cards.ts': numbered(32, (n) => `export const card${n} = () => open(${n});\n`) },
      body: 'Outcome: activation\n\n## Recovery\n\nThe toggle `doors-by-card` turns it off; keys keep working all the time.',
    },
  },
  {
    ...{ rule: 'security/privacy', outcome: 'unmet' },
    pull: {
      ...{ title: 'Remember who paid in cash', by: 'linus' },
      files: { 'src/payment.ts': 'export const paid = new Map<string, number>();\n' },
      body: 'Outcome: activation\n\n## Threat model\n\nWhoever reads the list learns who was here; it stays on the desk’s own machine.',
    },
  },
  {
    ...{ rule: 'security/privacy', outcome: 'met' },
    pull: {
      ...{ title: 'Forget payments after a day', by: 'linus' },
      files: { 'src/payment-log.ts': 'export const KEPT_HOURS = 24;\n' },
      body: 'Outcome: patient-trust\n\n## Threat model\n\nN/A, because less is kept than before and nobody new can read it.\n\n## Privacy\n\nThe name of who paid is kept for a day instead of a year; the front desk alone sees it.',
    },
  },
  {
    ...{ rule: 'security/ownership', outcome: 'unmet' },
    pull: {
      ...{ title: 'A script that prints name tags', by: 'mei' },
      files: { 'tools/name-tags.md': '# Name tags\n', 'tools/print.txt': 'Hello, my name is\n' },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'security/ownership', outcome: 'met' },
    pull: {
      ...{ title: 'Name tags, with somebody who looks after them', by: 'mei' },
      files: {
        '.github/CODEOWNERS': `${FILES['.github/CODEOWNERS']}/tools/ @acme/desk\n`,
        'tools/print.txt': 'Hello, my name is\n',
      },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'security/tests', outcome: 'unmet' },
    pull: {
      ...{ title: 'Open an hour longer on Thursdays', by: 'ada' },
      files: {
        'src/desk.ts':
          'export const open = (hour: number, day = 1): boolean => hour >= 8 && hour < (day === 4 ? 19 : 18);\n',
      },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'security/tests', outcome: 'met' },
    pull: {
      ...{ title: 'Open an hour longer on Fridays', by: 'ada' },
      files: {
        'src/desk.ts':
          'export const open = (hour: number, day = 1): boolean => hour >= 8 && hour < (day === 5 ? 19 : 18);\n',
        'test/desk.test.ts': "import { open } from '../src/desk.ts';\n\nassert(open(18, 5));\n",
      },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'security/workflow-pinning', outcome: 'unmet' },
    pull: {
      ...{ title: 'Cache what the tests install', by: 'grace' },
      files: { '.github/workflows/tests.yml': WORKFLOW('actions/cache@v4') },
      body: 'Outcome: activation\n\n## Threat model\n\nWhoever fills the cache runs code in our tests; it is filled on the main branch alone.',
    },
  },
  {
    ...{ rule: 'security/workflow-pinning', outcome: 'met' },
    pull: {
      ...{ title: 'Cache what the tests install, pinned', by: 'grace' },
      files: {
        '.github/workflows/tests.yml': WORKFLOW('actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0'),
      },
      body: 'Outcome: activation\n\n## Threat model\n\nWhoever fills the cache runs code in our tests; it is filled on the main branch alone.',
    },
  },
  {
    ...{ rule: 'technical-debt/marker', outcome: 'unmet' },
    pull: {
      ...{ title: 'Closed on public holidays', by: 'linus' },
      files: { 'src/holidays.ts': '// TODO: ask the calendar instead\nexport const HOLIDAYS = [1, 359, 360];\n' },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'technical-debt/marker', outcome: 'met' },
    pull: {
      ...{ title: 'Closed on public holidays, for now by a list', by: 'linus' },
      files: { 'src/holidays.ts': '// TODO(#1): ask the calendar instead\nexport const HOLIDAYS = [1, 359, 360];\n' },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'trust/first-contribution', outcome: 'unmet' },
    pull: {
      ...{ title: 'The desk says hello in Portuguese', by: 'joana', fork: true },
      files: { 'docs/hello.md': '# Hello\n\nOlá!\n' },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'trust/first-contribution', outcome: 'met' },
    pull: {
      ...{ title: 'The desk says hello in Polish', by: 'kasia' },
      files: { 'docs/hello.md': '# Hello\n\nCześć!\n' },
      body: 'Outcome: activation',
    },
    after: (world, pull) => world.requestReview(pull, 'mira', { by: 'grace' }),
  },
  {
    ...{ rule: 'trust/shared-decision', outcome: 'unmet' },
    pull: {
      ...{ title: 'Decide: appointments are kept by the clinic', by: 'grace' },
      files: {
        'docs/decisions/0002-appointments.md': '# Appointments are kept by the clinic\n\nOutcome: reliability\n',
      },
      body: 'Outcome: reliability',
    },
    after: (world, pull) => world.review(pull, 'APPROVED', { by: 'linus' }),
  },
  {
    ...{ rule: 'trust/shared-decision', outcome: 'met' },
    pull: {
      ...{ title: 'Decide: consent is asked for once', by: 'grace' },
      files: { 'docs/decisions/0003-consent.md': '# Consent is asked for once\n\nOutcome: patient-trust\n' },
      body: 'Outcome: patient-trust',
    },
    after(world, pull) {
      for (const by of ['linus', 'mei']) world.review(pull, 'APPROVED', { by });
    },
  },
  {
    ...{ rule: 'technical-debt/budget', outcome: 'unmet' },
    pull: {
      ...{ title: 'Opening hours are written twice for now', by: 'linus', labels: ['adds-debt'] },
      files: { 'docs/hours.md': '# Hours, again\n' },
      body: 'Outcome: activation',
    },
  },
  {
    ...{ rule: 'technical-debt/budget', outcome: 'met', repo: 'acme/scheduler' },
    pull: {
      ...{ title: 'Reminders are sent from two places for now', by: 'mei', labels: ['adds-debt'] },
      files: { 'docs/reminders.md': '# Reminders\n' },
      body: 'Outcome: reliability',
    },
  },
  {
    ...{ rule: 'alignment/discovery', outcome: 'unmet' },
    pull: {
      ...{ title: 'feat: a bell for the desk', by: 'mei', labels: ['feature'] },
      files: { 'docs/bell.md': '# The bell\n' },
      body: 'Outcome: activation\n\nFixes #2',
    },
  },
  {
    ...{ rule: 'alignment/discovery', outcome: 'met' },
    pull: {
      ...{ title: 'feat: holidays from the calendar', by: 'mei', labels: ['feature'] },
      files: { 'docs/calendar.md': '# The calendar\n' },
      body: 'Outcome: activation\n\nFixes #1',
    },
  },
  {
    ...{ rule: 'communication/decision-record', outcome: 'unmet' },
    pull: {
      ...{ title: 'The desk runs in a container', by: 'ada' },
      files: { Dockerfile: 'FROM node:24-alpine\n' },
      body: 'Outcome: reliability\n\n## Threat model\n\nThe image is built from a known base and runs as a user without rights.',
    },
  },
  {
    ...{ rule: 'communication/decision-record', outcome: 'met' },
    pull: {
      ...{ title: 'The desk runs in a container, as decided', by: 'ada' },
      files: { Dockerfile: 'FROM node:24-alpine\n' },
      body: 'Outcome: reliability\n\nFollows docs/decisions/0001-one-queue.md.\n\n## Threat model\n\nThe image is built from a known base and runs as a user without rights.',
    },
  },
];

/** The repository with every guardrail turned on, and two issues as old as it is. */
export function beginFrontDesk(world: World, at: number): void {
  world.addRepo({ name: REPO, labels: ['feature', 'experiment'], files: FILES, at });
  const holidays = world.openIssue({
    repo: REPO,
    title: 'Patients stand before closed doors on holidays',
    by: 'pia',
    at,
  });
  world.comment(holidays, 'Twelve complaints in December alone.', { by: 'paolo', at });
  world.openIssue({ repo: REPO, title: 'Nobody hears the phone', by: 'ada', at });
}

/** What is to be seen there today: what was merged lately, what issues are asked for, then each guardrail met and unmet. */
export const frontDeskToday = (world: World, { day }: Weeks): Story[] => [
  ...['grace', 'linus', 'mei', 'ada'].map((by, n) => shift(world, by, n)),
  ...ASKED.map(({ weeks, title, body }) => {
    const at = weeksAgo(world, weeks);
    return issue(world, { title, body: body.replace('{day}', day(at, 14)), by: 'mei', at });
  }),
  ...DEBTS.map(([weeks, points, title]) =>
    issue(world, { title, by: 'ada', labels: ['tech-debt', `debt: ${points}`], at: weeksAgo(world, weeks) }),
  ),
  ...SHOWN.filter(({ repo = REPO }) => repo === REPO).map((shown, n, all) => show(world, shown, all.length - n)),
];

/** Issues are asked for what they lack when somebody labels them, so that is told once the app is there to hear of it. */
export function labelAsked(world: World): void {
  const { threads } = world.repoOf(REPO);
  for (const { title, labels } of ASKED) {
    for (const asked of [...threads.values()].filter((thread) => thread.title === title))
      for (const label of labels) world.addLabel(asked, label, { by: 'mei', at: asked.createdAt });
  }
}

function* shift(world: World, by: string, n: number): Story {
  const at = world.now() - (60 + n) * HOUR;
  yield at;
  const files = { [`docs/shift-${n + 1}.md`]: `# Shift ${n + 1}\n` };
  const pull = { repo: REPO, title: `What shift ${n + 1} does`, by, files, body: 'Outcome: activation', at };
  world.merge(world.openPull(pull), { at });
}

function* issue(world: World, wish: Omit<NewThread, 'repo'> & { at: number }): Story {
  yield wish.at;
  world.openIssue({ ...wish, repo: REPO });
}

/** Weeks old, points, and what it is. */
const DEBTS = [
  [14, 8, 'Opening hours are kept in two places'],
  [3, 3, 'The calendar is read anew for every patient'],
] as const;

/** Issues that show each guardrail on issues unmet, `{day}` being two weeks later; the debts above are estimated. */
export const ASKED = [
  {
    ...{
      rule: 'technical-debt/estimate',
      title: 'Doors are opened by three programs',
      labels: ['tech-debt'],
      weeks: 1,
    },
    body: 'One of them nobody understands.',
  },
  {
    ...{ rule: 'outcomes/experiment', title: 'Reminders by SMS', labels: ['experiment'], weeks: 8 },
    body: '## Hypothesis\n\nFewer patients forget their appointment when a message reminds them.\n\n## Metric\n\nAppointments missed, from 9% to 6%.\n\nDecide by: {day}',
  },
  {
    ...{ rule: 'resilience/post-incident', title: 'Nobody could check in on Monday', labels: ['incident'], weeks: 2 },
    body: 'From 8:00 to 8:40 the front desks of all clinics were blank.',
  },
] as const;

const weeksAgo = (world: World, weeks: number): number => world.now() - weeks * WEEK;

/** What is shown in other repositories, once these have what they need for it. */
export function playElsewhere(world: World): void {
  const labels = ['tech-debt', 'debt: 5'];
  world.openIssue({
    repo: 'acme/scheduler',
    title: 'Two ways to send a reminder',
    by: 'mei',
    labels,
    at: weeksAgo(world, 6),
  });
  const shown = SHOWN.filter(({ repo = REPO }) => repo !== REPO);
  tell(
    shown.map((one, n) => show(world, one, shown.length - n)),
    world.now(),
  );
}

function* show(world: World, { repo = REPO, pull, after }: Shown, hours: number): Story {
  const at = world.now() - hours * HOUR;
  yield at;
  const opened = world.openPull({ ...pull, repo, at });
  after?.(world, opened);
}
