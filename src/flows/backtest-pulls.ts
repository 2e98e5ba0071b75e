import { Fault } from '../model/fault.ts';
import type { PullPast } from '../model/past.ts';
import { nameOf, type RepoRef } from '../model/ref.ts';
import type { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { FilesReading } from '../ports/readings.ts';
import type { Clock, Log, Shelf } from '../ports/runtime.ts';
import { type BacktestResult, backtest, isTestable, pastFacts } from '../review/backtest.ts';
import { rulesInForce } from '../review/evaluate.ts';
import { UNREMEMBERED } from './check-pull.ts';
import { declaredIn, extract } from './gather-facts.ts';
import { gatherRules, type Rules, type RulesPorts } from './gather-rules.ts';
import { type Merged, readMerged } from './read-merged.ts';

export interface PastPorts extends Pick<RulesPorts, 'resolve'> {
  github: RulesPorts['github'] & Pick<GitHub, 'merged' | 'files' | 'texts'>;
  shelf: Shelf;
  clock: Clock;
  log: Log;
}

export interface PastWanted {
  last: number;
  /** The diffs are read, too: a call for each pull request. */
  deep: boolean;
  /** Nothing that is kept is believed. */
  refresh: boolean;
}

/** The past that configurations are tried on. */
export interface Past {
  rules: Rules;
  pulls: readonly PullPast[];
  /** By the pull request's number; absent unless they were asked for. */
  diffs?: ReadonlyMap<number, FilesReading>;
  /** When the list of pull requests was read, ms. */
  at: number;
}

/** Told how far the reading is. */
export type OnRead = (what: 'pull requests' | 'diffs', done: number) => void;

/**
 * Reads what is needed to try configurations: from the shelf what is there, the rest from GitHub and onto the shelf, piece by
 * piece, so that whoever breaks off goes on where it was. `undefined`: the repository is not there, or not ours to see.
 */
export async function gatherPast(
  repo: RepoRef,
  { last, deep, refresh }: PastWanted,
  ports: PastPorts,
  onRead: OnRead = () => {},
): Promise<Past | undefined> {
  const { shelf, clock } = ports;
  const kept = async <Value>(key: string, read: () => Promise<Value>): Promise<Value> => {
    const known = refresh ? undefined : ((await shelf.get(key)) as { value: Value } | undefined);
    if (known) return known.value;
    const value = await read();
    await shelf.put(key, { value });
    return value;
  };
  const github: RulesPorts['github'] = {
    rules: (of) => kept(`rules ${nameOf(of)}`, () => ports.github.rules(of)),
    earlierPolicies: (of) => kept(`earlier ${nameOf(of)}`, () => ports.github.earlierPolicies(of)),
    seesAll: (installation) => kept('sees all', () => ports.github.seesAll(installation)),
  };
  const rules = await gatherRules(repo, { ...ports, github, ledger: UNREMEMBERED });
  if (rules === undefined) return undefined;
  const known = refresh ? undefined : ((await shelf.get('merged')) as (Merged & { at: number }) | undefined);
  const at = known?.at ?? clock.now();
  const pulls = await readMerged(repo, last, {
    github: ports.github,
    ...(known ? { from: known } : {}),
    async onPage(so) {
      await shelf.put('merged', { ...so, at });
      onRead('pull requests', so.pulls.length);
    },
  });
  if (!deep) return { rules, pulls, at };
  const diffs = new Map<number, FilesReading>();
  for (const pull of pulls) {
    const { listing, patches } = await kept(`diff ${pull.number} ${pull.headSha}`, () => diffOf(repo, pull, ports));
    diffs.set(pull.number, { listing, patches: new Map(patches) });
    onRead('diffs', diffs.size);
  }
  return { rules, pulls, diffs, at };
}

/** A pull request's diffs, as they are kept. What GitHub refuses for good is not asked for again. */
async function diffOf(repo: RepoRef, { number, headSha, size }: PullPast, { github }: Pick<PastPorts, 'github'>) {
  try {
    const { listing, patches } = await github.files({ repo, number }, headSha, size.files, () => false);
    return { listing, patches: [...patches] };
  } catch (error) {
    if (!(error instanceof Fault && error.kind === 'terminal')) throw error;
    const because = `Its files could not be read: ${error.message}`;
    return { listing: { whole: false as const, files: [], because, cause: 'elsewhere' as const }, patches: [] };
  }
}

/** What a configuration would have done. Nothing is read. */
export async function tryOut(
  repo: RepoRef,
  past: Past,
  policy: Policy,
  ports: Pick<PastPorts, 'github' | 'log'>,
): Promise<BacktestResult> {
  const { templates, codeowners } = past.rules.repository;
  const declared = declaredIn(policy);
  const deep = past.diffs !== undefined;
  const rules = rulesInForce(policy).filter((one) => isTestable(one, deep));
  const facts = past.pulls.map(async (pull) => {
    const diff = past.diffs?.get(pull.number);
    const around = { templates, codeowners, declared };
    if (diff === undefined) return pastFacts(pull, around);
    const extracting = { rules, print: '', declared };
    const findings = await extract({ repo, number: pull.number }, pull.headSha, diff, extracting, ports);
    return pastFacts({ ...pull, files: diff.listing }, { ...around, findings });
  });
  return backtest(await Promise.all(facts), policy, deep);
}
