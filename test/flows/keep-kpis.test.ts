import { describe, expect, it } from 'vitest';
import { type KpiPorts, keepKpis } from '../../src/flows/keep-kpis.ts';
import type { EventFact } from '../../src/model/event.ts';
import { Fault } from '../../src/model/fault.ts';
import type { KpiLedger } from '../../src/model/kpi.ts';
import { resolve } from '../../src/policy/resolve.ts';
import { dayAfter } from '../../src/practices/shared/days.ts';
import { at } from '../support/history.ts';

const repo = { installation: 7, owner: 'acme', name: 'api' };
const NOW = at('2026-11-23T09:00Z');
const CONFIG = `version: 1
outcomes:
  kpis:
    - { id: uptime, title: Uptime, direction: up, baseline: 90, target: 99.9 }
`;
const AGAIN: EventFact = { kind: 'again' };
const told = (value: number | string, more: object = {}): EventFact => ({
  ...{ kind: 'reading', kpi: 'uptime', value, source: 'dispatch' },
  ...more,
});

/** What is kept after a job with these facts, where the file says so, or cannot be read. */
async function kept(file: string | Fault | undefined, facts: EventFact[], before?: KpiLedger): Promise<KpiLedger> {
  let saved = before;
  const memory = {
    ...{ repo, nodeId: 'R_1', private: true, organisation: false, defaultBranch: 'main', codeowners: 'absent' },
    ...{ policy: { state: 'present', commit: 'a'.repeat(40), text: CONFIG }, templates: [], labels: {} },
  };
  const log = { debug: () => {}, info: () => {}, warn: () => {} };
  const ports = {
    github: {
      async texts(_: object, __: string, [path = '']: string[]) {
        if (file instanceof Fault) throw file;
        const none = { because: 'could not be read', cause: 'elsewhere' };
        return new Map([[path, file === undefined ? none : { text: file }]]);
      },
    },
    ledger: {
      repository: async () => ({ memory, fresh: true, generation: 0 }),
      kpis: async () => saved,
      async saveKpis(_: object, kpis: KpiLedger) {
        saved = kpis;
      },
    },
    ...{ resolve, clock: { now: () => NOW }, log },
  } as unknown as KpiPorts;
  const job = {
    key: '',
    subject: { kind: 'kpis' as const, repo },
    facts,
    attempts: 0,
    since: NOW,
    token: '',
    heardAll: true,
    repo,
  };
  await keepKpis(job, ports);
  return saved ?? { readings: [], problems: [] };
}
const lines = (count: number, line: (i: number) => string) =>
  `date,kpi,value\n${Array.from({ length: count }, (_, i) => line(i)).join('\n')}`;

describe('readings of KPIs', () => {
  it('of one job are all kept; of those of one day the last', async () => {
    const facts = [told(1), told(2, { day: '2026-11-01' }), told('3', { source: 'command' })];
    expect((await kept(undefined, facts)).readings).toEqual([
      { kpi: 'uptime', day: '2026-11-23', value: 3, source: 'command' },
      { kpi: 'uptime', day: '2026-11-01', value: 2, source: 'dispatch' },
    ]);
  });

  it('are those of the newest days where there are too many, and the file is told so', async () => {
    const { readings, problems } = await kept(
      lines(5_010, (i) => `${dayAfter(NOW, -i, 'utc')},uptime,99`),
      [AGAIN],
    );
    expect([readings.length, readings[0]?.day]).toEqual([5_000, '2026-11-23']);
    expect(problems).toEqual([{ line: 1, text: 'Only the newest days are kept: 5000 of 5010 readings.' }]);
  });

  it('have so many problems at most as people read', async () => {
    const { problems } = await kept(
      lines(60, () => 'x'),
      [AGAIN],
    );
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toEqual({ line: 52, text: 'This and 9 more lines have problems, too.' });
  });

  it('that were told are kept where the file is not ours to read; what it said before stays', async () => {
    const before = await kept(
      lines(1, () => '2026-11-01,uptime,98'),
      [],
    );
    const gone = new Fault('terminal', 'Not found');
    expect(await kept(gone, [AGAIN, told(99)], before)).toEqual({
      readings: [
        { kpi: 'uptime', day: '2026-11-23', value: 99, source: 'dispatch' },
        { kpi: 'uptime', day: '2026-11-01', value: 98, source: 'file' },
      ],
      ...{ problems: [], lacks: 'Not found' },
    });
  });

  it('wait for GitHub where it fails', async () => {
    await expect(kept(new Fault('transient', 'GitHub failed'), [AGAIN])).rejects.toThrow('GitHub failed');
  });
});
