import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comment, Pull } from '../../src/sandbox/github/entities.ts';
import { configured, lines, type Playground, startPlayground } from '../support/playground.ts';

const CONFIG = `version: 1
north-star:
  outcomes:
    - { id: activation, title: Clinics go live in a day }
    - { id: reliability, title: The booking page is always up }
security:
  threat-model: { level: require }
waivers: { approvers: acme/staff, longest: 30 days }
`;
const DAY = 86_400_000;

let play: Playground;
let shift = 0;
beforeAll(async () => {
  play = await startPlayground({
    repos: { 'acme/api': configured(CONFIG) },
    clock: { now: () => Date.now() + shift },
  });
  play.github.world.addTeam('staff', ['stella', 'bob']);
  play.github.world.setRole('visitor', 'read');
});
afterAll(() => play.close());

async function open(options: object = {}): Promise<Pull> {
  const files = { 'services/auth/token.ts': lines(5) };
  const pull = play.github.world.openPull({ repo: 'acme/api', title: 'Exchange tokens', files, by: 'bob', ...options });
  await play.quiet();
  return pull;
}

async function say(pull: Pull, body: string, by: string): Promise<Comment> {
  const comment = play.github.world.comment(pull, body, { by });
  await play.quiet();
  return comment;
}

const reactions = (comment: Comment) => comment.reactions.map(({ content }) => content);
const replies = (pull: Pull) => play.comments(pull).filter((body) => body.startsWith('<!-- truenorth:reply'));
const conclusion = (pull: Pull) => play.checks(pull).at(-1)?.conclusion;
const WAIVE = '/truenorth waive threat-model for 7 days because the token only moves to another file';

describe('a waiver', () => {
  it('lets pass what an approver takes on, with reason, end and name on check and comment', async () => {
    const pull = await open();
    expect(conclusion(pull)).toBe('failure');
    const comment = await say(pull, WAIVE, 'stella');
    expect(reactions(comment)).toEqual(['THUMBS_UP']);
    expect(conclusion(pull)).toBe('neutral');
    const until = new Date(Date.now() + 7 * DAY).toISOString().slice(0, 10);
    const said = `Waived until ${until} by \`stella\`: \`the token only moves to another file\``;
    expect(play.checks(pull).at(-1)?.summary).toContain(said);
    expect(play.comments(pull)[0]).toContain(said);
    expect(play.labels(pull)).not.toContain('needs: threat-model');
    expect(replies(pull)).toEqual([]);
  });

  it('is taken back', async () => {
    const pull = await open();
    await say(pull, WAIVE, 'stella');
    await say(pull, '/truenorth unwaive security/threat-model', 'stella');
    expect(conclusion(pull)).toBe('failure');
  });

  it('ends by itself when its last day is over', async () => {
    const pull = await open();
    await say(pull, WAIVE, 'stella');
    expect(conclusion(pull)).toBe('neutral');
    shift = 8 * DAY;
    await open({ title: 'Something else' });
    await play.quiet();
    expect(conclusion(pull)).toBe('failure');
    shift = 0;
  });

  it('counts for no other pull request that gets its number, as where a repository is made anew', async () => {
    const pull = await open();
    await say(pull, WAIVE, 'stella');
    await play.database(async ({ ledger }) => {
      const ref = { repo: { installation: 1, owner: 'acme', name: 'api' }, number: pull.number };
      const memory = await ledger.pull(ref);
      if (memory) await ledger.savePull({ ...memory, nodeId: 'PR_gone' });
      expect(memory?.waivers).toHaveLength(1);
    });
    play.github.world.editPull(pull, { title: 'Exchange all tokens', by: 'bob' });
    await play.quiet();
    expect(conclusion(pull)).toBe('failure');
    expect(play.comments(pull)).toHaveLength(1);
  });

  it('goes along where its repository is renamed, and still ends by itself', async () => {
    const { world } = play.github;
    world.addRepo({ name: 'acme/old', files: configured(CONFIG) });
    await play.quiet();
    const pull = await open({ repo: 'acme/old' });
    await say(pull, WAIVE, 'stella');
    const said = [conclusion(pull), play.comments(pull).length];
    world.renameRepo('acme/old', 'new');
    await play.quiet();
    world.editPull(pull, { title: 'Exchange all tokens', by: 'bob' });
    await play.quiet();
    expect([conclusion(pull), play.comments(pull).length]).toEqual(said);
    expect(said[0]).toBe('neutral');
    shift = 8 * DAY;
    await open({ title: 'Something else' });
    await play.quiet();
    expect(conclusion(pull)).toBe('failure');
    shift = 0;
  });

  it.each([
    ["the pull request's author, approver or not", WAIVE, 'bob', /somebody other than the author/],
    [
      'somebody who is no approver',
      WAIVE,
      'visitor',
      /a waiver for `security\/threat-model` needs someone from `acme\/staff`/,
    ],
    ['nobody without a reason', '/truenorth waive threat-model', 'stella', /because <reason>/],
    [
      'nobody for too long',
      '/truenorth waive threat-model for 31 days because it is moved',
      'stella',
      /at most 30 days/,
    ],
    [
      'nobody for a day that is over',
      '/truenorth waive threat-model until 2026-01-01 because moved',
      'stella',
      /is over/,
    ],
    [
      'nobody for an unknown rule',
      '/truenorth waive thread-model because moved',
      'stella',
      /Did you mean `security\/threat-model`/,
    ],
  ])('is granted by no author, stranger or mistake: %s', async (_, line, by, reason) => {
    const pull = await open();
    const comment = await say(pull, line, by);
    expect(reactions(comment)).toEqual(['CONFUSED']);
    expect(replies(pull)).toEqual([expect.stringMatching(reason)]);
    expect(conclusion(pull)).toBe('failure');
  });
});

