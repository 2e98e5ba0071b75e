import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../src/practices/registry.ts';
import { playDemo } from '../../src/sandbox/demo/demo.ts';
import { ASKED, labelAsked, SHOWN } from '../../src/sandbox/demo/front-desk.ts';
import type { Pull } from '../../src/sandbox/github/entities.ts';
import { type Playground, startPlayground } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await startPlayground({ repos: {}, before: playDemo });
  playground.github.world.install();
  labelAsked(playground.github.world);
  // Half a year is read, on a machine that others may use too.
  await playground.quiet(50_000);
}, 60_000);
afterAll(() => playground.close());

const pullOf = (name: string): Pull => {
  const [repo = '', number] = name.split('#');
  return playground.github.world.pull(`acme/${repo}`, Number(number));
};

describe('the demo, judged by the real app', () => {
  it.each([
    ['clinic-web#1', 'success', 'declares its outcome and says how it will be seen'],
    ['clinic-web#2', 'success', 'serves an outcome by its paths alone'],
    ['clinic-web#3', 'failure', 'lacks outcome and threat model'],
    ['clinic-web#4', 'failure', 'holds a placeholder and an empty section'],
    ['clinic-web#5', 'success', 'is a bot’s, and exempt'],
    ['scheduler#2', 'success', 'declares and says everything'],
    ['scheduler#3', 'failure', 'is a draft without what is required'],
    ['scheduler#4', 'neutral', 'comes from a fork and serves nothing declared'],
    ['scheduler#5', 'success', 'says why no threat model is needed'],
    ['patient-api#1', 'failure', 'leaves the template as it was'],
    ['handbook#1', 'success', 'changes documents only'],
  ])('%s is concluded %s: it %s', (name, conclusion) => {
    expect(playground.checks(pullOf(name)).map((check) => check.conclusion)).toEqual([conclusion]);
  });

  it('leaves the past alone: nothing that is closed is judged, and a start costs no more calls than it did', () => {
    const { world } = playground.github;
    const closed = [...world.repos.values()]
      .flatMap(({ threads }) => [...threads.values()])
      .filter(({ open }) => !open);
    expect(closed.length).toBeGreaterThan(400);
    for (const thread of closed) {
      if (thread.kind === 'pull') expect(playground.checks(thread)).toEqual([]);
      expect(thread.comments.filter(({ author }) => author === world.bot)).toEqual([]);
    }
    expect(playground.calls().length).toBeLessThan(650);
  });

  it('shows the reasons why a section is not good enough', () => {
    expect(playground.comments(pullOf('clinic-web#3'))[0]).toContain('the section is missing');
    const [comment] = playground.comments(pullOf('clinic-web#4'));
    expect(comment).toContain('holds a placeholder');
    expect(comment).toContain('is empty');
    expect(playground.comments(pullOf('patient-api#1'))[0]).toContain('unchanged template');
  });

  it('shows a broken configuration, with the last good one in force', () => {
    const [check] = playground.checks(pullOf('patient-api#1'));
    expect(check?.summary).toContain('securty');
  });

  it.each(SHOWN.map((shown) => [shown.rule, shown.outcome, shown.pull.title, shown.repo] as const))(
    '%s is %s on "%s"',
    (rule, outcome, title, repo = 'acme/front-desk') => {
      const { threads } = playground.github.world.repoOf(repo);
      const pull = [...threads.values()].find((thread) => thread.title === title) as Pull;
      const [practice, id] = rule.split('/');
      const named = registry.find((one) => one.id === practice)?.rules.find((one) => one.id === id);
      expect(playground.checks(pull)[0]?.summary).toMatch(
        new RegExp(`^\\| \\S+ \\| ${named?.title} \\| ${outcome}, `, 'm'),
      );
    },
  );

  it.each(ASKED.map(({ rule, title }) => [rule, title]))('asks by %s on "%s"', (rule, title) => {
    const { threads } = playground.github.world.repoOf('acme/front-desk');
    const issue = [...threads.values()].find((thread) => thread.title === title);
    expect(issue?.labels.map(({ name }) => name)).toContain(`needs: ${rule.split('/')[1]}`);
    expect(issue?.comments.map(({ body }) => body)).toEqual([expect.stringContaining('<!-- truenorth:review -->')]);
  });

  it('shows every rule on issues', () => {
    const rules = registry.flatMap(({ id, rules: all }) =>
      all.filter(({ on }) => on === 'issue').map((rule) => `${id}/${rule.id}`),
    );
    expect(ASKED.map(({ rule }) => rule as string).sort()).toEqual(rules.sort());
  });

  it('shows every rule met and unmet', () => {
    const shown = new Set(SHOWN.map(({ rule, outcome }) => `${rule} ${outcome}`));
    const elsewhere = ['north-star/outcome', 'security/threat-model', 'resilience/observability'];
    const rules = registry.flatMap(({ id, rules }) =>
      rules.filter(({ on }) => on === 'pull').map((rule) => `${id}/${rule.id}`),
    );
    const missing = rules.filter(
      (rule) => !elsewhere.includes(rule) && !['met', 'unmet'].every((outcome) => shown.has(`${rule} ${outcome}`)),
    );
    expect(missing).toEqual([]);
  });
});
