import { parse } from 'yaml';
import { evaluate, rulesInForce } from '../../src/review/evaluate.ts';
import { file, files, policy, pullFacts } from '../support/facts.ts';
import { ANSWERED } from '../support/playground.ts';
import { EVERY_RULE } from './every-rule.ts';
import { median, type Row } from './row.ts';

const FILES = 300;
const LINES = 500;

/** What judging a pull request of 300 files costs with every rule on, and a CODEOWNERS of 500 lines. */
export function rulesBench(): Row[] {
  const options = policy(parse(EVERY_RULE));
  const owners = Array.from({ length: LINES }, (_, n) => `/services/part-${n % 30}/**/module-${n}* @acme/team-${n}`);
  const facts = pullFacts({
    title: 'feat: exchange tokens',
    body: ANSWERED,
    codeowners: { path: 'CODEOWNERS', text: ['* @acme/all', ...owners].join('\n') },
    newcomer: true,
    teams: { 'acme/mentors': { members: ['cleo'] }, 'acme/product': { members: ['cleo'] } },
  });
  const run = (n: number): number => {
    // Another description and other paths each time: the last ones are remembered.
    const paths = Array.from({ length: FILES }, (_, i) => `services/part-${i % 30}/src/run-${n}/module-${i}.ts`);
    const one = { ...facts, body: `${ANSWERED}\n${n}`, files: files(...paths.map((path) => file(path, 20))) };
    const start = performance.now();
    evaluate(one, options, 'r');
    return performance.now() - start;
  };
  const cold = run(0);
  const times = Array.from({ length: 50 }, (_, n) => run(n + 1));
  const rules = rulesInForce(options).length;
  return [
    { name: `every rule (${rules}) on ${FILES} files, the first time`, value: cold, unit: 'ms' },
    {
      name: `every rule (${rules}) on ${FILES} files, the middle of 50`,
      value: median(times),
      unit: 'ms',
      limit: 'under 20 ms',
    },
  ];
}
