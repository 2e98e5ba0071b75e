import { DAY } from '../../../model/time.ts';
import type { Alert } from '../../github/entities.ts';
import type { World } from '../../github/world.ts';
import type { Story } from './teller.ts';

interface Found {
  repo: string;
  name: string;
  severity: Alert['severity'];
  /** How many days ago it was found, and after how many it was fixed or set aside. */
  ago: number;
  fixed?: number;
  dismissed?: number;
}

/** What Dependabot found. A critical one in payments, and a high one in booking, are older than agreed. */
const FOUND: readonly Found[] = [
  { repo: 'acme/payments', name: 'jsonwebtoken', severity: 'critical', ago: 12 },
  { repo: 'acme/payments', name: 'axios', severity: 'high', ago: 9 },
  { repo: 'acme/payments', name: 'ws', severity: 'medium', ago: 50 },
  { repo: 'acme/payments', name: 'semver', severity: 'low', ago: 110 },
  { repo: 'acme/booking', name: 'undici', severity: 'high', ago: 41 },
  { repo: 'acme/booking', name: 'tar', severity: 'medium', ago: 20 },
  { repo: 'acme/booking', name: 'ip', severity: 'medium', ago: 80, dismissed: 3 },
  { repo: 'acme/front-desk', name: 'fastify', severity: 'high', ago: 60, fixed: 2 },
  { repo: 'acme/front-desk', name: 'cookie', severity: 'low', ago: 6 },
];

export const alertsOf = (world: World): Story[] => FOUND.map((found) => find(world, found));

function* find(world: World, { repo, name, severity, ago, fixed, dismissed }: Found): Story {
  const at = world.now() - ago * DAY;
  yield at;
  const of = { package: { ecosystem: 'npm', name }, summary: `${name} can be made to do what it should not` };
  const alert = world.addAlert(repo, { ...of, severity, at });
  const then = at + (fixed ?? dismissed ?? 0) * DAY;
  if (fixed ?? dismissed) yield then;
  if (fixed) world.fixAlert(repo, alert, { at: then });
  if (dismissed) world.dismissAlert(repo, alert, { by: 'yuki', at: then });
}
