import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startPostgres } from './postgres.ts';
import { type Outcome, type StormOptions, storm } from './storm.ts';

/**
 * `npm run storm`, or `npm run storm -- --seed 7 --on postgres`: the same deeds without faults and with them, on the embedded database
 * and on PostgreSQL with three replicas. Ends with 1, and says where the two differ, where GitHub does not look the same afterwards.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    waves: { type: 'string', default: '10' },
    /** In a wave. */
    deeds: { type: 'string', default: '150' },
    kills: { type: 'string', default: '3' },
    on: { type: 'string', default: 'sqlite,postgres' },
  },
});
const REPLICAS = 3;
const wanted = { seed: Number(values.seed), waves: Number(values.waves), deeds: Number(values.deeds) };

console.log(`seed ${wanted.seed}`);
if (values.on.includes('sqlite'))
  await compare('embedded database, one process', async (kills) => ({ ...wanted, kills }));
if (values.on.includes('postgres')) {
  const server = await startPostgres();
  await compare(`PostgreSQL, ${REPLICAS} replicas`, async (kills) => ({
    ...{ ...wanted, kills, replicas: REPLICAS },
    postgres: await server.database(kills > 0 ? 'stormy' : 'calm'),
  }));
  await server.stop();
}
// Embedded PostgreSQL ends the process with 0 when nothing is left to do, whatever was found.
process.exit(process.exitCode);

async function compare(title: string, options: (kills: number) => Promise<StormOptions>): Promise<void> {
  const calm = await storm(await options(0));
  tell(`${title}, fair weather`, calm);
  const stormy = await storm(await options(Number(values.kills)));
  tell(`${title}, storm`, stormy);
  if (calm.state === stormy.state) return console.log('  no difference');
  await Promise.all([writeFile(`${calm.log}.state`, calm.state), writeFile(`${stormy.log}.state`, stormy.state)]);
  spawnSync('diff', ['-U', '6', `${calm.log}.state`, `${stormy.log}.state`], { stdio: 'inherit' });
  process.exitCode = 1;
}

function tell(title: string, { deliveries, faults, kills, seconds, log }: Outcome): void {
  const all = Object.values(faults).reduce((sum, count) => sum + count, 0);
  const each = Object.entries(faults).map(([fault, count]) => `${fault} ${count}`);
  console.log(`${title}: ${deliveries} deliveries, ${all} faults, ${kills} kills, ${seconds.toFixed(0)} s; log ${log}`);
  if (all > 0) console.log(`  ${each.sort().join(' · ')}`);
}
