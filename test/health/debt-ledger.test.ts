import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { debtAt, debtLedger, flowsIn } from '../../src/health/debt-ledger.ts';
import { ledgerIssue, ledgerState } from '../../src/health/ledger-issue.ts';
import { weekAt } from '../../src/health/week.ts';
import type { IssueRecord } from '../../src/model/history.ts';
import { policy } from '../support/facts.ts';
import { at, DAY } from '../support/history.ts';

const NOW = at('2026-09-09T12:00Z');
const WEEK = weekAt(NOW, 'Etc/UTC');
const OPTIONS = policy({ 'technical-debt': { budget: { points: 10 } } })['technical-debt'];

/** Debt since it was opened, of so many points by label. */
const debt = (number: number, points: number, createdAt: number, more: Partial<IssueRecord> = {}): IssueRecord => ({
  ...{ number, createdAt, owners: [] },
  labels: [
    { name: 'tech-debt', from: createdAt },
    { name: `debt: ${points}`, from: createdAt },
  ],
  ...more,
});
const ledger = (issues: IssueRecord[], options = OPTIONS) => debtLedger(issues, options, NOW, 'Etc/UTC');

describe('what is open', () => {
  it('is told by what is owed, the heaviest first', () => {
    const { open, points, owed } = ledger([
      debt(1, 3, NOW - 21 * DAY),
      debt(2, 8, NOW - 98 * DAY),
      debt(3, 5, NOW - 420 * DAY),
      debt(4, 9, NOW - DAY, { closedAt: NOW - 1 }),
    ]);
    expect(open.map(({ number, owed: of }) => [number, Math.round(of * 10) / 10])).toEqual([
      [3, 10],
      [2, 9.6],
      [1, 3],
    ]);
    expect([points, Math.round(owed * 10) / 10]).toEqual([16, 22.6]);
  });

  it('ends when the label is taken away, and begins again when it is back', () => {
    const labels = [
      { name: 'Tech-Debt', from: 10, to: 20 },
      { name: 'tech-debt', from: 30 },
    ];
    const issue = debt(1, 1, 0, { labels });
    expect([5, 10, 19, 20, 30].map((when) => debtAt(issue, when, OPTIONS) !== undefined)).toEqual([
      ...[false, true, true, false, true],
    ]);
  });

  it.each([
    ['a label before the description', { labels: ['debt: 5'], points: 8 }, 5],
    ['the description', { labels: [], points: 8 }, 8],
    ['the default', { labels: [] }, 1],
    ['the first label that can be points', { labels: ['debt: lots', 'debt: 3'] }, 3],
    ['the default, where nothing can', { labels: ['debt: -3'], odd: '1e9' }, 1],
    ['nought, where somebody says so', { labels: ['debt: 0'] }, 0],
  ])('weighs by %s', (_, { labels, ...more }, points) => {
    const names = ['tech-debt', ...labels].map((name) => ({ name, from: 0 }));
    expect(debtAt({ ...debt(1, 1, 0), labels: names, ...more }, 1, OPTIONS)?.points).toBe(points);
  });
});

