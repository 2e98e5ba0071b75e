import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesIn, textBefore } from '../../../src/practices/shared/patch.ts';
import { lineDiff } from '../../../src/sandbox/github/diff.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '', '-d', '+e', '@@ -1 +1 @@', '\\ x'), { maxLength: 40 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

describe('a patch', () => {
  it('taken back gives the text that was there before', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(textBefore(after, lineDiff(before, after).patch ?? '')).toBe(before);
      }),
    );
  });

  it('tells the lines that it adds, where they are', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = after.split('\n');
        const { added, removed } = changesIn(lineDiff(before, after).patch ?? '');
        expect(added.map((one) => lines[one.line - 1])).toEqual(added.map((one) => one.text));
        expect(removed.map((one) => before.split('\n')[one.line - 1])).toEqual(removed.map((one) => one.text));
      }),
    );
  });

  it('of another text is not taken back', () => {
    expect(textBefore('x\n', lineDiff('a\n', 'b\n').patch ?? '')).toBeUndefined();
  });
});
