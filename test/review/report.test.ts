import { describe, expect, it } from 'vitest';
import type { Judged, Level, Verdict } from '../../src/model/verdict.ts';
import { checkOf, sharedCheckOf } from '../../src/review/check.ts';
import { commentOf } from '../../src/review/comment.ts';
import { concludes, reportOf } from '../../src/review/evaluate.ts';
import { labelsOf } from '../../src/review/plan.ts';

const met: Verdict = {
  outcome: 'met',
  because: 'it is there',
  evidence: [],
  headline: 'Serves `Clinics go live in a day`.',
};
const unmet: Verdict = {
  outcome: 'unmet',
  because: 'it is missing',
  evidence: [],
  remedy: 'Add it',
  paste: '## It\n',
  labels: [{ name: 'needs: it', color: 'fbca04', description: '' }],
};
const unknown = (cause: 'subject' | 'elsewhere'): Verdict => ({
  outcome: 'unknown',
  because: 'it could not be read',
  cause,
});
const waived: Verdict = { outcome: 'waived', because: 'Waived until 2026-12-31 by `stella`: `it moves`' };
const aside: Verdict = { outcome: 'not-applicable', because: 'no such path changed' };

const judged = (level: Level, verdict: Verdict, rule = 'a/b'): Judged => ({
  rule,
  title: 'It',
  why: 'Because.',
  level,
  verdict,
});
const report = (...list: Judged[]) => reportOf(list, 'truenorth.yml @ 4f2a91c', []);
const noPage = () => undefined;

describe('what a verdict means for the check', () => {
  it.each<[Level, string, Verdict, string]>([
    ['require', 'met', met, 'success'],
    ['require', 'unmet', unmet, 'failure'],
    ['advise', 'unmet', unmet, 'neutral'],
    ['observe', 'unmet', unmet, 'success'],
    ['require', 'not applicable', aside, 'success'],
    ['require', 'unknown for a reason elsewhere', unknown('elsewhere'), 'action_required'],
    ['require', 'unknown by the pull request itself', unknown('subject'), 'failure'],
    ['advise', 'unknown', unknown('subject'), 'neutral'],
    ['observe', 'unknown', unknown('elsewhere'), 'success'],
  ])('on %s, %s', (level, _, verdict, conclusion) => {
    expect(concludes({ level, verdict })).toBe(conclusion);
  });

  it('the worst one counts', () => {
    expect(report(judged('advise', unmet), judged('require', unknown('elsewhere'))).conclusion).toBe('action_required');
    expect(report(judged('require', unmet), judged('require', unknown('elsewhere'))).conclusion).toBe('failure');
    expect(report().conclusion).toBe('success');
  });
});

describe("the check's title", () => {
  it.each<[string, Judged[]]>([
    [
      '1 required, 1 advised of 3 guardrails unmet',
      [judged('require', unmet), judged('advise', unmet), judged('advise', met)],
    ],
    ['1 of 2 guardrails could not be judged', [judged('advise', unknown('elsewhere')), judged('advise', met)]],
    ['All 3 guardrails met', [judged('advise', met), judged('advise', met), judged('advise', met)]],
    ['Both guardrails that apply are met', [judged('advise', met), judged('advise', met), judged('advise', aside)]],
    ['The one guardrail that applies is met', [judged('advise', met)]],
    ['All 3 guardrails met or waived', [judged('advise', met), judged('advise', met), judged('require', waived)]],
    ['Both guardrails that apply are met or waived', [judged('advise', met), judged('require', waived)]],
    ['Both guardrails that apply are waived', [judged('advise', waived), judged('require', waived)]],
    ['The one guardrail that applies is waived', [judged('require', waived)]],
    ['No guardrail applies', [judged('advise', aside)]],
    ['No guardrail applies', [judged('observe', unmet)]],
  ])('%s', (title, list) => {
    expect(checkOf(report(...list), noPage).title).toBe(title);
  });
});

