import { describe, expect, it } from 'vitest';
import { read } from '../../src/policy/diagnose.ts';

/** `version: 1` in the first line, then this. */
const below = (...lines: string[]): string => ['version: 1', ...lines, ''].join('\n');

describe('a hostile file is refused at once', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x]',
    ...'bcdefgh'.split('').map((key, i) => `${key}: &${key} [${Array(6).fill(`*${'abcdefg'[i]}`).join(', ')}]`),
  ];
  it.each([
    ['an alias bomb', below(...bomb), /Aliases are followed more than 50 times/],
    ['brackets without end', '['.repeat(16_000), /nested more than 100 levels/],
    ['keys of keys of keys', '? '.repeat(16_000), /nested more than 100 levels/],
    ['lists of lists of lists', '- '.repeat(16_000), /nested more than 100 levels/],
    ['brackets that close nothing', '}'.repeat(32_000), /This is not YAML/],
    ['a megabyte', `version: 1\n#${'x'.repeat(1_000_000)}`, /more than the 32,768 that are read/],
    ['33 KiB of few characters', `#${'€'.repeat(11_300)}`, /more than the 32,768 that are read/],
    ['thousands of unknown keys', Array.from({ length: 4_500 }, (_, i) => `k${i}:`).join('\n'), /is not a practice/],
    ['the same key thousands of times', 'a:\n'.repeat(10_000), /`a` is given twice/],
    ['a list that holds itself', below('trust: &t [*t]'), /does not fit `trust`/],
  ])('%s', (_, text, expected) => {
    const start = performance.now();
    const problems = read(text, 'truenorth.yml').problems;
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(problems.some(({ message }) => expected.test(message))).toBe(true);
  });
});
