import type { IssueFacts } from '../../src/model/issue.ts';
import type { ChangedFile, PullFacts } from '../../src/model/pull.ts';
import { Policy } from '../../src/policy/schema.ts';

/** A changed file with so many added lines. */
export const file = (path: string, additions = 1, more: Partial<ChangedFile> = {}): ChangedFile => ({
  ...{ path, status: 'modified', additions, deletions: 0 },
  ...more,
});

/** An ordinary pull request; a test changes the one thing it is about. */
export const pullFacts = (change: Partial<PullFacts> = {}): PullFacts => ({
  number: 12,
  title: 'Tidy up',
  body: '',
  author: { login: 'ada', bot: false },
  draft: false,
  fork: false,
  base: 'main',
  labels: [],
  dismissed: [],
  files: { whole: true, files: [file('README.md')] },
  closes: [],
  templates: [],
  newcomer: false,
  people: { approvals: 0, involved: [] },
  linked: [],
  teams: {},
  codeowners: 'absent',
  debt: { points: 0, issues: [] },
  findings: {},
  declared: { outcomes: [], decisions: ['docs/decisions/**', 'docs/adr/**'] },
  ...change,
});

export const files = (...list: ChangedFile[]): PullFacts['files'] => ({ whole: true, files: list });

/** A file list that GitHub cut short. */
export const cutShort = (...list: ChangedFile[]): PullFacts['files'] => ({
  ...{ whole: false, files: list },
  ...{ because: 'GitHub lists only 3,000 of its 3,412 changed files', cause: 'subject' },
});

/** The defaults with what the test configures. */
export const policy = (config: object = {}): Policy => Policy.parse({ version: 1, ...config });

/** The North Star of the examples: two outcomes, one with paths. */
export const OUTCOMES = [
  {
    id: 'activation',
    title: 'Clinics go live in a day',
    keywords: ['onboarding', 'sign-up'],
    paths: ['apps/onboarding/**'],
  },
  {
    id: 'reliability',
    title: 'The booking page is always up',
    keywords: ['latency', 'retry'],
    paths: ['services/booking/**'],
  },
];

/** An ordinary issue, opened on 1 September 2026 and judged in Berlin a day later. */
export const issueFacts = (change: Partial<IssueFacts> = {}): IssueFacts => ({
  ...{ number: 7, title: 'An issue', body: '', labels: [], open: true, assignees: [], subIssues: [] },
  ...{ createdAt: Date.parse('2026-09-01T10:00Z'), now: Date.parse('2026-09-02T10:00Z'), zone: 'Europe/Berlin' },
  ...change,
});
