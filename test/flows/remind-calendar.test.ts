import { describe, expect, it } from 'vitest';
import { remind } from '../../src/flows/remind-calendar.ts';
import type { Action } from '../../src/model/action.ts';
import type { Publication } from '../../src/model/memory.ts';
import type { KpiState } from '../../src/model/occasion.ts';
import { kpi } from '../../src/practices/outcomes/kpi.ts';

const REPO = { installation: 1, owner: 'acme', name: 'health' };
const RULES = { repository: { repo: REPO, nodeId: 'R', labels: {} } } as never;
const RULE = { id: 'outcomes/kpi', why: 'Why.', reminder: kpi.reminder };
const log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };

/** A GitHub with at most one open issue of the rule's, and a ledger that can be lost. */
function stage() {
  let remembered: Publication | undefined;
  let standing: { id: string; number: number; open: boolean } | undefined;
  const done: string[] = [];
  let fails = false;
  const ports = {
    ledger: {
      publication: async () => remembered,
      savePublication: async (_: unknown, __: string, one: Publication) => {
        remembered = one;
      },
      saveLabels: async () => {},
    },
    github: {
      ownMarked: async () => standing,
      async write(_: unknown, actions: readonly Action[]) {
        for (const { kind } of actions) {
          done.push(kind);
          if (kind === 'create-issue') standing = { id: `I${done.length}`, number: 7, open: true };
          if (kind === 'close-issue' && standing) standing = { ...standing, open: false };
        }
        if (fails) throw new Error('no answer');
        return { answers: standing ? { 'create-issue': standing } : {}, labels: {} };
      },
    },
    ...{ log, print: (text: string) => text },
  };
  return {
    async look(...states: KpiState['state'][]) {
      const before = done.length;
      const kpis = states.map((state, i): KpiState => ({ outcome: `o${i}`, kpi: 'k', state }));
      await remind({ repo: REPO, rules: RULES }, RULE, kpis, ports as never).catch(() => done.push('failed'));
      return done.slice(before);
    },
    lose: () => {
      remembered = undefined;
    },
    answer: (does: boolean) => {
      fails = !does;
    },
    closeByHand: () => {
      standing = standing && { ...standing, open: false };
    },
  };
}

describe('the issue that asks for KPI readings', () => {
  it('is opened once something is due, edited while that changes, and closed once nothing is', async () => {
    const { look } = stage();
    expect(await look('fresh')).toEqual([]);
    expect(await look('fresh', 'stale')).toEqual(['create-issue']);
    expect(await look('fresh', 'stale')).toEqual([]);
    expect(await look('no reading', 'stale')).toEqual(['edit-issue']);
    expect(await look('fresh', 'fresh')).toEqual(['close-issue']);
    expect(await look('fresh', 'fresh')).toEqual([]);
    expect(await look('stale', 'fresh')).toEqual(['create-issue']);
  });

  it('is one, though its answer or the ledger is lost', async () => {
    const { look, lose, answer } = stage();
    answer(false);
    expect(await look('stale')).toEqual(['create-issue', 'failed']);
    answer(true);
    expect(await look('stale')).toEqual(['edit-issue']);
    lose();
    expect(await look('stale')).toEqual(['edit-issue']);
    lose();
    expect(await look('fresh')).toEqual(['close-issue']);
  });

  it('that somebody closes by hand is not opened again for the same lack', async () => {
    const { look, closeByHand } = stage();
    await look('stale');
    closeByHand();
    expect(await look('stale')).toEqual([]);
    expect(await look('fresh')).toEqual(['close-issue']);
    expect(await look('stale')).toEqual(['create-issue']);
  });
});
