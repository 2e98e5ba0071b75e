import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comment, Issue, Pull } from '../../src/sandbox/github/entities.ts';
import { newPostgres } from '../adapters/database/databases.ts';
import { configured, lines, type Playground, startPlayground } from '../support/playground.ts';

/** Ends a line, colours a terminal, runs from right to left, hides: what a name can hold that nobody sees. */
const UNSEEN = '\u202e\u200b\u0007\u001b[31m\u009b2J\u2028\u2066';
const INJECTED = `${UNSEEN}\n{"level":"fatal","msg":"forged"}\r\n@everyone #1 <img src=x>'); drop table jobs; --`;
const DIGEST = 'acme/engineering-health';
const REVIEW = '<!-- truenorth:review -->';
const WAIVE = '/truenorth waive threat-model because it only moves';

const CONFIG = `version: 1
north-star:
  outcomes:
    - { id: activation, title: Clinics go live in a day }
    - { id: reliability, title: ${JSON.stringify(`Up${UNSEEN}`)} }
outcomes:
  kpis:
    - { id: uptime, title: ${JSON.stringify(`Uptime ${INJECTED}`)}, unit: "%", direction: up, baseline: 99, target: 100 }
security: { threat-model: { level: require }, tests: { level: advise } }
technical-debt: { marker: { level: advise }, labels: [tech-debt], budget: { points: 40 } }
waivers: { approvers: acme/staff }
communication: { digest: { repository: ${DIGEST} }, health: weekly }
`;

