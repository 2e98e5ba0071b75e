import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitmentsOf } from '../../src/health/commitments.ts';
import { digestOf } from '../../src/health/digest.ts';
import { type Around, digestIssue } from '../../src/health/digest-issue.ts';
import { healthIssue, isActive, weekComment } from '../../src/health/health-issue.ts';
import { noData, value } from '../../src/health/measure.ts';
import { periodOf } from '../../src/health/period.ts';
import { restatements } from '../../src/health/restatement.ts';
import { weekNamed } from '../../src/health/week.ts';
import type { IssueRecord } from '../../src/model/history.ts';
import { policy } from '../support/facts.ts';
import { at, DAY } from '../support/history.ts';
import { busy, type Facts, FULL, pastOf, repository, WEEK, weekFacts, weeksBefore } from '../support/week.ts';

const AROUND: Around = { missed: [], told: [] };
const written = (facts: Facts = {}, around: Partial<Around> = {}) =>
  digestIssue(digestOf(periodOf(weekFacts(facts))), { ...AROUND, ...around });

const debt = (number: number, points: number, weeks: number): IssueRecord => ({
  ...{ number, createdAt: WEEK.to - weeks * 7 * DAY, owners: [], points },
  labels: [{ name: 'tech-debt', from: WEEK.to - weeks * 7 * DAY }],
});
const experiment = (number: number, decideBy: string): IssueRecord => ({
  ...{ number, createdAt: WEEK.from - 60 * DAY, owners: [], decideBy, decided: false },
  labels: [{ name: 'experiment', from: WEEK.from - 60 * DAY }],
});
const [KPI] = FULL.outcomes.kpis;
if (KPI === undefined) throw new Error('a KPI is configured');
const reading = (day: string, amount: number) => ({
  ...{ kpi: KPI.id, day, value: amount, source: 'file' as const, at: at(day) },
});
const STANDING = {
  ...{ kpi: KPI, reading: reading('2026-11-20', 31), before: reading('2026-10-23', 38) },
  ...{ attainment: { share: 41 / 48 }, weeks: [] },
};
const BEFORE = weeksBefore([
  {},
  {},
  {},
  {
    turnaround: { value: 9, n: 12 },
    'in-time': { value: 0.9, n: 20, k: 18 },
    'lead-time': { value: 20, n: 12 },
    debt: { value: 26, n: 1 },
  },
]);

/** A week in which much went wrong. */
function bad(): Facts {
  const payments = busy('acme/payments', { changes: 8 });
  const issues = [...payments.past.issues, debt(5, 20, 14), debt(6, 14, 3), experiment(7, '2026-11-13')];
  const alerts = [
    { severity: 'critical' as const, createdAt: WEEK.to - 8 * DAY },
    { severity: 'medium' as const, createdAt: WEEK.to - 8 * DAY },
  ];
  const earlier = weeksBefore([{}, {}, {}, { debt: { value: 26, n: 1 } }]);
  return {
    repositories: [
      busy('acme/scheduler', { wait: 30, failed: 2 }),
      { ...payments, past: { ...payments.past, issues, alerts }, earlier },
    ],
    ...{ earlier: BEFORE, kpis: [STANDING] },
    decisions: [
      { title: '**Debt in `payments`**', recorded: true },
      { title: '**Extend the import pilot**', recorded: false },
    ],
  };
}

