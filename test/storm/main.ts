import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Outcome, storm } from './storm.ts';

/**
 * `npm run storm`, or `npm run storm -- --seed 7 --waves 4`: the same deeds without faults and with them. Ends with 1, and says where
 * the two differ, where GitHub does not look the same afterwards.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    waves: { type: 'string', default: '8' },
    deeds: { type: 'string', default: '180' },
    kills: { type: 'string', default: '3' },
  },
});
const [seed, waves, deeds, kills] = [values.seed, values.waves, values.deeds, values.kills].map(Number) as [
  number,
  number,
  number,
  number,
];

const tell = (name: string, { deliveries, faults, kills: killed, seconds, log }: Outcome) => {
  const all = Object.values(faults).reduce((sum, n) => sum + n, 0);
  console.log(`${name}: ${deliveries} deliveries, ${all} faults, ${killed} kills, ${seconds.toFixed(0)} s (${log})`);
  if (all > 0)
    console.log(
      Object.entries(faults)
        .map(([fault, n]) => `  ${fault}: ${n}`)
        .join('\n'),
    );
};

const calm = await storm({ seed, waves, deeds, kills: 0 });
tell('without faults', calm);
const stormy = await storm({ seed, waves, deeds, kills });
tell('with faults', stormy);
if (calm.state !== stormy.state) {
  const directory = await mkdtemp(join(tmpdir(), 'truenorth-storm-diff-'));
  const [one, other] = [join(directory, 'calm'), join(directory, 'stormy')];
  await writeFile(one, calm.state);
  await writeFile(other, stormy.state);
  spawnSync('diff', ['-U', '6', one, other], { stdio: 'inherit' });
  process.exitCode = 1;
} else console.log('no difference');