describe('what is no command', () => {
  it.each<[string, string, string]>([
    ['a quote', `> ${WAIVE}`, 'stella'],
    ['a quote in HTML', `<blockquote>\n${WAIVE}\n</blockquote>\n\nNo, I will not do that.`, 'stella'],
    ['code', `\`\`\`\n${WAIVE}\n\`\`\``, 'stella'],
    ['code over several lines', `Do not write \`this:\n${WAIVE}\n\` please`, 'stella'],
    ['a point of a list', `- somebody wrote\n  ${WAIVE}`, 'stella'],
    ["a bot's comment", WAIVE, 'helper[bot]'],
    ['a sentence about one', 'You could write /truenorth waive threat-model because x', 'stella'],
  ])('%s', async (_, body, by) => {
    const pull = await open();
    play.calls();
    const comment = await say(pull, body, by);
    expect([reactions(comment), conclusion(pull), play.calls()]).toEqual([[], 'failure', []]);
  });

  it('a comment that becomes one by an edit', async () => {
    const pull = await open();
    const comment = await say(pull, 'Hm', 'stella');
    play.github.world.editComment(pull, comment, WAIVE, { by: 'stella' });
    await play.quiet();
    expect([reactions(comment), conclusion(pull)]).toEqual([[], 'failure']);
  });
});

it('an eleventh command in one comment is refused with the others, not left out', async () => {
  const pull = await open();
  const comment = await say(pull, `${'/truenorth recheck\n'.repeat(10)}${WAIVE}`, 'stella');
  expect(reactions(comment)).toEqual(['CONFUSED']);
  expect(replies(pull)).toEqual([expect.stringContaining('at most 10 commands')]);
  expect(conclusion(pull)).toBe('failure');
});

it('a command is one however its name is written', async () => {
  const pull = await open();
  const comment = await say(pull, WAIVE.replace('truenorth', 'TrueNorth'), 'stella');
  expect([reactions(comment), conclusion(pull)]).toEqual([['THUMBS_UP'], 'neutral']);
});

describe('an outcome', () => {
  it('is declared by the author, in the place of what was declared before', async () => {
    const pull = await open({ body: 'Outcome: activation' });
    expect(play.labels(pull)).toContain('north-star: activation');
    const comment = await say(pull, 'On second thought:\n\n/truenorth outcome reliability', 'bob');
    expect(reactions(comment)).toEqual(['THUMBS_UP']);
    expect(play.labels(pull).filter((name) => name.startsWith('north-star'))).toEqual(['north-star: reliability']);
  });

  it('is declared by nobody who may neither', async () => {
    const pull = await open();
    await say(pull, '/truenorth outcome reliability', 'visitor');
    expect(replies(pull)).toEqual([expect.stringContaining('needs the pull request')]);
    expect(play.labels(pull)).toContain('north-star: unaligned');
  });
});

it('a rule is explained to everybody, with how it stands', async () => {
  const pull = await open();
  await say(pull, '/truenorth explain security/threat-model', 'visitor');
  expect(replies(pull)).toEqual([
    expect.stringMatching(/\*\*Threat model\*\* \(`security\/threat-model`, level `require`\)[\s\S]*Here it is unmet/),
  ]);
});