describe('the digest for leaders', () => {
  it('begins with its marker, its week as the zone has it, and what needs a decision', () => {
    const lines = written(bad()).split('\n');
    expect(lines[0]).toBe('<!-- truenorth:digest org=acme week=2026-W47 -->');
    expect(lines[1]).toBe('# Engineering health 2026-W47 (16 to 22 November, Europe/Berlin)');
    expect(lines[2]).toBe(
      '**Delivery is slower; 1 overdue security alert, a debt budget at 85% and 2 failed releases of 10 need a decision.** 2 of 2 repositories reporting.',
    );
  });

  it('tells each outcome by its KPI, in its own words and unit', () => {
    expect(written(bad())).toContain(
      '| `Clinics go live in a day` | 31 h (`Hours from sign-up to first patient`) | 24 h | ▼ from 38 h | 85.4% of the way; 14 of 17 changes served it |',
    );
    expect(written(bad())).toContain(
      '| `The booking page is always up` | no KPI yet |  |  | 3 of 17 changes served it |',
    );
  });

  it('tells a KPI with all the digits that people gave, and one that stays at nought as level', () => {
    const kpis = [{ ...STANDING, reading: reading('2026-11-20', 99.99999), before: reading('2026-10-23', 99.99999) }];
    expect(written({ kpis })).toContain(
      '| 99.99999 h (`Hours from sign-up to first patient`) | 24 h | ► from 99.99999 h |',
    );
    const nought = [{ ...STANDING, reading: reading('2026-11-20', 0), before: reading('2026-10-23', 0) }];
    expect(written({ kpis: nought })).toContain('| ► from 0 h |');
  });

  it('asks for three decisions at most, the most pressing first, and follows the last ones up', () => {
    const text = written(bad(), { previous: { week: '2026-W46', number: 11 } });
    const asked = text.split('\n').filter((line) => line.startsWith('- [ ]'));
    expect(asked.map((line) => /\*\*(.*?)\*\*/.exec(line)?.[1])).toEqual([
      'Overdue security alerts',
      'Debt in `payments`',
      'Failed releases',
    ]);
    expect(asked[1]).toContain(
      'is at 34 of 40 points and grows 2 a week; at this rate the budget is spent in 3 weeks. Give it the next refactor window?',
    );
    expect(text).toContain(
      'Last week ([2026-W46](../issues/11)): 1 of 2 decisions recorded; still open: Extend the import pilot.',
    );
  });

  it('is short where nothing happened, and shows no empty table', () => {
    const text = written();
    expect(text).toContain(
      '**This is the first digest; trends appear from the fourth week; nothing needs a decision.**',
    );
    expect(text).toContain("None of the 2 outcomes has a KPI's reading yet, and no change served one this week.");
    expect(text).toContain('Nothing stands out this week.');
    expect(
      text.split('\n').filter((line, i, all) => /^\|[-:|]+\|$/.test(line) && !all[i + 1]?.startsWith('|')),
    ).toEqual([]);
  });
});

