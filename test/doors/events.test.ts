import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { type Event, translate } from '../../src/doors/events.ts';
import { keyOf } from '../../src/model/ref.ts';

const print = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
const self = { id: 7, login: 'truenorth[bot]' };
const knock = (name: string, payload: object) => translate({ id: 'd', name, payload }, self, print);
const subjects = (name: string, payload: object) => knock(name, payload).wanted.map(({ subject }) => keyOf(subject));

const common = {
  installation: { id: 3 },
  repository: { name: 'api', owner: { login: 'acme', type: 'Organization' }, default_branch: 'main' },
  sender: { login: 'ada', type: 'User' },
};

const pull = (change: object = {}) => ({
  node_id: 'PR_1',
  number: 12,
  title: 'Retry twice',
  body: 'Because once is not enough.',
  state: 'open',
  draft: false,
  updated_at: '2026-11-16T09:00:00Z',
  changed_files: 2,
  user: { login: 'ada', type: 'User' },
  head: { sha: 'a'.repeat(40), repo: { id: 1 } },
  base: { ref: 'main', repo: { id: 1 } },
  labels: [],
  ...change,
});

const onPull = (action: string, change: object = {}, more: object = {}) => ({
  ...common,
  action,
  number: 12,
  pull_request: pull(change),
  ...more,
});

describe('a pull request event', () => {
  it.each(['edited', 'synchronize', 'labeled', 'unlabeled'])('%s asks to look at the pull request', (action) => {
    expect(subjects('pull_request', onPull(action, {}, { label: { name: 'bug' } }))).toEqual(['acme/api#12']);
  });

  // What was opened is what waits for a review, which the digest tells of.
  it.each(['opened', 'reopened', 'closed', 'converted_to_draft', 'ready_for_review'])(
    '%s is part of the past, too',
    (action) => {
      expect(subjects('pull_request', onPull(action))).toEqual(['acme/api#12', 'acme/api history']);
    },
  );

  it.each(['assigned', 'review_request_removed'])('%s asks who looks after it now', (action) => {
    expect(subjects('pull_request', onPull(action))).toEqual(['acme/api#12 people']);
  });

  it('review_requested asks that too, and is part of the past, which is read once for all events of an hour', () => {
    const { wanted } = knock('pull_request', onPull('review_requested'));
    expect(wanted.map(({ subject, after }) => [subject.kind, after])).toEqual([
      ['people', undefined],
      ['history', 3_600_000],
    ]);
  });

  it.each(['locked', 'auto_merge_enabled', 'enqueued'])('%s changes no verdict and asks for nothing', (action) => {
    expect(subjects('pull_request', onPull(action))).toEqual([]);
  });

  it('tells who set a label, which GitHub would have to be asked for later', () => {
    const { wanted } = knock(
      'pull_request',
      onPull('labeled', { labels: [{ name: 'bug' }] }, { label: { name: 'bug' } }),
    );
    expect(wanted[0]?.facts).toEqual([
      { kind: 'label', label: 'bug', set: true, by: 'person', at: '2026-11-16T09:00:00Z' },
    ]);
  });

  it('is ignored where it is the echo of a label that Truenorth set', () => {
    const sender = { login: 'truenorth[bot]', type: 'Bot' };
    expect(subjects('pull_request', onPull('labeled', {}, { label: { name: 'needs: x' }, sender }))).toEqual([]);
  });

  it('has GitHub asked for who set a label, where a bot did and GitHub has not said yet which bot Truenorth is', () => {
    const sender = { login: 'truenorth[bot]', type: 'Bot' };
    const payload = onPull('labeled', {}, { label: { name: 'needs: x' }, sender });
    const { wanted } = translate({ id: 'd', name: 'pull_request', payload }, { id: 7, login: undefined }, print);
    expect(wanted.map(({ facts }) => facts)).toEqual([[{ kind: 'again' }]]);
  });

  it('knows a fork, also one that was deleted', () => {
    const fork = (repo: object | null) =>
      knock('pull_request', onPull('opened', { head: { sha: 'b'.repeat(40), repo } })).hint?.hint.state.fork;
    expect([fork({ id: 1 }), fork({ id: 2 }), fork(null)]).toEqual([false, true, true]);
  });

  it.each([
    ['an edited description', onPull('edited', {}, { changes: { body: { from: 'before' } } }), { body: 'before' }],
    ['a description that was empty', onPull('edited', {}, { changes: { body: { from: null } } }), { body: '' }],
    ['an edited title', onPull('edited', {}, { changes: { title: { from: 'before' } } }), { title: 'before' }],
    [
      'another base',
      onPull('edited', {}, { changes: { base: { ref: { from: 'next' } } } }),
      { base: { ref: 'next', repo: { id: 1 } } },
    ],
    [
      'a push',
      onPull('synchronize', {}, { before: 'b'.repeat(40) }),
      { head: { sha: 'b'.repeat(40), repo: { id: 1 } } },
    ],
    ['a new label', onPull('labeled', { labels: [{ name: 'bug' }] }, { label: { name: 'bug' } }), { labels: [] }],
    ['a label taken away', onPull('unlabeled', {}, { label: { name: 'bug' } }), { labels: [{ name: 'bug' }] }],
    ['closing', onPull('closed', { state: 'closed' }), { state: 'open' }],
    ['becoming a draft', onPull('converted_to_draft', { draft: true }), { draft: false }],
  ])('%s says which state it follows', (_, event, before) => {
    const { hint } = knock('pull_request', event);
    const earlier = knock('pull_request', onPull('opened', { ...event.pull_request, ...before })).hint;
    expect(hint?.hint.before).toBe(earlier?.hint.print);
    expect(hint?.hint.before).not.toBe(hint?.hint.print);
  });
});

