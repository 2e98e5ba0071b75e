import { cpus } from 'node:os';
import { acknowledge } from './acknowledge.ts';
import { calls } from './calls.ts';
import { digestBench } from './digest.ts';
import { historyBench } from './history.ts';
import { judgingBench } from './judging.ts';
import { observability } from './observability.ts';
import { outcomesBench } from './outcomes-bench.ts';
import { table } from './row.ts';
import { rulesBench } from './rules.ts';
import { sustained } from './sustained.ts';

/** `npm run bench`, or `npm run bench acknowledge` for one part: figures with the limits they are held against. */
const parts: Record<string, () => Promise<string>> = {
  calls: async () => table('Calls to GitHub, one pull request’s life', await calls()),
  rules: async () => table('Judging one pull request by every rule', rulesBench()),
  judging: async () => table('Judging, of one core', judgingBench()),
  history: async () => table('Two years of the past', await historyBench()),
  digest: async () => table('The weekly digest', await digestBench()),
  sustained: async () => table('Five minutes of 200 webhooks a second, PostgreSQL', await sustained()),
  observability: async () => table('What it costs to be observed, SQLite', await observability()),
  outcomes: async () => outcomesBench(),
  acknowledge: async () => table('Acknowledgement', await acknowledge()),
};

const asked = process.argv.slice(2);
console.log(
  `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model}), ${new Date().toISOString().slice(0, 10)}\n`,
);
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`${await measure()}\n`);
}