describe('the digest for engineers', () => {
  it('tells what stands out, where, since when, and what to do', () => {
    expect(written(bad())).toContain(
      '- **Reviews within 24 hours**: 52.9%, where the target is at least 80%, especially in `scheduler` 2 of 10 (20%).',
    );
    expect(written(bad())).toContain('- **Lead time for changes**: 42 h, after 20 h four weeks ago.');
  });

  it('draws where the changes went, and how far each KPI has come, where there is more than one to compare', () => {
    const text = written({ ...bad(), kpis: [STANDING, { ...STANDING, attainment: { share: 0.25 } }] });
    expect(text).toContain('title What merged changes served (changes)\n  "an outcome that is declared" : 14\n');
    expect(text).toContain('title "Changes by outcome"');
    expect(text).toContain('bar [14, 3]');
    expect(text).toContain('title "How far each KPI has come"');
    expect(text).toContain('bar [85.4, 25]');
    const single = written(bad());
    expect(single).not.toContain('How far each KPI has come');
    expect(written({ repositories: [] })).not.toMatch(/title "?(Changes by outcome|What merged)/);
  });

  it('names no repository that does better than all together', () => {
    const [slow, better] = [busy('acme/slow', { wait: 60 }), busy('acme/better', { wait: 30 })];
    const some = better.past.pulls.map((pull, i) => (i < 6 ? pull : (busy('acme/x').past.pulls[i] ?? pull)));
    const text = written({ repositories: [slow, { ...better, past: { ...better.past, pulls: some } }] });
    expect(text).toContain('especially in `slow` ');
    expect(text).not.toMatch(/especially in .*`better`/);
  });

  it('lists the rules of waivers that are in force, not of those that are over', () => {
    const waiver = { repo: 'acme/api', number: 1, at: WEEK.from };
    const waivers = [
      { ...waiver, rule: 'security/privacy', until: '2026-12-20' },
      { ...waiver, rule: 'security/threat-model', until: '2026-11-18' },
    ];
    expect(written({ waivers })).toContain('| Waivers in force | 1; for `security/privacy` |');
  });

  it('speaks of a single debt as one', () => {
    const past = pastOf('acme/api', { issues: [debt(5, 3, 14)] });
    expect(written({ repositories: [repository('acme/api', { past })] })).toContain(
      '| Age of debt | 1 debt, 13 weeks old |',
    );
  });

  it('draws no conclusion from a handful', () => {
    const text = written({ repositories: [busy('acme/api', { changes: 4, wait: 60, failed: 0 })] });
    expect(text).not.toContain('**Reviews within 24 hours**:');
    expect(text).toContain('|  | Reviews within 24 hours | 1 of 4;');
  });

  it('says when a guardrail is met so often that it can be raised', () => {
    const outcomes = { 'security/threat-model': 'met', 'security/privacy': 'met', 'security/tests': 'not-applicable' };
    const closed = Array.from({ length: 20 }, (_, i) => ({
      repo: 'acme/api',
      outcomes: i === 0 ? { ...outcomes, 'security/privacy': 'unmet', 'security/threat-model': 'waived' } : outcomes,
    }));
    const text = written({ closed });
    expect(text).toContain(
      '| `security/threat-model` | 19 of 20 | 1 | met nearly always: it can be raised to `require` |',
    );
    expect(text).toContain('| `security/privacy` | 19 of 20 |  | met nearly always: it can be raised to `advise` |');
    expect(text).not.toContain('`security/tests`');
  });

  it('counts days that are over by the calendar, also where clocks changed', () => {
    const week = weekNamed('2026-W13', 'Europe/Berlin');
    if (week === undefined) throw new Error('there is such a week');
    const late = { ...experiment(7, '2026-03-28'), createdAt: at('2026-03-01') };
    const labels = [{ name: 'experiment', from: at('2026-03-01') }];
    const { experiments } = commitmentsOf(pastOf('acme/api', { issues: [{ ...late, labels }] }), FULL, week);
    expect(experiments.overdue).toEqual([{ repo: 'acme/api', number: 7, days: 2 }]);
  });

  it('tells an action that was done after the week as overdue at its end, by as many days', () => {
    const done = { owner: 'ann', due: '2026-11-18', done: true, doneAt: WEEK.to + 1 };
    const incident = {
      ...experiment(8, '2026-11-18'),
      labels: [{ name: 'incident', from: WEEK.from }],
      actions: [done],
    };
    const past = pastOf('acme/api', { issues: [incident] });
    expect(written({ repositories: [repository('acme/api', { past })] })).toContain(
      '1 action is overdue, the longest by 5 days',
    );
  });

  it('finds the label of a list in its link, whatever is in it', () => {
    const own = policy({ outcomes: { experiment: { label: 'a) test (b' } } });
    const past = pastOf('acme/api', {
      issues: [{ ...experiment(7, '2026-11-13'), labels: [{ name: 'a) test (b', from: 0 }] }],
    });
    const text = written({ policy: own, repositories: [repository('acme/api', { policy: own, past })] });
    expect(text).toMatch(/\[list\]\(https:[^()\s]*label%3A%22a%29%20test%20%28b%22\)/);
  });

  it('names what could not be read, and of how many', () => {
    const past = pastOf('acme/web', {
      lacks: { deployment: 'A permission is missing', alert: 'A permission is missing' },
    });
    const text = written({ repositories: [repository('acme/api'), repository('acme/web', { past })] });
    expect(text).toContain('- Of 1 of 2 repositories: A permission is missing.');
  });
});

describe('the leadership checklist', () => {
  const line = (text: string, nth: number) => text.split('\n').find((one) => one.startsWith(`${nth}. `));

  it('tells of each of the seven whether it is met, and what that stands on', () => {
    const text = written(bad());
    expect(text).toContain('## Leadership checklist: 1 of 7 met');
    expect(line(text, 1)).toBe(
      '1. A concise North Star that links technology work to outcomes: **met**. 16 of 17 changes serve an outcome.',
    );
    expect(line(text, 2)).toContain(
      '**not yet**. `reliability` has no KPI; no KPI covers reliability, adoption and cost.',
    );
    expect(line(text, 4)).toContain('**not yet**. 1 alert is overdue.');
  });

  it('says of rituals without both teams that nobody can tell who took part', () => {
    const unnamed = { ...FULL, alignment: { ...FULL.alignment, product: undefined } };
    const text = written({ policy: unnamed });
    expect(line(text, 7)).toContain('**not yet**. Product and engineering are not both named');
    expect(text).toContain('- **Ritual adherence**: Nobody can tell whether product and engineering both took part');
    expect(line(written(), 7)).toContain('None was due yet.');
  });

  it('does not say that nobody answered what was not asked yet', () => {
    expect(line(written({ pulse: noData('nothing was asked last week') }), 6)).toContain(
      'There was no pulse survey yet',
    );
    expect(line(written({ pulse: value({ good: 0, mixed: 0, hard: 0 }) }), 6)).toContain('Nobody answered the pulse');
  });

  it('counts what is not set up as no failure, tells it once, and folds it after', () => {
    const bare = policy({});
    const facts = { policy: bare, repositories: [repository('acme/api', { policy: bare })] };
    expect(line(written(facts), 1)).toContain('**not set up**. Set `north-star.statement` and at least one outcome.');
    const again = written(facts, { told: ['north-star', 'kpis', 'debt'] });
    expect(again).toContain('Not set up, as told before: 1. A concise North Star');
    expect(line(again, 1)).toBeUndefined();
  });
});

describe('who may read it', () => {
  it('a public digest tells of private repositories in totals alone, and of no alert', () => {
    const facts = bad();
    const repositories = (facts.repositories ?? []).map((one) => ({ ...one, shown: false }));
    const text = written({ ...facts, repositories, isPublic: true, decisions: [] });
    for (const secret of ['payments', 'scheduler', 'lert']) expect(text).not.toContain(secret);
    expect(text).toContain('2 of 10');
    expect(text).toContain('2 private repositories count in totals alone');
  });

  it('nothing that people wrote mentions, links or breaks out of it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.constantFrom(
        '@acme/all',
        '#12',
        'acme/api#1',
        '`@bob`',
        '</details>',
        '<!--',
        '| a |',
        '![x](http://x)',
        '**',
      ),
    );
    const title = text.filter((one) => one.trim() !== '').map((one) => one.slice(0, 100));
    fc.assert(
      fc.property(title, title, (name, unit) => {
        const hostile = policy({
          'north-star': { statement: name, outcomes: [{ id: 'activation', title: name, kpi: 'time-to-value' }] },
          outcomes: {
            kpis: [
              {
                id: 'time-to-value',
                title: name,
                unit: unit.slice(0, 20).trim() || 'h',
                direction: 'down',
                baseline: 72,
                target: 24,
              },
            ],
          },
          alignment: { rituals: [{ id: 'review', title: name, every: '2 weeks' }] },
        });
        const [kpi] = hostile.outcomes.kpis;
        const kpis = kpi ? [{ ...STANDING, kpi }] : [];
        const period = periodOf(weekFacts({ policy: hostile, repositories: [busy('acme/api')], kpis }));
        const all = `${digestIssue(digestOf(period), AROUND)}\n${healthIssue(period)}\n${weekComment(period)}`;
        const outside = all
          .replaceAll(/^```mermaid[\s\S]*?^```$/gm, '')
          .replaceAll(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
        expect(outside).not.toMatch(/@|#\d|!\[/);
        expect(outside.split('</details>').length).toBe(outside.split('<details>').length);
      }),
      { numRuns: 100 },
    );
  });
});

