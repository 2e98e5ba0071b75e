import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Issue } from '../../src/sandbox/github/entities.ts';
import { configured, type Playground, startPlayground } from '../support/playground.ts';

const CONFIG = `version: 1
technical-debt: { estimate: { level: advise } }
outcomes: { experiment: { level: advise } }
resilience: { post-incident: { level: require, within: 5 days } }
`;
const DAY = 24 * 3_600_000;

let play: Playground;
let shift = 0;
const now = () => Date.now() + shift;
beforeAll(async () => {
  play = await startPlayground({ clock: { now }, now, repos: { 'acme/api': configured(CONFIG) } });
});
afterAll(() => play.close());

const world = () => play.github.world;
const labels = ({ labels: all }: Issue) => all.map(({ name }) => name).sort();
const comments = ({ comments: all }: Issue) =>
  all.filter(({ author }) => author.type === 'Bot').map(({ body }) => body);

async function open(title: string, names: string[], body = ''): Promise<Issue> {
  const issue = world().openIssue({ repo: 'acme/api', title, body, labels: names, by: 'bob' });
  await play.quiet();
  return issue;
}

describe('an issue that is asked for something', () => {
  it('gets a label and one comment, which is edited once all is met, and the label goes', async () => {
    const issue = await open('Old parser', ['tech-debt']);
    expect(labels(issue)).toEqual(['needs: estimate', 'tech-debt']);
    expect(comments(issue)).toEqual([expect.stringMatching(/^<!-- truenorth:review -->\n\*\*One thing worth adding/)]);
    expect(comments(issue)[0]).not.toMatch(/merge|check|waive/);
    world().addLabel(issue, 'debt: 5', { by: 'bob' });
    await play.quiet();
    expect(labels(issue)).toEqual(['debt: 5', 'tech-debt']);
    expect(comments(issue)).toEqual([expect.stringContaining('All guardrails are met.')]);
  });

  it('is written to only where something changed', async () => {
    const issue = await open('Flaky tests', ['tech-debt']);
    const before = comments(issue);
    world().edit(issue, { title: 'Flaky tests again', by: 'bob' });
    await play.quiet();
    expect(comments(issue)).toEqual(before);
    expect(labels(issue)).toEqual(['needs: estimate', 'tech-debt']);
  });

  it('has none of it left once it is none of the labels’ any more', async () => {
    const issue = await open('Not debt after all', ['tech-debt']);
    world().removeLabel(issue, 'tech-debt', { by: 'bob' });
    await play.quiet();
    expect(labels(issue)).toEqual([]);
  });

  it('is not taken in by a comment that looks like ours', async () => {
    const issue = await open('Forged', []);
    world().comment(issue, '<!-- truenorth:review -->\nAll is well', { by: 'eve' });
    world().addLabel(issue, 'tech-debt', { by: 'bob' });
    await play.quiet();
    expect(comments(issue)).toHaveLength(1);
    expect(issue.comments[0]?.body).toContain('All is well');
  });
});

it('an issue of no such label is none of its business', async () => {
  play.calls();
  const issue = await open('A question', ['question']);
  expect([comments(issue), labels(issue), play.calls()]).toEqual([[], ['question'], []]);
});

it('an incident is asked for its review once it is due, by itself', async () => {
  const issue = await open('The booking page was down', ['incident'], 'From 9 to 10.');
  expect(labels(issue)).toEqual(['incident']);
  shift += 6 * DAY;
  await play.restart();
  await play.quiet();
  expect(labels(issue)).toEqual(['incident', 'needs: post-incident']);
  expect(comments(issue)[0]).toMatch(/^<!-- truenorth:review -->\n\*\*One thing asked here/);
});

it('an experiment is asked for its decision once its day has ended', async () => {
  const day = new Date(now() + 2 * DAY).toISOString().slice(0, 10);
  const body = `## Hypothesis\n\nA shorter form lets more clinics finish their sign-up on the first day.\n\n## Metric\n\nShare of clinics that finish on the first day, from 30% to 40%.\n\nDecide by: ${day}`;
  const issue = await open('One-page sign-up', ['experiment'], body);
  expect([labels(issue), comments(issue)]).toEqual([['experiment'], []]);
  shift += 4 * DAY;
  await play.restart();
  await play.quiet();
  expect(labels(issue)).toEqual(['experiment', 'needs: experiment']);
});
