import { code } from '../model/markdown.ts';
import type { PullPast } from '../model/past.ts';
import type { PullFacts } from '../model/pull.ts';
import type { Level } from '../model/verdict.ts';
import { concludes, evaluate, type Options, type RuleInForce, rulesInForce } from './evaluate.ts';

/** How often a rule would have spoken on past pull requests. */
export interface RuleResult {
  rule: string;
  level: Level;
  /** Pull requests that it would have stopped, advised, and could not judge. */
  stopped: number;
  advised: number;
  unknown: number;
  /** Pull requests that it applies to and could judge, and those of them that did not meet it, whatever its level. */
  judged: number;
  unmet: number;
}

/** A past pull request that would have been stopped, by which rules, and why: sentences of safe Markdown. */
export interface StoppedPull {
  number: number;
  title: string;
  by: { rule: string; because: string }[];
}

/** What a configuration would have done to past pull requests. */
export interface BacktestResult {
  pulls: number;
  stopped: number;
  rules: RuleResult[];
  stops: StoppedPull[];
  /** Rules that need more than what is at hand of past pull requests. */
  notTested: string[];
}

/** What is at hand of a past pull request; rules that need more are not backtested. */
const AT_HAND: ReadonlySet<string> = new Set(['files', 'closing-issues', 'templates', 'experience']);

/** Rules that can be tried on the past: `deep`, where the diffs are at hand too. */
export const isTestable = ({ rule, options }: RuleInForce, deep = false): boolean =>
  rule.needs.every((need) => AT_HAND.has(need)) &&
  (rule.extracts ?? []).every(({ from }) => deep && from === 'diff') &&
  rule.lacks?.(options) === undefined;

/** A past pull request as rules see it, as far as that can still be told. */
export const pastFacts = (
  past: Omit<PullPast, 'headSha'>,
  around: Pick<PullFacts, 'templates' | 'codeowners' | 'declared'> & Partial<Pick<PullFacts, 'findings'>>,
): PullFacts => ({
  ...{ number: past.number, title: past.title, body: past.body, author: past.author, draft: past.draft },
  ...{ fork: past.fork, base: past.base, labels: past.labels, closes: past.closes, files: past.files },
  ...{ dismissed: [], linked: [], teams: {}, newcomer: false, debt: { points: 0, issues: [] }, findings: {} },
  people: { approvals: 0, involved: [] },
  ...around,
});

/** Judges past pull requests by a configuration, with the same `evaluate` as every other. */
export function backtest(pulls: readonly PullFacts[], policy: Options, deep = false): BacktestResult {
  const inForce = rulesInForce(policy);
  const testable = new Set(inForce.filter((one) => isTestable(one, deep)).map(({ id }) => id));
  const results = new Map<string, RuleResult>();
  const stops: StoppedPull[] = [];
  for (const facts of pulls) {
    const by: StoppedPull['by'] = [];
    for (const one of evaluate(facts, policy, '').judged.filter(({ rule }) => testable.has(rule))) {
      const { rule, level, verdict } = one;
      const none = { stopped: 0, advised: 0, unknown: 0, judged: 0, unmet: 0 };
      const result = results.get(rule) ?? { rule, level, ...none };
      results.set(rule, result);
      const isStopped = concludes(one) === 'failure';
      if (isStopped) by.push({ rule, because: verdict.because });
      if (verdict.outcome === 'met' || verdict.outcome === 'unmet') result.judged++;
      if (verdict.outcome === 'unmet') result.unmet++;
      if (verdict.outcome === 'unknown') result.unknown++;
      else if (isStopped) result.stopped++;
      else if (concludes(one) === 'neutral') result.advised++;
    }
    if (by.length > 0) stops.push({ number: facts.number, title: facts.title, by });
  }
  const notTested = inForce.filter(({ id, rule, options }) => !testable.has(id) && rule.lacks?.(options) === undefined);
  return {
    ...{ pulls: pulls.length, stopped: stops.length, rules: [...results.values()], stops },
    notTested: notTested.map(({ id }) => id),
  };
}

/** Fewer pull requests than this say nothing of the next ones. */
const ENOUGH = 10;

/**
 * The level that a rule could have, by the share of pull requests that would not have met it: what nearly all meet can be
 * required, what many do not meet is only observed until more do. `undefined`: too few to tell.
 */
export function proposedLevel({ judged, unmet }: Pick<RuleResult, 'judged' | 'unmet'>): Level | undefined {
  if (judged < ENOUGH) return undefined;
  const share = unmet / judged;
  return share <= 0.05 ? 'require' : share <= 0.3 ? 'advise' : 'observe';
}

/** What two configurations are called, in a sentence and above a column. */
export interface Names {
  now: readonly [sentence: string, column: string];
  proposed: readonly [sentence: string, column: string];
}

const PROPOSAL: Names = {
  now: ['the one in force', 'In force'],
  proposed: ['the proposed configuration', 'Proposed'],
};

/** Two configurations side by side, as Markdown: the rules in which they differ, and what that would have meant. */
export function compared(now: BacktestResult | undefined, proposed: BacktestResult, names = PROPOSAL): string[] {
  if (proposed.pulls === 0) return ['No pull request was merged yet, so there is nothing to try it on.'];
  const before = now ? `; ${names.now[0]}, ${now.stopped}` : '';
  const rows = proposed.rules.flatMap((one) => {
    const was = now?.rules.find(({ rule }) => rule === one.rule);
    // Rules that stay as they were and never spoke say nothing of the difference.
    if (one.level === (was?.level ?? one.level) && spoken(one) + spoken(was) === 0) return [];
    return [`| ${code(one.rule)} | ${was ? told(was) : 'off'} | ${told(one)} |`];
  });
  const gone = (now?.rules ?? []).filter(({ rule }) => !proposed.rules.some((one) => one.rule === rule));
  const all = [...rows, ...gone.map((one) => `| ${code(one.rule)} | ${told(one)} | off |`)];
  return [
    `Of the last ${proposed.pulls} merged pull requests, ${names.proposed[0]} would have stopped ${proposed.stopped}${before}.`,
    ...(all.length > 0
      ? [[`| Guardrail | ${names.now[1]} | ${names.proposed[1]} |`, '|---|---|---|', ...all].join('\n')]
      : []),
    ...(proposed.notTested.length > 0
      ? [
          `Not backtested, since they need more than is read here: ${proposed.notTested.map((id) => code(id)).join(', ')}.`,
        ]
      : []),
  ];
}

const spoken = (result: RuleResult | undefined): number =>
  result === undefined ? 0 : result.stopped + result.advised + result.unknown;

/** What a rule would have done, in a cell of a table. */
export function told({ level, stopped, advised, unknown }: RuleResult): string {
  const counts = [
    ...(stopped > 0 ? [`${stopped} stopped`] : []),
    ...(advised > 0 ? [`${advised} advised`] : []),
    ...(unknown > 0 ? [`${unknown} not to be judged`] : []),
  ];
  return `${level}: ${counts.length > 0 ? counts.join(', ') : 'none'}`;
}
