import { clockFinding, credentialsFinding, permissionsFinding } from './app.ts';
import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';
import { deliveryFinding, hookFinding } from './hook.ts';
import { installationFindings } from './installations.ts';

/** Says of everything that was looked at how it stands, and how to mend it. */
export const examine = (facts: Facts): Finding[] => [
  databaseFinding(facts),
  ...queueFindings(facts),
  credentialsFinding(facts),
  clockFinding(facts),
  permissionsFinding(facts),
  hookFinding(facts),
  deliveryFinding(facts),
  ...installationFindings(facts),
];

function databaseFinding({ database }: Facts): Finding {
  const about = 'database';
  if ('value' in database) return { about, state: 'fine', found: `${database.value.kind}, its tables are up to date` };
  return {
    ...{ about, state: 'broken', found: database.because },
    fix: 'DATABASE_URL names a PostgreSQL that can be reached and whose user may create tables; without it, TRUENORTH_DATA_DIR is a directory that can be written',
  };
}

/** Work that has been due for longer than this is not being done, ms. */
const STUCK = 10 * 60_000;

function queueFindings({ database }: Facts): Finding[] {
  if ('because' in database) return [];
  const { waiting, running, setAside, oldest } = database.value.queue;
  const found = `${waiting} waiting, ${running} under way${waiting > 0 ? `, the longest for ${Math.round(oldest / 60_000)} min` : ''}`;
  const stuck: Finding =
    waiting > 0 && oldest > STUCK
      ? { about: 'queue', state: 'broken', found, fix: 'Is the app running? Its log says what fails; /readyz, why' }
      : { about: 'queue', state: 'fine', found };
  if (setAside === 0) return [stuck];
  return [
    stuck,
    {
      ...{ about: 'queue', state: 'look', found: `${setAside} set aside after too many failures` },
      fix: 'npx truenorth queue tells each with its reason; --retry tries it again, and so does the next event of its subject',
    },
  ];
}
