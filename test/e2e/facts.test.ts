import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pull } from '../../src/sandbox/github/entities.ts';
import { configured, lines, type Playground, startPlayground } from '../support/playground.ts';

const CONFIG = `version: 1
security:
  threat-model: { level: "off" }
  ownership: { level: require }
resilience:
  observability: { level: "off" }
technical-debt:
  marker: { level: require }
trust:
  mentors: acme/mentors
  shared-decision: { level: require, approvals: 1 }
alignment:
  product: acme/product
  discovery: { level: require }
developer-experience:
  paved-road: { level: require, npm: { allow: [zod] } }
`;

let play: Playground;
beforeAll(async () => {
  play = await startPlayground({
    repos: { 'acme/api': { ...configured(CONFIG), CODEOWNERS: '* @acme/all\n/free/\n', 'package.json': '{}\n' } },
  });
  const { world } = play.github;
  world.addTeam('mentors', ['mira']);
  world.addTeam('product', ['pia']);
  world.setRole('visitor', 'read');
  world.merge(world.openPull({ repo: 'acme/api', title: 'Before', files: { 'a.md': 'a\n' }, by: 'bob' }));
  await play.quiet();
});
afterAll(() => play.close());

async function open(options: object = {}): Promise<Pull> {
  const wanted = { repo: 'acme/api', title: 'Tidy up', files: { 'docs/a.md': 'a\n' }, by: 'bob', ...options };
  const pull = play.github.world.openPull(wanted);
  await play.quiet();
  return pull;
}

const check = (pull: Pull) => play.checks(pull).at(-1);

describe('what rules ask for is read where it is, and followed as it changes', () => {
  it('a newcomer is welcomed once, and the welcome stays when a mentor comes', async () => {
    const pull = await open({ by: 'new' });
    expect(play.comments(pull)).toEqual([expect.stringMatching(/^<!-- truenorth:review -->\nWelcome/)]);
    play.github.world.requestReview(pull, 'mira', { by: 'bob' });
    await play.quiet();
    expect(play.comments(pull)).toEqual([expect.stringContaining('Somebody from `acme/mentors` is with you')]);
    expect(check(pull)?.conclusion).toBe('success');
  });

  it('an approval meets a shared decision, one by somebody without write access does not', async () => {
    const pull = await open({ files: { 'docs/decisions/1.md': '# One\n' } });
    expect(check(pull)?.conclusion).toBe('failure');
    play.github.world.review(pull, 'APPROVED', { by: 'visitor' });
    await play.quiet();
    expect(check(pull)?.conclusion).toBe('failure');
    play.github.world.review(pull, 'APPROVED', { by: 'cleo' });
    await play.quiet();
    expect(check(pull)?.conclusion).toBe('success');
    play.github.world.review(pull, 'CHANGES_REQUESTED', { by: 'cleo' });
    await play.quiet();
    expect(check(pull)?.conclusion).toBe('failure');
  });

  it('an issue in which product took part meets discovery', async () => {
    const issue = play.github.world.openIssue({ repo: 'acme/api', title: 'Wanted', by: 'pia' });
    const pull = await open({ title: 'feat: that', body: 'No issue' });
    expect(check(pull)?.conclusion).toBe('failure');
    play.github.world.editPull(pull, { body: `Part of #${issue.number}`, by: 'bob' });
    await play.quiet();
    expect(check(pull)?.conclusion).toBe('success');
  });

  it('who took part in the issue since is seen once somebody asks for a recheck', async () => {
    const issue = play.github.world.openIssue({ repo: 'acme/api', title: 'Asked for', by: 'bob' });
    const pull = await open({ title: 'feat: this', body: `Part of #${issue.number}` });
    expect(check(pull)?.conclusion).toBe('failure');
    play.github.world.comment(issue, 'Yes, please', { by: 'pia' });
    await play.quiet();
    expect(check(pull)?.conclusion).toBe('failure');
    play.github.world.comment(pull, '/truenorth recheck', { by: 'bob' });
    await play.quiet();
    expect(check(pull)?.conclusion).toBe('success');
  });

  it('CODEOWNERS of the default branch rules, also once it is changed there', async () => {
    const pull = await open({ files: { 'free/a.md': 'a\n' } });
    expect(check(pull)?.summary).toContain('`free/a.md` has no owner');
    play.github.world.commitTo('acme/api', { files: { CODEOWNERS: '* @acme/all\n' } });
    await play.quiet();
    expect(check(pull)?.conclusion).toBe('success');
  });

  it('a marker is annotated on its line, and again on a new head', async () => {
    const pull = await open({ files: { 'src/a.ts': '// TODO x\n' } });
    expect(check(pull)?.annotations).toMatchObject([{ path: 'src/a.ts', start_line: 1, annotation_level: 'failure' }]);
    play.github.world.push(pull, { files: { 'src/a.ts': '\n// TODO x\n' }, by: 'bob' });
    await play.quiet();
    expect(check(pull)?.annotations).toMatchObject([{ path: 'src/a.ts', start_line: 2 }]);
  });

  it('two hundred markers are annotated in batches, each once', async () => {
    const pull = await open({ files: { 'src/many.ts': '// TODO x\n'.repeat(200) } });
    const told = check(pull)?.annotations.map(({ start_line }) => start_line) ?? [];
    expect([told.length, new Set(told).size]).toEqual([200, 200]);
    play.github.world.editPull(pull, { body: 'More words', by: 'bob' });
    await play.quiet();
    expect(check(pull)?.annotations).toHaveLength(200);
  });

  it('what comes after the thousandth finding is never said to be met', async () => {
    const pull = await open({ files: { 'src/a.ts': `${'// TODO(#1): x\n'.repeat(1_000)}// TODO: x\n` } });
    expect(check(pull)).toMatchObject({ conclusion: 'failure' });
    expect(check(pull)?.summary).toContain('Only the first 1,000 findings are looked at; `src/a.ts` holds others');
  });

  it('a manifest made invalid never passes, and the others still count', async () => {
    const pull = await open({ files: { 'package.json': '{ "dependencies": {\n' } });
    expect(check(pull)).toMatchObject({ conclusion: 'failure' });
    expect(check(pull)?.summary).toContain('is not valid JSON');
    expect(check(pull)?.summary).toMatch(/Ownership \| met/);
  });
});

