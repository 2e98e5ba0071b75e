import { describe, expect, it } from 'vitest';
import { issueRecord, milestoneRecord, pullRecord, type Setting, watchedBy } from '../../src/health/records.ts';
import type { IssuePast, PullPast } from '../../src/model/past.ts';
import { OUTCOMES, policy } from '../support/facts.ts';

const POLICY = policy({ 'north-star': { outcomes: OUTCOMES, outcome: { exempt: { labels: ['chore'] } } } });
const SETTING: Setting = {
  ...{ defaultBranch: 'main', policy: POLICY, templates: [], codeowners: 'absent' },
  who: (login) => `digest of ${login.length}`,
};

const past = (more: Partial<PullPast> = {}): PullPast => ({
  ...{ number: 1, title: 'Change', body: '', author: { login: 'ann', bot: false }, draft: false, fork: false },
  ...{
    base: 'main',
    headSha: '4f2a91c',
    labels: [],
    closes: [],
    files: { whole: true, files: [] },
    createdAt: 100,
    updatedAt: 200,
  },
  ...{ turns: [], requests: [], reviews: [], size: { additions: 1, deletions: 0, files: 1 } },
  ...more,
});
const record = (more: Partial<PullPast>, setting: Partial<Setting> = {}) =>
  pullRecord(past(more), { ...SETTING, ...setting });

describe('a pull request’s record', () => {
  it.each<[string, Partial<PullPast>, object[]]>([
    ['never', {}, []],
    ['still, as it was opened', { draft: true }, [{ from: 100 }]],
    ['until it was ready', { turns: [{ at: 150, to: 'ready' }] }, [{ from: 100, to: 150 }]],
    ['from when it was taken back', { draft: true, turns: [{ at: 150, to: 'draft' }] }, [{ from: 150 }]],
    [
      'twice, told out of order, and twice the same',
      {
        turns: [
          { at: 180, to: 'ready' },
          { at: 120, to: 'ready' },
          { at: 150, to: 'draft' },
          { at: 160, to: 'draft' },
        ],
      },
      [
        { from: 100, to: 120 },
        { from: 150, to: 180 },
      ],
    ],
  ])('tells when it was a draft: %s', (_, more, drafts) => expect(record(more).drafts).toEqual(drafts));

  it('keeps reviews by others, none that is pending, and nobody’s name', () => {
    const by = (login: string) => ({ login, bot: false });
    const reviews = [
      { at: 1, by: by('ANN'), state: 'COMMENTED' },
      { at: 2, by: by('cleo'), state: 'PENDING' },
      { at: 3, by: by('cleo'), state: 'CHANGES_REQUESTED' },
      { at: 4, by: { login: 'lint[bot]', bot: true }, state: 'APPROVED' },
    ];
    expect(record({ reviews }).reviews).toEqual([
      { at: 3, by: { who: 'digest of 4', bot: false }, state: 'changes requested' },
      { at: 4, by: { who: 'digest of 9', bot: true }, state: 'approved' },
    ]);
    expect(JSON.stringify(record({ reviews, title: 'Secret', body: 'Secret' }))).not.toMatch(/cleo|ann\b|Secret/i);
  });

  it.each([
    ['Revert "New parser"', 'Reverts acme/api#7', 7],
    ['Revert "New parser"', 'Some words.\n\nReverts #7', 7],
    ['New parser', 'Reverts acme/api#7', undefined],
    ['Revert the sign', 'It was reverted in #7', undefined],
  ])('%j with %j takes back %s', (title, body, reverts) => expect(record({ title, body }).reverts).toBe(reverts));

  it.each<[string, Partial<PullPast>, object]>([
    ['declared', { body: 'Outcome: activation' }, { declared: ['activation'], inferred: [], exempt: false }],
    ['unknown', { body: 'Outcome: fame' }, { declared: [], inferred: [], exempt: false }],
    [
      'inferred',
      {
        files: {
          whole: true,
          files: [{ path: 'apps/onboarding/a.ts', status: 'modified', additions: 1, deletions: 0 }],
        },
      },
      { declared: [], inferred: ['activation'], exempt: false },
    ],
    ['exempt', { labels: [{ name: 'chore', by: 'person' }] }, { declared: [], inferred: [], exempt: true }],
    [
      'inferred, not declared, by Truenorth’s own label',
      { labels: [{ name: 'north-star: activation', by: 'truenorth' }] },
      { declared: [], inferred: ['activation'], exempt: false },
    ],
  ])('tells its outcomes: %s', (_, more, outcomes) => expect(record(more).outcomes).toEqual(outcomes));

  it('counts owned files where there is a CODEOWNERS', () => {
    const file = (path: string) => ({ path, status: 'modified' as const, additions: 1, deletions: 0 });
    const files = { whole: true as const, files: [file('src/a.ts'), file('free/a.ts')] };
    const codeowners = { path: 'CODEOWNERS', text: '* @acme/all\n/free/\n' };
    expect(record({ files }, { codeowners }).owned).toEqual({ k: 1, n: 2 });
    expect(record({ files }).owned).toBeUndefined();
  });
});