it('help lists the commands, also on an issue', async () => {
  const issue = play.github.world.openIssue({ repo: 'acme/api', title: 'Broken', by: 'visitor' });
  const comment = play.github.world.comment(issue, '/truenorth help', { by: 'visitor' });
  await play.quiet();
  expect(reactions(comment)).toEqual(['THUMBS_UP']);
  expect(issue.comments.at(-1)?.body).toContain('`/truenorth waive <rule> for 30 days because <reason>`');
});

it('a command for pull requests is refused on an issue', async () => {
  const issue = play.github.world.openIssue({ repo: 'acme/api', title: 'Broken', by: 'visitor' });
  play.github.world.comment(issue, WAIVE, { by: 'stella' });
  await play.quiet();
  expect(issue.comments.at(-1)?.body).toContain('works on pull requests only');
});

it('a comment that is taken away with its command holds up neither the check nor the next command', async () => {
  const { world } = play.github;
  const pull = await open();
  const issue = world.openIssue({ repo: 'acme/api', title: 'Broken', by: 'visitor' });
  for (const on of [pull, issue]) {
    world.deleteComment(on, world.comment(on, '/truenorth help', { by: 'visitor' }), { by: 'visitor' });
    await play.quiet();
    const next = world.comment(on, '/truenorth help', { by: 'visitor' });
    await play.quiet();
    expect(reactions(next)).toEqual(['THUMBS_UP']);
  }
  expect(play.checks(pull)).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
});

it('recheck judges again what is remembered', async () => {
  const pull = await open();
  const comment = await say(pull, '/truenorth recheck', 'bob');
  expect(reactions(comment)).toEqual(['THUMBS_UP']);
  expect(play.checks(pull)).toHaveLength(1);
});

it('what an approver wrote reaches nobody as a mention', async () => {
  const pull = await open();
  await say(pull, '/truenorth waive threat-model because @everyone | <b>agreed</b> `x`', 'stella');
  expect(play.comments(pull)[0]).toContain('`` @everyone ¦ <b>agreed</b> `x` ``');
});

describe('the button', () => {
  const press = async (pull: Pull, by: string) => {
    const check = play.checks(pull).at(-1);
    if (check === undefined) throw new Error('there is a check');
    play.github.world.requestAction(check, 'add-sections', { by });
    await play.quiet();
  };

  it('adds the missing headings with their questions, once', async () => {
    const pull = await open({ body: 'Moves a token.\n' });
    expect(play.checks(pull).at(-1)?.actions).toMatchObject([
      { label: 'Add missing sections', identifier: 'add-sections' },
    ]);
    await press(pull, 'stella');
    const body =
      'Moves a token.\n\n## Threat model\n\n<!-- What could an attacker do with this, and what stops them? -->\n';
    expect(pull.body).toBe(body);
    await press(pull, 'stella');
    expect(pull.body).toBe(body);
    expect(play.checks(pull).at(-1)?.summary).toContain('the section at line 3 is empty');
  });

  it.each([
    ['a fence', 'Fixes it.\n\n```\nlog line', '```'],
    ['a comment', 'Fixes it.\n\n<!-- describe your change', '-->'],
    ['a tag', '<pre>\nlog line', '</pre>'],
  ])('closes %s that the description leaves open, so that they are seen', async (_, body, end) => {
    const pull = await open({ body });
    await press(pull, 'stella');
    expect(pull.body).toMatch(`${body}\n${end}\n\n## Threat model\n`);
    const added = pull.body;
    await press(pull, 'stella');
    expect(pull.body).toBe(added);
  });

  it('does nothing, and says so, where what is open cannot be closed', async () => {
    const body = '- a\n  <!-- b';
    const pull = await open({ body });
    await press(pull, 'stella');
    expect(pull.body).toBe(body);
    expect(play.checks(pull).at(-1)?.summary).toContain('leaves something open');
  });

  it("also on a fork's pull request", async () => {
    const pull = await open({ fork: true, by: 'stranger' });
    await press(pull, 'stella');
    expect(pull.body).toContain('## Threat model');
  });

  it('does nothing for somebody without write access', async () => {
    const pull = await open({ body: 'x' });
    await press(pull, 'visitor');
    expect(pull.body).toBe('x');
  });

  it('does nothing, and says so, where the description would become too long', async () => {
    const pull = await open({ body: 'x'.repeat(65_500) });
    await press(pull, 'stella');
    expect(pull.body).toHaveLength(65_500);
    expect(play.checks(pull).at(-1)?.summary).toContain('did nothing');
  });
});
