import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, FaultRequest } from '../../src/sandbox/github/gate.ts';
import type { Chance } from './random.ts';

/** What GitHub can do to a call, by the names under which it is counted. */
const FAULTS: Record<string, Fault | 'slow'> = {
  '502': { status: 502 },
  '503': { status: 503, body: 'The service is unavailable.' },
  '401': { status: 401, body: { message: 'Bad credentials' } },
  '429': { status: 429, headers: { 'retry-after': '1' }, body: { message: 'Too many requests' } },
  'secondary limit': {
    status: 403,
    headers: { 'retry-after': '1' },
    body: { message: 'You have exceeded a secondary rate limit.' },
  },
  'reset before': 'reset-before',
  'reset after': 'reset-after',
  'cut short': 'cut-short',
  slow: 'slow',
};
/** So many calls of a hundred. */
const SHARE = 10;
const SLOW = 700;

/** Faults for one call in ten, as chance has it; `given` counts them. */
export function faultsBy(random: Chance) {
  const given: Record<string, number> = {};
  let on = false;
  return {
    given,
    set(wanted: boolean) {
      on = wanted;
    },
    async befall(_: FaultRequest): Promise<Fault> {
      if (!on || random.below(100) >= SHARE) return undefined;
      const name = random.oneOf(Object.keys(FAULTS));
      given[name] = (given[name] ?? 0) + 1;
      const fault = FAULTS[name];
      if (fault !== 'slow') return fault;
      await pause(SLOW);
      return undefined;
    },
  };
}