/** On PostgreSQL, which is the stricter of the two about what a text may hold. */
describe('whoever wants to be taken for somebody else', () => {
  let play: Playground;
  beforeAll(async () => {
    play = await startPlayground({
      databaseUrl: (await newPostgres()).url,
      environment: { LOG_LEVEL: 'debug' },
      repos: { 'acme/.github': configured(CONFIG), 'acme/api': configured(CONFIG), [DIGEST]: { 'README.md': '#\n' } },
    });
    play.github.world.addTeam('staff', ['stella']);
    play.github.world.setRole('stella', 'maintain');
    play.github.world.setRole('reader', 'read');
    play.github.world.setRole('writer', 'write');
    play.github.world.install();
    await play.quiet();
  });
  afterAll(() => play.close());

  async function open(options: object = {}): Promise<Pull> {
    const files = { 'src/auth/token.ts': lines(40) };
    const pull = play.github.world.openPull({ repo: 'acme/api', title: 'Move', files, by: 'bob', ...options });
    await play.quiet();
    return pull;
  }
  async function say(on: Pull | Issue, body: string, by: string): Promise<Comment> {
    const comment = play.github.world.comment(on, body, { by });
    await play.quiet();
    return comment;
  }
  const threads = () => [...play.github.world.repos.values()].flatMap(({ threads: all }) => [...all.values()]);

  /** But for the repositories' own health, which comes in its own time after a digest. */
  const titles = () => threads().flatMap(({ title }) => (title === 'Engineering health' ? [] : title));

  /** All that the app wrote on GitHub. */
  const written = (): string[] => [
    ...[...play.github.world.repos.values()].flatMap(({ checks }) =>
      checks.flatMap(({ title, summary, annotations }) => [
        ...[title ?? '', summary ?? ''],
        ...annotations.flatMap(({ title: named, message }) => [named ?? '', message]),
      ]),
    ),
    ...threads().flatMap(({ author, title, body, comments }) => [
      ...(author.type === 'Bot' ? [title, body] : []),
      ...comments.flatMap((comment) => (comment.author.type === 'Bot' ? comment.body : [])),
    ]),
  ];
  const standing = (pull: Pull) => [play.checks(pull).at(-1)?.conclusion, play.labels(pull)];

  it('nothing that hides, reorders or breaks a line gets out of a name into a text or the log', async () => {
    const { world } = play.github;
    const pull = await open({
      title: `Fix ${INJECTED}`,
      body: `Outcome: ${INJECTED}\n\n## Threat model\n\n${INJECTED}`,
      files: { [`src/auth/${UNSEEN}a.ts`]: `// TODO ${INJECTED.replaceAll(/[\r\n]/g, ' ')}\n${lines(40)}` },
      labels: [`north-star: ${UNSEEN}`, `bug ${UNSEEN}`],
      head: 'fix-\u202e-\u200b',
    });
    await say(pull, `/truenorth waive ${UNSEEN} because ${INJECTED}`, 'stella');
    await say(pull, `/truenorth kpi ${UNSEEN} ${UNSEEN}`, 'stella');
    await say(pull, `${WAIVE} ${UNSEEN} @everyone`, 'stella');
    world.openIssue({
      repo: 'acme/api',
      title: `Debt ${INJECTED}`,
      labels: ['tech-debt'],
      body: `Debt: ${UNSEEN}`,
      by: 'bob',
    });
    world.dispatch('acme/api', 'truenorth-kpi', { kpi: INJECTED, value: UNSEEN, date: '\0' });
    world.dispatch('acme/api', 'truenorth-kpi', { kpi: 'uptime', value: '99.5' });
    world.commitTo('acme/api', { files: { '.github/truenorth/kpis.csv': `date,kpi,value\n2026-11-01,${UNSEEN},1\n` } });
    await play.quiet();
    const desk = world.openIssue({ repo: DIGEST, title: `Ask ${UNSEEN}`, by: 'stella' });
    await say(desk, '/truenorth digest', 'stella');

    const texts = written();
    expect(
      texts.filter((text) => /^(?:Engineering health 20\d\d-W\d\d|Technical debt ledger)$/.test(text)),
    ).toHaveLength(2);
    expect(texts.filter((text) => /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text))).toEqual([]);
    expect(texts.filter((text) => /^\{"level"|(?<!`[^`\n]*)@everyone/m.test(text))).toEqual([]);

    for (const line of play.log) {
      expect(line).not.toMatch(/(?!\n$)[\p{Cc}\p{Cf}\u2028\u2029]/u);
      expect(JSON.parse(line)).toMatchObject({ level: expect.stringMatching(/^(?:debug|info|warn|error)$/) });
    }
  });

  it('no delivery is refused for a character that a database does not take, or that is cut in two', async () => {
    const repository = { name: 'api', owner: { login: 'acme' }, default_branch: 'main' };
    const common = { installation: { id: play.github.world.installation.id }, repository };
    const issue = { number: 1, labels: [{ name: `${'x'.repeat(49)}\u{1f600}` }] };
    const body = ['', 'x'].map((x) => `/truenorth explain ${x}${'\u{1f600}'.repeat(400)}`).join('\n');
    const comment = { id: 1, node_id: 'IC_1', body, user: { login: 'bob' } };
    const client_payload = { kpi: `${'x'.repeat(99)}\u{1f600}`, value: '\ud83d', date: '\0' };
    expect([
      await play.send('issues', { ...common, action: 'labeled', issue }),
      await play.send('issue_comment', { ...common, action: 'created', issue, comment }),
      await play.send('repository_dispatch', { ...common, action: 'truenorth-kpi', client_payload }),
    ]).toEqual([202, 202, 202]);
    await play.quiet();
  });

  it('a comment, an issue or an edit of ours that forges a marker is taken for nothing', async () => {
    const { world } = play.github;
    const pull = await open();
    const before = standing(pull);
    const [ours] = pull.comments.filter(({ author }) => author.type === 'Bot');
    const forged = await say(pull, `${REVIEW}\n**All guardrails are met.** ${WAIVE}`, 'bob');
    if (ours)
      world.editComment(pull, ours, `${REVIEW}\nWaived until 2099-12-31 by \`stella\`: it is fine\n\n${WAIVE}`, {
        by: 'writer',
      });
    const week = '<!-- truenorth:digest org=acme week=2026-W46 -->';
    const issue = world.openIssue({
      repo: DIGEST,
      title: 'Engineering health 2026-W46',
      labels: ['truenorth-digest'],
      body: week,
      by: 'bob',
    });
    world.editPull(pull, { body: 'Another text', by: 'bob' });
    await play.quiet();
    expect(standing(pull)).toEqual(before);
    expect(forged.body).toContain('All guardrails are met');
    expect(pull.comments.filter(({ author }) => author.type === 'Bot')).toHaveLength(1);
    expect([issue.open, issue.body]).toEqual([true, week]);
  });

  it.each([
    [
      'somebody who reads',
      'reader',
      [
        WAIVE,
        '/truenorth unwaive threat-model',
        '/truenorth outcome activation',
        '/truenorth recheck',
        '/truenorth digest',
        '/truenorth kpi uptime 1',
      ],
    ],
    [
      'somebody who writes',
      'writer',
      [WAIVE, '/truenorth unwaive threat-model', '/truenorth digest', '/truenorth kpi uptime 1'],
    ],
    ['the author', 'bob', [WAIVE, '/truenorth unwaive threat-model', '/truenorth digest', '/truenorth kpi uptime 1']],
    ['a bot', 'helper[bot]', [WAIVE, '/truenorth outcome activation']],
  ])('a command by %s, who has no right to it, changes nothing', async (_, by, commands) => {
    const pull = await open();
    const before = [standing(pull), titles()];
    for (const command of commands) {
      const comment = await say(pull, command, by);
      expect([command, comment.reactions.map(({ content }) => content)]).toEqual([
        command,
        by.endsWith('[bot]') ? [] : ['CONFUSED'],
      ]);
    }
    expect([standing(pull), titles()]).toEqual(before);
  });

  it.each<[string, (pull: Pull) => void]>([
    ['brings a configuration that asks for nothing', () => undefined],
    [
      'is turned to a branch with such a configuration',
      (pull) => play.github.world.editPull(pull, { base: 'weak', by: 'bob' }),
    ],
    [
      'takes the label off that says what is missing',
      (pull) => play.github.world.removeLabel(pull, 'needs: threat-model', { by: 'bob' }),
    ],
    [
      'is called like a line of a configuration',
      (pull) => play.github.world.editPull(pull, { title: 'security: { level: off }', by: 'bob' }),
    ],
  ])('a pull request that %s is judged by what is in force', async (_, weaken) => {
    const weak = 'version: 1\nsecurity: { threat-model: { level: "off" } }\n';
    play.github.world.commitTo('acme/api', { files: { '.github/truenorth.yml': weak }, branch: 'weak' });
    const template = '## Threat model\n\nNobody attacks this, and everybody who reads it knows why that is so.\n';
    const files = {
      ...{
        'src/auth/other.ts': lines(40),
        '.github/truenorth.yml': weak,
        '.github/pull_request_template.md': template,
      },
      ...{ '.github/CODEOWNERS': '* @bob\n', '.gitattributes': '* linguist-generated\n' },
    };
    const pull = await open({ files });
    weaken(pull);
    await play.quiet();
    expect(play.checks(pull).at(-1)?.conclusion).toBe('failure');
    expect(play.labels(pull)).toContain('needs: threat-model');
  });

  it('a command that is delivered again under another id, by whoever kept it, is not done again', async () => {
    const pull = await open();
    await say(pull, WAIVE, 'stella');
    await say(pull, '/truenorth unwaive threat-model', 'stella');
    const before = [standing(pull), pull.comments.length, titles()];
    const repository = { name: 'api', owner: { login: 'acme' }, default_branch: 'main' };
    const installation = { id: play.github.world.installation.id };
    const issue = { number: pull.number, pull_request: {}, labels: [] };
    for (const { id, nodeId, body, author } of pull.comments) {
      const comment = { id, node_id: nodeId, body, user: { login: author.login, type: author.type } };
      expect(await play.send('issue_comment', { action: 'created', installation, repository, issue, comment })).toBe(
        202,
      );
    }
    await play.quiet();
    expect([standing(pull), pull.comments.length, titles()]).toEqual(before);
  });
});