describe('what changed', () => {
  const monday = WEEK.from;
  const labelled = (...spans: [string, number, number?][]) =>
    spans.map(([name, from, to]) => ({ name, from, ...(to === undefined ? {} : { to }) }));

  it.each<[string, IssueRecord, object]>([
    ['opened', debt(1, 5, monday + 1), { added: 5 }],
    ['closed as completed', debt(1, 5, 0, { closedAt: monday + 1, reason: 'completed' }), { paid: 5 }],
    ['closed as not planned', debt(1, 5, 0, { closedAt: monday + 1, reason: 'not planned' }), { writtenOff: 5 }],
    ['opened and paid', debt(1, 5, monday + 1, { closedAt: monday + 2, reason: 'completed' }), { added: 5, paid: 5 }],
    ['no longer labelled', debt(1, 1, 0, { labels: labelled(['tech-debt', 0, monday + 1]) }), { writtenOff: 1 }],
    [
      're-estimated',
      debt(1, 1, 0, { labels: labelled(['tech-debt', 0], ['debt: 8', 0, monday + 1], ['debt: 5', monday + 1]) }),
      { reestimated: -3 },
    ],
    [
      'opened, re-estimated and paid',
      debt(1, 1, monday + 1, {
        labels: labelled(['tech-debt', monday + 1], ['debt: 8', monday + 1, monday + 5], ['debt: 5', monday + 5]),
        ...{ closedAt: monday + 9, reason: 'completed' },
      }),
      { added: 8, reestimated: -3, paid: 5 },
    ],
    ['unchanged', debt(1, 5, 0), {}],
    ['of another week', debt(1, 5, 0, { closedAt: monday - 1, reason: 'completed' }), {}],
  ])('%s', (_, issue, flows) => {
    const none = { added: 0, reestimated: 0, paid: 0, writtenOff: 0 };
    expect(flowsIn([issue], WEEK, OPTIONS)).toEqual({ ...none, ...flows });
  });

  it('adds up: what was open, and what changed, is what is open', () => {
    const instant = fc.integer({ min: monday - 20, max: monday + 20 });
    const span = fc.record({ from: instant, to: fc.option(instant, { nil: undefined }) });
    const label = fc.tuple(fc.constantFrom('tech-debt', 'debt: 1', 'debt: 2', 'debt: 5', 'debt: x'), span);
    const issue = fc.record({
      ...{ createdAt: instant, closedAt: fc.option(instant, { nil: undefined }) },
      reason: fc.constantFrom('completed' as const, 'not planned' as const),
      labels: fc.array(label, { maxLength: 6 }),
    });
    fc.assert(
      fc.property(fc.array(issue, { maxLength: 4 }), (made) => {
        const issues = made.map(({ labels, ...rest }, i) => ({
          ...{ ...debt(i, 1, 0), ...rest },
          labels: labels.map(([name, { from, to }]) => ({
            ...{ name, from },
            ...(to === undefined ? {} : { to: Math.max(from, to) }),
          })),
        }));
        const open = (when: number) => issues.reduce((sum, one) => sum + (debtAt(one, when, OPTIONS)?.points ?? 0), 0);
        const window = { from: monday, to: monday + 15 };
        const { added, reestimated, paid, writtenOff } = flowsIn(issues, window, OPTIONS);
        expect(open(window.from) + added + reestimated - paid - writtenOff).toBeCloseTo(open(window.to), 8);
        for (const flow of [added, paid, writtenOff]) expect(flow).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the ledger’s issue', () => {
  const text = (issues: IssueRecord[], options = OPTIONS) => ledgerIssue(ledger(issues, options), options);

  it('begins with open points and the budget', () => {
    expect(text([debt(1, 8, 0), debt(2, 1, 0)]).split('\n')[0]).toBe('Open: 9 of 10 points');
    expect(text([debt(1, 8, 0)], policy()['technical-debt']).split('\n')[0]).toBe('Open: 8 points');
  });

  it('says when the budget is spent, and that interest is not counted', () => {
    const said = text([debt(1, 12, NOW - 98 * DAY)]);
    expect(said).toContain('120% of the budget. It is overspent: paying more than 2 points brings it back');
    expect(text([debt(1, 10, 0)])).toContain('100% of the budget. It is spent: any debt that is paid brings it back');
    expect(said).toContain(
      'With interest 14.4 points are owed: after 4 weeks a debt costs 2% of its points more a week',
    );
  });

  it('has a chart that Mermaid can read, and its values in a table', () => {
    const said = text([debt(1, 1_000, 0)]);
    expect(said).toMatch(/xychart-beta\n {2}title "[^"]+"\n {2}x-axis \[("W\d\d"(, )?){12}\]\n/);
    expect(said).toContain('| 2026-W37 (so far) | 1,000 |');
    expect(said).not.toMatch(/line \[[^\]]*\d,\d{3}[^\]]*\]/);
  });

  it('repeats nothing that a person wrote but in code', () => {
    const odd = debt(1, 1, 0, {
      labels: [
        { name: 'tech-debt', from: 0 },
        { name: 'debt: @ann <b>`x`', from: 0 },
      ],
    });
    expect(text([odd])).toContain('`` @ann <b>`x` ``');
  });

  it('stays within GitHub’s limits with ten thousand debts', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => debt(i + 1, i % 7, i));
    expect(text(many).length).toBeLessThan(20_000);
    expect(text(many)).toContain('and 9,900 more');
  });

  it('is the same text for the same state, and another state with the week, the points or the budget', () => {
    const state = (issues: IssueRecord[], now = NOW, options = OPTIONS) =>
      ledgerState(debtLedger(issues, options, now, 'Etc/UTC'), options);
    const issues = [debt(1, 8, 0)];
    expect(state(issues, NOW + 3_600_000)).toBe(state(issues));
    expect(state(issues, NOW + 7 * DAY)).not.toBe(state(issues));
    expect(state([debt(1, 9, 0)])).not.toBe(state(issues));
    expect(state(issues, NOW, policy()['technical-debt'])).not.toBe(state(issues));
  });
});