describe('its size', () => {
  it('of 200 repositories is a page, and of any number under 60,000 characters, cut at a section’s end and saying so', () => {
    const many = Array.from({ length: 200 }, (_, i) =>
      busy(`acme/service-${i}`, { wait: 1 + (i % 30), failed: i % 40 ? 0 : 2 }),
    );
    expect(written({ repositories: many }).length).toBeLessThan(20_000);
    const kpis = Array.from({ length: 100 }, (_, i) => ({
      ...STANDING,
      kpi: { ...KPI, id: `kpi-${i}`, title: 'y'.repeat(120) },
      weeks: [],
    }));
    const rules = Array.from({ length: 3_000 }, (_, i) => [`security/rule-${i}`, 'met']);
    const closed = [{ repo: 'acme/api', outcomes: Object.fromEntries(rules) }];
    const text = written({ repositories: many, kpis, closed });
    expect(text.length).toBeLessThan(60_000);
    expect(text).toContain('<sub>Left out, since an issue holds no more: Security and privacy by design');
    expect(text).toContain('## Leadership checklist');
    expect(text.trimEnd().endsWith('</sub>')).toBe(true);
  });
});

describe('what is known later', () => {
  it('is restated, where it would be told differently', () => {
    const published = {
      published: true,
      points: { 'change-fail': { value: 1 / 8, n: 8, k: 1 }, merged: { value: 3, n: 3 } },
    };
    const now = { 'change-fail': { value: 2 / 8, n: 8, k: 2 }, merged: { value: 3, n: 3 } };
    expect(restatements('2026-W46', published, now)).toEqual([
      { week: '2026-W46', title: 'Change fail rate', was: '1 of 8 (12.5%)', is: '2 of 8 (25%)' },
    ]);
    expect(restatements('2026-W46', { ...published, published: false }, now)).toEqual([]);
  });
});

