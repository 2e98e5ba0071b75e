import { describe, expect, it } from 'vitest';
import type { IssueFacts } from '../../../src/model/issue.ts';
import { postIncident } from '../../../src/practices/resilience/post-incident.ts';
import { issueFacts, policy } from '../../support/facts.ts';

const { resilience } = policy();
/** Five days after the incident was opened, in Berlin. */
const DUE = Date.parse('2026-09-06T22:00Z');
const judge = (body: string, change: Partial<IssueFacts> = {}) =>
  postIncident.judge(issueFacts({ body, now: DUE, ...change }), resilience);

const TIMELINE = '## Timeline\n\n12:10 the release is out, 13:30 it is rolled back again.';
const FACTORS = '## Contributing factors\n\nNo alert watches the age of the queue in production.';
const ACTIONS = '## Actions\n\n- [ ] Alert on queue age, @ada, by 2026-09-20';
const whole = (...parts: string[]) => parts.join('\n\n');
const factors = (text: string) => `## Contributing factors\n\n${text} Then the queue grew and grew for an hour.`;
const MET = { outcome: 'met', because: 'The review is there, with 1 action' };

it('is asked of issues with the label of incidents', () => {
  expect(postIncident.labels(resilience)).toEqual(['incident']);
});

describe('a review', () => {
  it('is asked for once its last day has ended where the organisation is, and then by itself', () => {
    const open = { outcome: 'not-applicable', because: 'The review is due by `2026-09-06`' };
    expect(judge('', { now: DUE - 1 })).toEqual(open);
    expect(judge('').outcome).toBe('unmet');
    expect(judge('', { zone: 'America/Lima' }).outcome).toBe('not-applicable');
    expect(postIncident.changesAt?.(issueFacts(), resilience)).toEqual([DUE]);
    const { resilience: later } = policy({ resilience: { 'post-incident': { within: '2 weeks' } } });
    expect(postIncident.judge(issueFacts({ now: DUE }), later).because).toBe('The review is due by `2026-09-15`');
  });

  it('may be there before', () => {
    expect(judge(whole(TIMELINE, FACTORS, ACTIONS), { now: DUE - 1 })).toMatchObject(MET);
  });

  it.each([
    ['sections', whole(TIMELINE, FACTORS, ACTIONS)],
    [
      'other names',
      whole(TIMELINE, FACTORS.replace('Contributing factors', 'Causes'), ACTIONS.replace('Actions', 'Action items')),
    ],
    [
      'a reason',
      whole('## Timeline\n\nN/A, because the monitoring was down as well for the whole day.', FACTORS, ACTIONS),
    ],
    [
      'another language',
      whole(
        '## Timeline\n\n十二時十分に公開し、十三時三十分に元へ戻した。',
        '## Causes\n\n待ち行列の長さを見る警報がなかったため気づかなかった。',
        ACTIONS,
      ),
    ],
  ])('is there by %s', (_, body) => expect(judge(body)).toMatchObject(MET));

  it.each([
    [whole(FACTORS, ACTIONS), '`Timeline` is missing'],
    [whole(TIMELINE, '## Causes\n\nBug.', ACTIONS), '`Contributing factors` at line 5 has 1 word, 8 asked'],
    [whole('### Timeline\n\n_No response_', FACTORS, ACTIONS), '`Timeline` at line 1 is empty'],
    [whole('### Timeline\n\nTBD', FACTORS, ACTIONS), '`Timeline` at line 1 holds a placeholder'],
    [whole(TIMELINE, FACTORS), '`Actions` is missing'],
    [whole(TIMELINE, FACTORS, '## Actions\n\n- Alert, @ada, 2026-09-20'), '`Actions` lists no task'],
    [whole(TIMELINE, FACTORS, '## Actions\n\n- [ ] Alert'), '`Alert` has neither owner nor day'],
    [whole(TIMELINE, FACTORS, '## Actions\n\n- [x] Alert 2026-09-20'), '`Alert 2026-09-20` has no owner'],
    [whole(TIMELINE, FACTORS, '## Actions\n\n- [ ] @ada | `x`'), '`` @ada ¦ `x` `` has no day'],
  ])('%j is not: %s', (body, problem) =>
    expect(judge(body)).toMatchObject({
      ...{ outcome: 'unmet', because: `The review was due by \`2026-09-06\`; ${problem}` },
      labels: [{ name: 'needs: post-incident' }],
    }),
  );

  it('names five of many actions, and offers what is missing', () => {
    const tasks = Array.from({ length: 8 }, (_, n) => `- [ ] task ${n}`).join('\n');
    const verdict = judge(whole(TIMELINE, `## Actions\n\n${tasks}`));
    expect(verdict.because).toContain('`task 4` has neither owner nor day, and 3 more lack one');
    expect(verdict).toMatchObject({ paste: expect.stringMatching(/^## Contributing factors\n\n<!-- [^\n]+ -->\n$/) });
  });
});

describe('a sub-issue', () => {
  const step = (text: string, ...owners: string[]) => ({ text, done: false, owners, number: 8 });

  it.each([
    [[step('Alert by 2026-09-20', 'ada')], 'met'],
    [[step('Alert, @ada, 2026-09-20')], 'met'],
    [[step('Alert by 2026-09-20')], 'unmet'],
    [[step('Alert', 'ada')], 'unmet'],
    [[], 'unmet'],
  ])('is an action: %j is %s', (subIssues, outcome) =>
    expect(judge(whole(TIMELINE, FACTORS), { subIssues }).outcome).toBe(outcome),
  );
});

describe('wording', () => {
  it.each([
    ['It was Human error.', 'human error'],
    ['Bob should have checked.', 'should have checked'],
    ['The engineer shouldn’t have deployed.', 'shouldn’t have'],
    ['Somebody forgot to set the flag.', 'forgot to'],
    ['A careless change.', 'careless'],
    ['It is Bob’s fault.', 'fault'],
    ['We ask whose fault it was.', 'whose fault'],
    ['Bob made a silly mistake.', 'made a silly mistake'],
  ])('%j is met with advice that quotes %j and nobody', (text, phrase) => {
    const verdict = judge(whole(TIMELINE, factors(text), ACTIONS));
    const advice = `ask what made it possible or likely, rather than who did it, where it says \`${phrase}\``;
    expect(verdict).toMatchObject({ ...MET, evidence: [{ text: advice, line: 7 }] });
    expect(judge(factors(text))).toMatchObject({ remedy: expect.stringContaining(`; ${advice}`) });
  });

  it.each([
    'The alert should have fired.',
    'Fault tolerance was missing; the disk’s fault domain is one rack.',
    'The page faults rose.',
    '> human error',
    'The default made it easy to overlook.',
    'Menschliches Versagen.',
    'La culpa es de todos.',
  ])('%j needs none', (text) =>
    expect(judge(whole(TIMELINE, factors(`${text}\n\n`), ACTIONS))).toMatchObject({ ...MET, evidence: [] }),
  );

  it('is looked at among contributing factors alone', () => {
    const body = whole(`${TIMELINE} It was human error.`, FACTORS, ACTIONS);
    expect(judge(body)).toMatchObject({ ...MET, evidence: [] });
  });

  it('is quickly looked at', () => {
    const began = performance.now();
    judge(factors('should have been '.repeat(3_800)));
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
