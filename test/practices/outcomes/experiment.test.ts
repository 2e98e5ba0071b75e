import { describe, expect, it } from 'vitest';
import type { IssueFacts } from '../../../src/model/issue.ts';
import { experiment } from '../../../src/practices/outcomes/experiment.ts';
import { issueFacts, policy } from '../../support/facts.ts';

const { outcomes } = policy();
const judge = (body: string, change: Partial<IssueFacts> = {}) =>
  experiment.judge(issueFacts({ body, ...change }), outcomes);
const WHOLE = '## Hypothesis\n\nA text message halves missed visits.\n\nMetric: missed visits\n\nDecide by: 2026-12-31';
const at = (instant: string) => ({ now: Date.parse(instant) });
const OVER = at('2026-12-31T23:00Z');

it('is asked of issues with the label of experiments', () => {
  expect(experiment.labels(outcomes)).toEqual(['experiment']);
  expect(experiment.labels(policy({ outcomes: { experiment: { label: 'Versuch' } } }).outcomes)).toEqual(['Versuch']);
});

describe('before its day', () => {
  it.each([
    ['sections and lines', WHOLE],
    [
      'a form',
      '### Hypothesis\n\nYes\n\n### KPI\n\nactivation\n\n### Decide by\n\n2026-12-31\n\n### Decision\n\n_No response_',
    ],
    ['other languages', '## Hypothesis\n\nもっと速い\n\n**Measure**\n\n来院数\n\nDecide by：2026-12-31'],
  ])('an experiment says enough by %s', (_, body) =>
    expect(judge(body)).toMatchObject({ outcome: 'met', because: 'It is to be decided by `2026-12-31`' }),
  );

  it.each([
    ['', ['`Hypothesis` is missing', '`Metric` is missing', '`Decide by` is missing']],
    ['Decide by: 2026-12-31\nMetric: TBD', ['`Hypothesis` is missing', '`Metric` is missing']],
    [`${WHOLE.replace('A text message halves missed visits.', 'TBD')}`, ['`Hypothesis` at line 1 holds a placeholder']],
    [`${WHOLE.replace('A text message halves missed visits.', '_No response_')}`, ['`Hypothesis` at line 1 is empty']],
    [WHOLE.replace('2026-12-31', 'next spring'), ['`next spring` is not a date such as `2026-12-31`']],
    [WHOLE.replace('2026-12-31', '2026-02-30'), ['`2026-02-30` is not a date such as `2026-12-31`']],
    [WHOLE.replace('2026-12-31', '`@cleo` #1 |'), ['``@cleo` #1 ¦`` is not a date such as `2026-12-31`']],
    [WHOLE.replace('Decide by: 2026-12-31', '### Decide by\n\n_No response_'), ['`Decide by` at line 7 is empty']],
    [WHOLE.replace('Metric: missed visits', 'Metric: N/A, because we will see'), ['`Metric` is missing']],
    ['```\n'.concat(WHOLE), ['`Hypothesis` is missing', '`Metric` is missing', '`Decide by` is missing']],
  ])('%j lacks %j', (body, problems) => {
    expect(judge(body)).toMatchObject({
      ...{ outcome: 'unmet', because: ['It is an experiment', ...problems].join('; ') },
      labels: [{ name: 'needs: experiment' }],
    });
  });

  it('what is missing can be pasted with its question, what is empty filled in', () => {
    const verdict = judge('## Metric\n\nTBD\n\nDecide by: 2026-12-31');
    expect(verdict).toMatchObject({
      paste: '## Hypothesis\n\n<!-- What do we believe will happen, for whom, and why? -->\n',
      remedy: expect.stringMatching(/^Add `## Hypothesis`: `[^`]+`; fill in `## Metric`: `[^`]+`$/),
    });
  });
});

describe('once its day has ended where the organisation is', () => {
  it('a decision is asked for', () => {
    expect(judge(WHOLE, at('2026-12-31T22:59Z')).outcome).toBe('met');
    expect(judge(WHOLE, OVER)).toMatchObject({
      outcome: 'unmet',
      because: 'The day to decide by, `2026-12-31`, is over; nothing says what was decided',
      paste: expect.stringMatching(/^## Decision\n/),
    });
    expect(judge(WHOLE, { ...OVER, zone: 'America/Lima' }).outcome).toBe('met');
  });

  it('the issue is judged again', () => {
    expect(experiment.changesAt?.(issueFacts({ body: WHOLE }), outcomes)).toEqual([OVER.now]);
    expect(experiment.changesAt?.(issueFacts(), outcomes)).toEqual([]);
  });

  it.each(['\n\nDecision: stop', '\n\n## Decision\n\nWe keep it.'])('%j settles it', (more) =>
    expect(judge(WHOLE + more, OVER)).toMatchObject({ outcome: 'met', because: 'It is decided' }),
  );

  it('so it is when it is closed before', () => {
    expect(judge(WHOLE, { open: false }).because).toBe('The experiment is closed; nothing says what was decided');
    expect(judge(`${WHOLE}\n\nDecision: stop`, { open: false }).outcome).toBe('met');
  });

  it('a heading that waits for its decision is to be filled in', () => {
    const verdict = judge(`${WHOLE}\n\n## Decision\n\n_No response_`, OVER);
    expect(verdict).toMatchObject({ remedy: expect.stringMatching(/^Fill in `## Decision`/) });
    expect(verdict).not.toHaveProperty('paste');
  });
});