describe("a repository's week", () => {
  const alone = (more: Facts = {}) =>
    periodOf(weekFacts({ scope: 'acme/api', isOrganisation: false, repositories: [busy('acme/api')], ...more }));

  it('is a comment of at most twelve lines with the figures folded', () => {
    const facts = busy('acme/api', { wait: 40, failed: 2 });
    const past = {
      ...facts.past,
      issues: [...facts.past.issues, debt(5, 30, 14), debt(6, 6, 3), experiment(7, '2026-11-01')],
    };
    const text = weekComment(alone({ repositories: [{ ...facts, past }], earlier: BEFORE }));
    expect(text.split('\n').slice(0, 2)).toEqual([
      '<!-- truenorth:week 2026-W47 -->',
      expect.stringMatching(
        /^\*\*Week 47: steady, \d things to pick up\.\*\* 10 changes merged, 9 of 10 served an outcome\.$/,
      ),
    ]);
    const [shown = ''] = text.split('<details>');
    expect(shown.trim().split('\n').filter(Boolean).length).toBeLessThanOrEqual(12);
    expect(text).toContain('- Debt 36 of 40 points; #5 is the oldest and now counts 36.');
    expect(text).toContain('<details><summary>Numbers</summary>');
  });

  it('asks how the week was where the pulse is on, and says that reactions show names', () => {
    expect(weekComment(alone({ pulse: value({ good: 5, mixed: 2, hard: 0 }) }))).toContain(
      'Only totals are counted; reactions show your name on GitHub. Last week: 5 · 2 · 0.',
    );
    expect(weekComment(alone({ policy: policy({}) }))).not.toContain('How was this week');
  });

  it('has no comment where nothing happened', () => {
    expect(isActive(alone())).toBe(true);
    expect(isActive(alone({ repositories: [repository('acme/api')] }))).toBe(false);
  });

  it('shows the present by practice in the description', () => {
    const text = healthIssue(alone());
    expect(text).toContain('at the end of 2026-W47 (16 to 22 November, Europe/Berlin)');
    expect(text).toContain('<strong>Platform and developer experience</strong>');
    expect(text.length).toBeLessThan(60_000);
  });
});
