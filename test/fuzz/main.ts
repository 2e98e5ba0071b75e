import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run fuzz`: every property test again and again, each round from another seed, for FUZZ_MINUTES (10 unless said otherwise) or
 * until one fails. FUZZ_SEED makes the first round one that failed before.
 */
const TEST = join(import.meta.dirname, '..');
const minutes = Number(process.env.FUZZ_MINUTES ?? 10);
const end = Date.now() + minutes * 60_000;

const files = readdirSync(TEST, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && readFileSync(join(TEST, file), 'utf8').includes("'fast-check'"))
  .map((file) => join('test', file));

let seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
let round = 1;
do {
  console.log(`Round ${round}, seed ${seed}, ${files.length} files`);
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', ...files];
  const { status } = spawnSync(process.execPath, vitest, {
    cwd: join(TEST, '..'),
    env: { ...process.env, FUZZ_SEED: String(seed) },
    stdio: 'inherit',
  });
  if (status !== 0) {
    console.error(`Round ${round} failed; once more: FUZZ_MINUTES=0 FUZZ_SEED=${seed} npm run fuzz`);
    process.exitCode = 1;
    break;
  }
  seed = randomInt(2 ** 31);
  round++;
} while (Date.now() < end);