describe('an issue’s record', () => {
  const watched = watchedBy(POLICY, 'acme/api');
  const issue = (more: Partial<IssuePast>): IssuePast => ({
    ...{ number: 1, title: 'Old parser', body: '', createdAt: 100, updatedAt: 200, labels: [], labelled: [] },
    ...{ own: false, assignees: ['ann'], steps: [], ...more },
  });

  it('is kept of debt, incidents and experiments, and of nothing else', () => {
    for (const label of ['tech-debt', 'Incident', 'experiment'])
      expect(issueRecord(issue({ labels: [label] }), watched)?.labels, label).toEqual([{ name: label, from: 100 }]);
    expect(issueRecord(issue({ labels: ['bug', 'debt: 5'] }), watched)).toBeUndefined();
  });

  it('is kept of the calendar in the digest repository, and believed of what the app opened itself alone', () => {
    const desk = policy({
      communication: { digest: { repository: 'Acme/Health' } },
      alignment: { product: 'acme/Pm' },
    });
    const calendar = issue({
      ...{ labels: ['truenorth-calendar'], closedAt: 300, reason: 'completed' },
      ...{ body: '<!-- truenorth:occasion id=roadmap-review by=2026-11-29 -->', own: true },
      evidence: { notes: true, skipped: false, teams: ['acme/pm'] },
    });
    const watchedThere = watchedBy(desk, 'acme/health');
    expect(watchedThere.teams).toEqual(['acme/pm']);
    expect(issueRecord(calendar, watchedThere)).toMatchObject({
      ...{ occasion: { id: 'roadmap-review', by: '2026-11-29' }, notes: true, skipped: false, teams: ['acme/pm'] },
    });
    const forged = issueRecord({ ...calendar, own: false }, watchedThere);
    expect([forged?.occasion, forged?.notes, forged?.teams]).toEqual([undefined, undefined, undefined]);
    expect(issueRecord(calendar, watchedBy(desk, 'acme/api'))).toBeUndefined();
  });

  it('keeps of incidents and experiments what is promised in them, without its words', () => {
    const incident = issue({
      labels: ['incident'],
      steps: [{ text: 'Second region by 2026-10-01', done: true, doneAt: 5, owners: ['ben'] }],
      body: 'Resolved: 2026-09-08T13:30Z\nDeployment: 4711\n\n## Actions\n\n- [x] alert on queue age, @ann, by 2026-09-20\n- [ ] think',
    });
    expect(issueRecord(incident, watched)).toMatchObject({
      ...{ resolvedAt: Date.parse('2026-09-08T13:30Z'), deployment: '4711' },
      actions: [
        { done: true, owner: 'ann', due: '2026-09-20' },
        { done: false },
        { done: true, owner: 'ben', due: '2026-10-01', doneAt: 5 },
      ],
    });
    expect(JSON.stringify(issueRecord(incident, watched))).not.toMatch(/queue|think|region/);
    const body = 'Decide by: 2026-12-31\n\n## Decision\n\nShip it.';
    expect(issueRecord(issue({ labels: ['experiment'], body }), watched)).toMatchObject({
      ...{ decideBy: '2026-12-31', decided: true },
    });
    expect(issueRecord(issue({ labels: ['tech-debt'], body }), watched)).not.toHaveProperty('decided');
  });

  it('has every span of the labels that matter, once each, whatever was listed', () => {
    const labelled = [
      { at: 150, name: 'debt: 5', set: false },
      { at: 120, name: 'tech-debt', set: true },
      { at: 121, name: 'tech-debt', set: true },
      { at: 130, name: 'Tech-Debt', set: false },
      { at: 140, name: 'tech-debt', set: true },
      { at: 141, name: 'bug', set: true },
    ];
    expect(issueRecord(issue({ labels: ['tech-debt', 'debt: 3'], labelled }), watched)?.labels).toEqual([
      { name: 'tech-debt', from: 120, to: 130 },
      { name: 'tech-debt', from: 140 },
      { name: 'debt: 5', from: 100, to: 150 },
      { name: 'debt: 3', from: 100 },
    ]);
  });

  it('keeps points that are some, and tells those that are none', () => {
    const of = (body: string) => issueRecord(issue({ body, labels: ['tech-debt'] }), watched);
    expect(of('Debt: 5')).toMatchObject({ points: 5 });
    expect(of('Debt: 1e9')).toMatchObject({ odd: '1e9' });
    expect(JSON.stringify(of('Secret'))).not.toMatch(/Secret|Old parser/);
  });
});

it.each([
  ['activation, first step', '', ['activation']],
  ['Spring', 'Towards reliability.', ['reliability']],
  ['Clinics go live in a day', '', ['activation']],
  ['reactivation', '', []],
])('a milestone %j with %j names %j', (title, description, outcomes) => {
  const milestone = { number: 1, title, description, createdAt: 1, updatedAt: 1 };
  expect(milestoneRecord(milestone, POLICY).outcomes).toEqual(outcomes);
});