describe('a repository_dispatch event', () => {
  const facts = (client_payload: unknown, action = 'truenorth-kpi') =>
    knock('repository_dispatch', { ...common, action, branch: 'main', client_payload }).wanted.map((one) => one.facts);
  const told = (more: object) => [[{ kind: 'reading', source: 'dispatch', ...more }]];

  it('tells a reading of a KPI, as it was told', () => {
    expect(facts({ kpi: 'uptime', value: 99.9, date: '2026-11-12' })).toEqual(
      told({ kpi: 'uptime', value: 99.9, day: '2026-11-12' }),
    );
    expect(facts({ kpi: 'uptime', value: '99.9' })).toEqual(told({ kpi: 'uptime', value: '99.9' }));
  });

  it.each([
    [
      { kpi: ['uptime'], value: true, date: 5 },
      { kpi: '["uptime"]', value: 'true', day: '5' },
    ],
    [{}, { kpi: '', value: '' }],
    [null, { kpi: '', value: '' }],
    ['uptime 99', { kpi: '', value: '' }],
    [
      { kpi: 'x'.repeat(5_000), value: null },
      { kpi: 'x'.repeat(100), value: '' },
    ],
    [
      { kpi: `${'x'.repeat(99)}\u{1f600}`, value: 'a\0b', date: '\ud83d' },
      { kpi: 'x'.repeat(99), value: 'ab', day: '\ufffd' },
    ],
    [
      { kpi: `ghp_${'a1'.repeat(18)}`, value: 1 },
      { kpi: '[secret]', value: 1 },
    ],
  ])('tells an odd one, too, so that people learn of it: %j', (payload, fact) => {
    expect(facts(payload)).toEqual(told(fact));
  });

  it('of another type asks for nothing', () => {
    expect(facts({ kpi: 'uptime', value: 99 }, 'deploy')).toEqual([]);
  });
});

it('an issue is told with its labels, none of which ends in half a character', () => {
  const [wanted] = knock('issues', {
    ...common,
    action: 'labeled',
    issue: { number: 3, labels: [{ name: `${'x'.repeat(49)}\u{1f600}` }] },
  }).wanted;
  expect(wanted?.facts).toEqual([{ kind: 'issue', number: 3, labels: ['x'.repeat(49)], gone: false }]);
});

it('an alert is part of the past', () => {
  expect(subjects('dependabot_alert', { ...common, action: 'created' })).toEqual(['acme/api history']);
});

describe('a push', () => {
  const push = (change: object) => ({
    ...common,
    ref: 'refs/heads/main',
    commits: [{ added: [], modified: [], removed: [] }],
    ...change,
  });

  it.each([
    ['the configuration', '.github/truenorth.yml'],
    ['the template', '.github/pull_request_template.md'],
    ['the template, however it is written', 'docs/PULL_REQUEST_TEMPLATE.md'],
    ['one of several templates', '.github/PULL_REQUEST_TEMPLATE/feature.md'],
  ])('that touches %s asks to look at the repository', (_, path) => {
    expect(subjects('push', push({ commits: [{ added: [], modified: [path], removed: [] }] }))).toEqual(['acme/api']);
  });

  it("that touches the KPIs' readings asks for them, and for no pull request", () => {
    const path = '.github/truenorth/kpis.csv';
    expect(subjects('push', push({ commits: [{ modified: [path] }] }))).toEqual(['acme/api kpis']);
    expect(subjects('push', push({ commits: [{ added: [path] }, { removed: ['.github/truenorth.yml'] }] }))).toEqual([
      'acme/api',
      'acme/api kpis',
    ]);
  });

  it('that touches other files asks for nothing', () => {
    expect(subjects('push', push({ commits: [{ added: ['src/a.ts'], modified: [], removed: [] }] }))).toEqual([]);
  });

  it('to another branch asks for nothing', () => {
    expect(
      subjects('push', push({ ref: 'refs/heads/topic', commits: [{ added: ['.github/truenorth.yml'] }] })),
    ).toEqual([]);
  });

  it('that was forced may have touched anything', () => {
    expect(subjects('push', push({ forced: true }))).toEqual(['acme/api']);
  });

  it("to the organisation's defaults asks to look at the whole organisation", () => {
    const repository = { ...common.repository, name: '.github' };
    const commits = [{ added: ['.github/truenorth.yml'], modified: [], removed: [] }];
    expect(subjects('push', push({ repository, commits }))).toEqual(['acme/.github', 'acme']);
  });
});

