import { describe, expect, it } from 'vitest';
import { type Moment, newer, tellingOf } from '../../src/model/hint.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 16, 9, 0, second)).toISOString();
const moment = (second: number, print: string, before?: string): Moment => ({
  updatedAt: at(second),
  print,
  ...(before === undefined ? {} : { before }),
});

describe('which of two states is newer', () => {
  it.each([
    ['the later second', moment(1, 'x'), moment(2, 'y'), 'b'],
    ['the later second, though delivered first', moment(2, 'y'), moment(1, 'x'), 'a'],
    ['neither, when they tell the same', moment(1, 'x'), moment(1, 'x'), 'same'],
    ['within a second, the one that says what it changed', moment(1, 'x'), moment(1, 'y', 'x'), 'b'],
    ['within a second, also when delivered in reverse', moment(1, 'y', 'x'), moment(1, 'x', 'w'), 'a'],
    ['nobody can tell, when neither follows the other', moment(1, 'x', 'v'), moment(1, 'y', 'w'), undefined],
    ['nobody can tell, when each undoes the other', moment(1, 'x', 'y'), moment(1, 'y', 'x'), undefined],
  ] as const)('%s', (_, a, b, expected) => {
    expect(newer(a, b)).toBe(expected);
  });
});

describe('what a state tells', () => {
  const state = { title: 't', body: 'b', open: true, draft: false, headSha: 'h', base: 'main', labels: ['Bug', 'a'] };

  it('is the same in whatever order and case its labels come', () => {
    expect(tellingOf({ ...state, labels: ['A', 'bug'] })).toBe(tellingOf(state));
  });

  it.each([
    ['title', { title: 'u' }],
    ['description', { body: 'c' }],
    ['state', { open: false }],
    ['draft', { draft: true }],
    ['head', { headSha: 'i' }],
    ['base', { base: 'next' }],
    ['labels', { labels: ['bug'] }],
  ])('changes with its %s', (_, change) => {
    expect(tellingOf({ ...state, ...change })).not.toBe(tellingOf(state));
  });
});