describe("the check's summary", () => {
  it('puts what stops the pull request first, and folds what does not apply', () => {
    const { summary } = checkOf(
      report(judged('advise', unmet, 'a/advised'), judged('require', unmet, 'a/required'), judged('advise', aside)),
      (rule) => `https://docs/${rule}`,
    );
    expect(summary.indexOf('a/required')).toBeLessThan(summary.indexOf('a/advised'));
    expect(summary).toContain('<details><summary>1 does not apply</summary>');
    expect(summary).toContain('truenorth.yml @ 4f2a91c');
  });

  it('stays within what GitHub takes, and says that it was cut', () => {
    const long = { ...unmet, because: 'x'.repeat(2_000) };
    const { summary } = checkOf(report(...Array.from({ length: 60 }, () => judged('advise', long))), noPage);
    expect(summary.length).toBeLessThan(65_535);
    expect(summary).toMatch(/cut: the text is longer than GitHub takes/);
  });

  it('names every pull request of a shared commit', () => {
    const content = sharedCheckOf(
      [
        { number: 3, report: report(judged('require', met)) },
        { number: 4, report: report(judged('require', unmet)) },
      ],
      noPage,
    );
    expect(content).toMatchObject({ state: 'failure', title: '2 pull requests: #3, #4' });
  });
});

describe('the comment', () => {
  it('is not made while nothing is unmet', () => {
    expect(
      commentOf(report(judged('advise', met), judged('advise', unknown('elsewhere'))), false, noPage),
    ).toBeUndefined();
  });

  it('says in a line that all is met, where one stands', () => {
    expect(commentOf(report(judged('advise', met)), true, noPage)).toBe(
      '<!-- truenorth:review -->\nAll guardrails are met. Serves `Clinics go live in a day`.',
    );
  });

  it('says what is waived, where one stands', () => {
    expect(commentOf(report(judged('advise', met), judged('require', waived)), true, noPage)).toContain(
      'All guardrails are met or waived. Serves',
    );
    expect(commentOf(report(judged('require', waived)), true, noPage)).toContain('All guardrails are waived.');
  });

  it('does not say that all is met while something could not be judged', () => {
    expect(
      commentOf(report(judged('advise', met), judged('require', unknown('elsewhere'))), true, noPage),
    ).not.toContain('All guardrails are met');
  });

  it.each<[string, Judged[]]>([
    [
      '**One thing before this merges, one worth adding.** Your other guardrail is met.',
      [judged('require', unmet), judged('advise', unmet), judged('advise', met)],
    ],
    [
      '**One thing before this merges.** Your other guardrails are met or waived.',
      [judged('require', unmet), judged('advise', met), judged('require', waived)],
    ],
    [
      '**One thing before this merges.** Your other guardrail is waived.',
      [judged('require', unmet), judged('require', waived)],
    ],
    [
      '**One thing before this merges.**',
      [judged('require', unmet), judged('advise', met), judged('advise', unknown('elsewhere'))],
    ],
    ['**Two things worth adding.**', [judged('advise', unmet), judged('advise', unmet)]],
    ['**One guardrail could not be judged.**', [judged('require', unknown('subject'))]],
  ])('begins with what is to be done: %s', (opening, list) => {
    expect(
      commentOf(report(...list), false, noPage)
        ?.split('\n')
        .slice(1, 2),
    ).toEqual([opening]);
  });

  it('holds the block to paste, in a fence that its text cannot end', () => {
    const tricky = { ...unmet, paste: '## It\n\n```\n' };
    expect(commentOf(report(judged('advise', tricky)), false, noPage)).toContain(
      '\n````markdown\n## It\n\n```\n````\n',
    );
  });

  it('says nothing of what is only observed', () => {
    expect(commentOf(report(judged('observe', unmet)), false, noPage)).toBeUndefined();
    expect(labelsOf(report(judged('observe', unmet))).labels).toEqual([]);
  });
});
