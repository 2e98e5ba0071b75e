import { expect, it } from 'vitest';
import { recovery } from '../../../src/practices/resilience/recovery.ts';
import { file, files, policy, pullFacts } from '../../support/facts.ts';

const judge = (lines: number, body = '') =>
  recovery.judge(pullFacts({ body, files: files(file('src/a.ts', lines)) }), policy().resilience);

it('a substantial change is asked how it is turned off or rolled back', () => {
  expect(judge(30)).toMatchObject({
    outcome: 'unmet',
    labels: [{ name: 'needs: recovery' }],
    paste: expect.stringContaining('## Recovery'),
  });
  expect(judge(29).outcome).toBe('not-applicable');
});

it.each(['Recovery', 'Rollback', 'Rollout plan'])('a section "%s" answers', (heading) => {
  expect(
    judge(30, `## ${heading}\n\nThe toggle \`phone-booking\` turns it off; nothing it writes is read by others.`),
  ).toMatchObject({ outcome: 'met' });
});
