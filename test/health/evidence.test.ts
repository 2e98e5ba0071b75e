import { describe, expect, it } from 'vitest';
import { evidenceIn } from '../../src/health/evidence.ts';
import { occasionIn, occasionIssue, occasionTitle } from '../../src/health/occasion-issue.ts';
import type { Team } from '../../src/model/pull.ts';
import { at } from '../support/history.ts';
import { occasion, occasionFacts } from '../support/occasion.ts';

const TURN = { ...{ first: '2026-11-16', last: '2026-11-29', opensAt: 0 }, from: at('2026-11-15T23:00Z'), to: 1 };
const WHY = 'What was found out together is built once.';
const BODY = occasionIssue({ ...occasion(), why: WHY }, TURN, occasionFacts(), { teams: [], named: true });
const TEAMS = new Map<string, Team>([
  ['acme/product', { members: ['Pia', 'Max'] }],
  ['acme/engineering', { members: ['ada'] }],
]);
const found = (comments: string[], { body = BODY, people = [] as string[], teams = TEAMS } = {}) =>
  evidenceIn({ body, comments, people }, teams);

describe('notes', () => {
  it.each<[string, string[], string | undefined]>([
    ['a comment', ['We ship the import first.'], undefined],
    ['a comment in another script', ['輸入を先に出す'], undefined],
    ['the section', [], `${BODY}\n\nWe ship the import first.`],
    ['a section of another name', [], `${BODY.replace('## Notes', '## Minutes')}\n\nImport first.`],
  ])('are %s', (_, comments, body) => expect(found(comments, body === undefined ? {} : { body }).notes).toBe(true));

  it.each<[string, string[], string | undefined]>([
    ['the issue as it was opened', [], undefined],
    ['a command', ['/truenorth help'], undefined],
    ['a placeholder', ['TBD', 'n/a', '👍', '<!-- nothing -->'], undefined],
    ['why it was skipped', ['Skipped because of the holidays'], undefined],
    ['an empty section', [], `${BODY}\n\nTBD`],
  ])('are not %s', (_, comments, body) =>
    expect(found(comments, body === undefined ? {} : { body }).notes).toBe(false),
  );
});

describe('a skipped turn', () => {
  it.each([
    'Skipped because of the holidays.',
    '**Skipped because:** everybody is at the fair',
    'skipped because ada is ill',
  ])('says why: %s', (line) =>
    expect([found([`Hello\n\n${line}`]).skipped, found([], { body: `${BODY}\n\n${line}` }).skipped]).toEqual([
      true,
      true,
    ]),
  );
  it.each([
    'Skipped',
    'Skipped because',
    'Skipped because …',
    'Skipped because TBD',
    '> Skipped because of the fair',
    '`Skipped because of it`\n',
    '```\nSkipped because of it\n```',
    'It is skipped because of the fair',
  ])('does not by %s', (line) => expect(found([line]).skipped).toBe(line.startsWith('`Skipped')));
});

it('the teams of those who took part are told, whatever the case of a login', () => {
  expect(found([], { people: ['pia', 'ADA', 'eve'] }).teams).toEqual(['acme/product', 'acme/engineering']);
  expect(found([], { people: ['Max'] }).teams).toEqual(['acme/product']);
  expect(found([]).teams).toEqual([]);
});

it('a team that cannot be read is not taken for one that nobody came from', () => {
  const teams = new Map(TEAMS).set('acme/product', { because: 'no', cause: 'elsewhere' as const });
  expect(found(['Notes of it'], { people: ['ada'], teams })).toEqual({ notes: true, skipped: false, teams: undefined });
});

describe('the issue of a turn', () => {
  it('says why, until when, what to go through and how it counts', () => {
    expect(BODY).toMatch(
      /^<!-- truenorth:occasion id=roadmap-review by=2026-11-29 -->\n\*\*By Sunday 29 November 2026\.\*\*/,
    );
    expect(BODY).toContain('- [ ] What next?');
    expect(BODY).toContain('close it as not planned, with a line `Skipped because …`');
    expect(occasionIn(BODY)).toEqual({ id: 'roadmap-review', by: '2026-11-29' });
    expect(occasionTitle(occasion(), TURN)).toBe('Roadmap review: by 2026-11-29');
  });

  it('names the teams where those who read it may know of them, and only there', () => {
    const issue = (named: boolean) =>
      occasionIssue({ ...occasion(), why: WHY }, TURN, occasionFacts(), { teams: ['acme/product'], named });
    expect(issue(true)).toContain('`acme/product`');
    expect(issue(false)).not.toContain('acme/product');
  });

  it.each([
    '',
    'x <!-- truenorth:occasion id=a by=2026-11-29 -->',
    '<!-- truenorth:occasion id=a by=2026-13-29 -->',
    '<!-- truenorth:occasion id=A/b by=2026-11-29 -->',
  ])('is not told by %j', (body) => expect(occasionIn(body)).toBeUndefined());
});
