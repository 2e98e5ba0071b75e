import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatherWeeks } from '../../src/flows/gather-week.ts';
import { weekAt } from '../../src/health/week.ts';
import type { AlertRecord } from '../../src/model/history.ts';
import type { FaultRequest } from '../../src/sandbox/github/gate.ts';
import { at, HOUR } from '../support/history.ts';
import { configured, type Playground, startPlayground } from '../support/playground.ts';

const API = 'acme/api';
const FORBIDDEN = { type: 'FORBIDDEN', message: 'Resource not accessible by integration' };

let play: Playground;
let now: number;
let isGranted: boolean;
beforeEach(async () => {
  now = at('2026-09-07T09:00Z');
  isGranted = true;
  const fault = ({ operation }: FaultRequest) =>
    isGranted || operation !== 'PastAlerts'
      ? undefined
      : { status: 200, body: { data: { repository: { vulnerabilityAlerts: null } }, errors: [FORBIDDEN] } };
  play = await startPlayground({ clock: { now: () => now }, now: () => now, fault, repos: { [API]: configured() } });
});
afterEach(() => play.close());

const alert = (severity: AlertRecord['severity'], found = now) =>
  play.github.world.addAlert(API, {
    ...{ severity, at: found, summary: 'Prototype pollution', package: { ecosystem: 'npm', name: 'lodash' } },
  });

/** What a week would be told from, once the events of an hour were read together. */
async function known() {
  await play.quiet();
  now += HOUR;
  await play.quiet();
  const found: { alerts: readonly object[]; lacks: string | undefined } = { alerts: [], lacks: undefined };
  await play.database(async ({ history }) => {
    const scope = { installation: play.github.world.installation.id };
    const past = (await gatherWeeks(scope, [weekAt(now, 'Etc/UTC')], history)).get(API);
    Object.assign(found, { alerts: past?.alerts, lacks: past?.lacks.alert });
  });
  return found;
}

describe('Dependabot alerts', () => {
  it('are known while they are open, and no more once they are fixed or dismissed', async () => {
    const { world } = play.github;
    const [critical, medium] = [alert('critical'), alert('medium')];
    const createdAt = now;
    expect(await known()).toEqual({
      alerts: [
        { number: 1, severity: 'critical', createdAt },
        { number: 2, severity: 'medium', createdAt },
      ],
      lacks: undefined,
    });
    world.fixAlert(API, critical);
    expect((await known()).alerts).toEqual([{ number: 2, severity: 'medium', createdAt }]);
    world.dismissAlert(API, medium);
    expect((await known()).alerts).toEqual([]);
  });

  it('are read to the last, however many there are, and however old', async () => {
    for (let i = 0; i < 120; i++) alert('low', at('2024-01-01'));
    expect((await known()).alerts).toHaveLength(120);
  });

  it('are no zero where they are turned off, nor where the permission is not granted', async () => {
    const { world } = play.github;
    alert('high');
    expect((await known()).alerts).toHaveLength(1);
    isGranted = false;
    alert('high');
    expect((await known()).lacks).toBe('Truenorth has no permission to read Dependabot alerts');
    isGranted = true;
    alert('high');
    expect(await known()).toMatchObject({ alerts: { length: 3 }, lacks: undefined });
    world.setAlerts(API, false);
    world.addMilestone(API, { title: 'Activation' });
    expect(await known()).toEqual({ alerts: [], lacks: 'Dependabot alerts are turned off' });
  });
});

it('what is not ours to read is told without naming the repository: others may read why', async () => {
  const lab = await startPlayground({
    repos: { 'acme/secret-lab': configured() },
    fault: ({ path }) =>
      path.includes('/actions/runs')
        ? { status: 403, body: { message: 'Resource not accessible by integration (acme/secret-lab)' } }
        : undefined,
  });
  lab.github.world.install();
  await lab.quiet();
  await lab.database(async ({ history }) => {
    const scope = { installation: lab.github.world.installation.id };
    const past = (await gatherWeeks(scope, [weekAt(Date.now(), 'Etc/UTC')], history)).get('acme/secret-lab');
    expect(past?.lacks.run).toBe('A permission is missing: workflow runs cannot be read');
  });
  expect(lab.log.join('\n')).toContain('secret-lab/actions/runs');
  await lab.close();
});
