import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsIn, writtenPoints } from '../../../src/practices/shared/debt.ts';
import { fieldIn } from '../../../src/practices/shared/fields.ts';

describe('a field of a description', () => {
  it.each([
    ['Debt: 5', '5'],
    ['Words before.\n\ndebt：8', '8'],
    ['**Debt:** 3', '3'],
    ['- Debt: 13', '13'],
    ['### Debt\n\n5', '5'],
    ['## Debt: 2', '2'],
    ['### What it is\n\nA parser.\n\n### Debt\n\n8\n\n### More\n\n9', '8'],
    ['Debt: 1\nDebt: 2', '1'],
  ])('%j says %j', (body, value) => expect(fieldIn(body, ['Debt'])?.value).toBe(value));

  it.each([
    '',
    'No such thing',
    '> Debt: 5',
    '```\nDebt: 5\n```',
    '<!-- Debt: 5 -->',
    '- [ ] Debt: 5',
    '### Debt\n\n- [ ] 5',
    '### Debt\n\n_No response_',
    'Debt: TBD',
    'Technical debt is bad: 5',
    '### Debt\n\n### More\n\n5',
  ])('%j says nothing', (body) => expect(fieldIn(body, ['Debt'])).toBeUndefined());

  it('never throws, and is quick on long ones', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (body) => void fieldIn(`Debt: ${body}`, ['Debt'])));
    const began = performance.now();
    fieldIn('Debt:\n'.repeat(10_000), ['Debt']);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('points', () => {
  it.each([
    ['5', 5],
    [' 0 ', 0],
    ['2.5', 2.5],
    ['1,5', 1.5],
    ['1000', 1_000],
  ])('%j are %d', (written, points) => expect(pointsIn(written)).toEqual({ points }));

  it.each(['-3', '1e9', '1001', 'five', '', 'NaN', 'Infinity', '0x10', '5 apples', '９'])('%j are none', (written) => {
    expect(pointsIn(written)).toEqual({ odd: written.trim() });
  });

  it('are read out of a description with their unit', () => {
    expect(writtenPoints('Debt: 5 points')).toEqual({ points: 5 });
    expect(writtenPoints('Debt: 1e9')).toEqual({ odd: '1e9' });
    expect(writtenPoints('No debt here')).toBeUndefined();
  });
});
