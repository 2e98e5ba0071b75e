import { describe, expect, it } from 'vitest';
import type { MilestoneFacts } from '../../../src/model/issue.ts';
import { milestone } from '../../../src/practices/alignment/milestone.ts';
import { OUTCOMES, policy } from '../../support/facts.ts';

const { alignment } = policy();
const judge = (title: string, description = '', change: Partial<MilestoneFacts> = {}) =>
  milestone.judge({ number: 1, title, description, open: true, outcomes: OUTCOMES, ...change }, alignment);

describe('a milestone', () => {
  it.each([
    ['Spring: Activation', '', '`activation`'],
    ['Spring', 'So that clinics go\nlive in a day.', '`activation`'],
    ['Spring', 'Outcome: reliability', '`reliability`'],
    ['Spring', '## reliability\n\nand **activation**', '`activation` and `reliability`'],
    ['春のactivation', '', '`activation`'],
  ])('%j with %j names %s', (title, description, named) =>
    expect(judge(title, description)).toMatchObject({ outcome: 'met', because: `Names ${named}` }),
  );

  it.each([
    ['Spring', '', 'Names no declared outcome'],
    ['Reactivation of pre-activation and activation-rate', '', 'Names no declared outcome'],
    ['Spring', '<!-- Outcome: activation -->', 'Names no declared outcome'],
    ['Spring', 'Outcome: growth', '`growth` is not a declared outcome'],
    ['Spring', 'Outcome: @cleo `|`', '`cleo` is not a declared outcome'],
    ['Frühling', 'Kliniken gehen an einem Tag ans Netz', 'Names no declared outcome'],
  ])('%j with %j names none', (title, description, because) =>
    expect(judge(title, description)).toMatchObject({
      ...{ outcome: 'unmet', because },
      remedy: 'Add a line `Outcome: activation` to its description; declared are `activation`, `reliability`',
    }),
  );

  it('is not asked when it is closed, or nothing is declared', () => {
    expect(judge('Spring', '', { open: false }).outcome).toBe('not-applicable');
    expect(judge('Spring', '', { outcomes: [] }).outcome).toBe('not-applicable');
  });

  it('is held against titles of any characters, and quickly', () => {
    const outcomes = [
      { id: 'a', title: 'C++ (fast) [*]' },
      { id: 'b', title: '予約できる' },
      { id: 'zz', title: ' ' },
    ];
    expect(judge('More c++ (FAST) [*]!', '', { outcomes }).because).toBe('Names `a`');
    expect(judge('誰でも予約できるように', '', { outcomes }).because).toBe('Names `b`');
    const began = performance.now();
    judge('Spring', 'clinics go live in a da '.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