describe('a repository', () => {
  const wanted = (action: string, change: object = {}) =>
    knock('repository', { ...common, action, ...change }).wanted.map(({ subject, facts }) => [
      keyOf(subject),
      facts?.map(({ kind }) => kind),
    ]);

  it.each(['publicized', 'privatized'])('that is %s is looked at again, as others may read what is in it', (action) => {
    expect(wanted(action)).toEqual([['acme/api', []]]);
  });

  it('that was renamed takes along what was known of it', () => {
    const repository = { ...common.repository, node_id: 'R_1' };
    const named = (from: string) => wanted('renamed', { repository, changes: { repository: { name: { from } } } });
    expect(named('before')).toEqual([['acme/api', ['renamed', 'added']]]);
    expect(named('.github')).toEqual([
      ['acme/api', ['renamed', 'added']],
      ['acme', undefined],
    ]);
    expect(wanted('renamed')).toEqual([['acme/api', ['added']]]);
  });

  it('with the defaults of the organisation takes them along when it is deleted', () => {
    const repository = { ...common.repository, name: '.github' };
    expect(wanted('deleted', { repository })).toEqual([
      ['acme/.github', ['removed']],
      ['acme', undefined],
    ]);
    expect(wanted('deleted')).toEqual([['acme/api', ['removed']]]);
  });

  it('that went to another owner is forgotten where it was, and looked at where it is', () => {
    const from = { organization: { login: 'before' } };
    expect(wanted('transferred', { changes: { owner: { from } } })).toEqual([
      ['before/api', ['removed']],
      ['acme/api', ['added']],
    ]);
  });
});

describe("GitHub's Re-run", () => {
  const run = (change: object) => ({
    ...common,
    action: 'rerequested',
    check_run: { external_id: 'acme/api#12', head_sha: 'c'.repeat(40), app: { id: 7 }, ...change },
  });

  it('asks to judge the pull request again, whatever is remembered', () => {
    expect(knock('check_run', run({})).wanted).toEqual([
      {
        subject: { kind: 'pull', repo: { installation: 3, owner: 'acme', name: 'api' }, number: 12 },
        facts: [{ kind: 'rerun' }],
      },
    ]);
  });

  it('asks for the commit where the check speaks for several pull requests', () => {
    const sha = 'c'.repeat(40);
    expect(subjects('check_run', run({ external_id: `acme/api@${sha}` }))).toEqual([`acme/api@${sha}`]);
  });

  it("of another app's check is not ours", () => {
    expect(subjects('check_run', run({ app: { id: 8 } }))).toEqual([]);
  });
});

describe('an installation', () => {
  const event = (action: string) => ({ action, installation: { id: 3, account: { login: 'acme' } } });

  it('asks to look at the organisation, and to introduce the app', () => {
    expect(subjects('installation', event('created'))).toEqual(['acme', 'acme onboarding']);
    expect(subjects('installation', event('unsuspend'))).toEqual(['acme']);
  });

  it('that ended asks to forget it', () => {
    expect(knock('installation', event('deleted')).wanted[0]?.facts).toEqual([{ kind: 'removed' }]);
  });

  it('that gained and lost repositories asks for each', () => {
    const repositories = {
      repositories_added: [{ full_name: 'acme/a' }],
      repositories_removed: [{ full_name: 'acme/b' }],
    };
    const { wanted } = knock('installation_repositories', {
      action: 'added',
      installation: { id: 3 },
      ...repositories,
    });
    expect(wanted.map(({ subject, facts }) => [keyOf(subject), facts?.[0]?.kind])).toEqual([
      ['acme/a', 'added'],
      ['acme/b', 'removed'],
      ['acme onboarding', undefined],
    ]);
  });
});

describe('every event that GitHub documents', () => {
  const examples: { name: string; examples: object[] }[] = createRequire(import.meta.url)('@octokit/webhooks-examples');
  const all = examples.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload, i): [string, Event] => [
      `${name} ${i}`,
      { id: `${name}-${i}`, name, payload: { installation: { id: 3 }, ...payload } },
    ]),
  );

  it('is one of the 58, with all of its payloads', () => {
    expect(examples.length).toBeGreaterThanOrEqual(58);
    expect(all.length).toBeGreaterThanOrEqual(320);
  });

  it.each(all)('%s is understood', (_, event) => {
    expect(() => translate(event, self, print)).not.toThrow();
  });
});
