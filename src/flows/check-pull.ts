import type { PullRef } from '../model/ref.ts';
import type { Report } from '../model/verdict.ts';
import type { GitHub } from '../ports/github.ts';
import { evaluate, needsOf, reportOf, rulesInForce } from '../review/evaluate.ts';
import { type FactsPorts, gatherFacts } from './gather-facts.ts';
import { gatherRules, type RulesPorts } from './gather-rules.ts';

export interface CheckPorts extends Pick<RulesPorts, 'resolve'>, Pick<FactsPorts, 'clock' | 'print' | 'log'> {
  github: RulesPorts['github'] & FactsPorts['github'] & Pick<GitHub, 'pull'>;
}

/** What came of looking at a pull request; `because` is why it was not judged. */
export type Checked =
  | { title: string; report: Report }
  | { because: 'not there' | 'no configuration'; notes: string[] };

/** Judges a pull request as it stands. Nothing is written and nothing remembered, so waivers are not known. */
export async function checkPull(ref: PullRef, ports: CheckPorts): Promise<Checked> {
  const rules = await gatherRules(ref.repo, { ...ports, ledger: UNREMEMBERED });
  if (rules === undefined) return { because: 'not there', notes: [] };
  const { inForce, repository } = rules;
  if (inForce?.policy === undefined) return { because: 'no configuration', notes: inForce?.notes ?? [] };
  const { policy } = inForce;
  const needs = needsOf(rulesInForce(policy));
  const { archived: _, ...seen } = await ports.github.pull(ref, { people: needs.has('people') });
  const from = { ...ports, ledger: NO_LEDGER, history: NO_HISTORY, learned: new Map() };
  const { facts } = await gatherFacts(ref, seen, undefined, repository, { ...inForce, policy }, from);
  const { judged, mishaps } = evaluate(facts, policy, 'in the log');
  for (const { rule, error } of mishaps) ports.log.error({ rule, err: error }, 'a rule failed');
  return { title: seen.state.title, report: reportOf(judged, inForce.name, inForce.notes) };
}

/** For who reads once: every file is read as if for the first time. */
export const UNREMEMBERED: RulesPorts['ledger'] = {
  repository: async () => ({ memory: undefined, fresh: false, generation: 0 }),
  saveRepository: async () => true,
};

/** What only the app's database knows is unknown here. */
const NO_LEDGER: FactsPorts['ledger'] = {
  ...{ publication: async () => undefined, publications: async () => [] },
  ...{ lessons: async () => [], lessonsState: async () => '' },
};
const NO_HISTORY: FactsPorts['history'] = {
  ...{ progress: async () => ({}), progressIn: async () => [], open: async () => [], settled: async () => [] },
  salt: async () => '',
} as FactsPorts['history'];