describe('a team that does not exist', () => {
  it('is named with what to do, and its rule is unknown', async () => {
    const alone = await startPlayground({
      repos: {
        'acme/api': configured('version: 1\nalignment: { product: acme/nobody, discovery: { level: require } }\n'),
      },
    });
    try {
      const issue = alone.github.world.openIssue({ repo: 'acme/api', title: 'Wanted', by: 'pia' });
      const body = `Part of #${issue.number}`;
      const pull = alone.github.world.openPull({
        repo: 'acme/api',
        title: 'feat: x',
        body,
        files: { a: 'a\n' },
        by: 'bob',
      });
      await alone.quiet();
      expect(alone.checks(pull).at(-1)).toMatchObject({ conclusion: 'action_required' });
      expect(alone.checks(pull).at(-1)?.summary).toContain('The team `acme/nobody` does not exist');

      // Who took part was not kept, since nobody could tell who belongs to the team.
      alone.github.world.addTeam('product', ['pia']);
      const files = configured('version: 1\nalignment: { product: acme/product, discovery: { level: require } }\n');
      alone.github.world.commitTo('acme/api', { files });
      await alone.quiet();
      expect(alone.checks(pull).at(-1)).toMatchObject({ conclusion: 'success' });
    } finally {
      await alone.close();
    }
  });
});

describe('a large pull request', () => {
  it('of 3,000 files, 100 labels, a full description and 250 pushes is judged whole', async () => {
    const files = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`src/f-${n}.md`, lines(1)]));
    const pull = await open({ files, body: `${'word '.repeat(13_000)}` });
    for (let n = 0; n < 98; n++) play.github.world.addLabel(pull, `label ${n}`, { by: 'cleo' });
    await play.quiet();
    expect(check(pull)?.summary).toContain('All 3000 changed files have an owner');
    expect(check(pull)?.conclusion).toBe('success');
  }, 60_000);

  it('of more than GitHub lists is never said to be met', async () => {
    const files = Object.fromEntries(Array.from({ length: 3_010 }, (_, n) => [`src/g-${n}.md`, lines(1)]));
    const pull = await open({ files });
    expect(check(pull)).toMatchObject({ conclusion: 'failure' });
    expect(check(pull)?.summary).toContain('GitHub lists only 3,000 of its 3,010 changed files');
  }, 60_000);
});

it("Re-run writes the check anew, and so does re-running all of the commit's checks", async () => {
  const pull = await open();
  const first = check(pull);
  if (first === undefined) throw new Error('there is a check');
  play.calls();
  play.github.world.rerequestCheck(first, { by: 'bob' });
  await play.quiet();
  expect(play.calls().filter((route) => route.includes('Write'))).toHaveLength(1);
});
