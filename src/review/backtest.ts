import { code } from '../model/markdown.ts';
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
}

/** What a configuration would have done to past pull requests. */
export interface BacktestResult {
  pulls: number;
  stopped: number;
  rules: RuleResult[];
  /** Rules that need more than what is at hand of past pull requests. */
  notTested: string[];
}

/** What is at hand of a past pull request; rules that need more are not backtested. */
const AT_HAND: ReadonlySet<string> = new Set(['files', 'closing-issues', 'templates']);

const isTestable = ({ rule, options }: RuleInForce): boolean =>
  rule.needs.every((need) => AT_HAND.has(need)) && rule.extracts === undefined && rule.lacks?.(options) === undefined;

/** Judges past pull requests by a configuration, with the same `evaluate` as every other. */
export function backtest(pulls: readonly PullFacts[], policy: Options): BacktestResult {
  const inForce = rulesInForce(policy);
  const testable = new Set(inForce.filter(isTestable).map(({ id }) => id));
  const results = new Map<string, RuleResult>();
  let stoppedPulls = 0;
  for (const facts of pulls) {
    const judged = evaluate(facts, policy, '').judged.filter(({ rule }) => testable.has(rule));
    if (judged.some((one) => concludes(one) === 'failure')) stoppedPulls++;
    for (const one of judged) {
      const { rule, level } = one;
      const result = results.get(rule) ?? { rule, level, stopped: 0, advised: 0, unknown: 0 };
      results.set(rule, result);
      if (one.verdict.outcome === 'unknown') result.unknown++;
      else if (concludes(one) === 'failure') result.stopped++;
      else if (concludes(one) === 'neutral') result.advised++;
    }
  }
  const notTested = inForce.filter(({ id, rule, options }) => !testable.has(id) && rule.lacks?.(options) === undefined);
  return {
    pulls: pulls.length,
    stopped: stoppedPulls,
    rules: [...results.values()],
    notTested: notTested.map(({ id }) => id),
  };
}

/** Two configurations side by side, as Markdown: the rules in which they differ, and what that would have meant. */
export function compared(now: BacktestResult | undefined, proposed: BacktestResult): string[] {
  if (proposed.pulls === 0) return ['No pull request was merged yet, so there is nothing to try it on.'];
  const before = now ? `, ${now.stopped} by the one in force` : '';
  const rows = proposed.rules.flatMap((one) => {
    const was = now?.rules.find(({ rule }) => rule === one.rule);
    // Rules that stay as they were and never spoke say nothing of the difference.
    if (one.level === (was?.level ?? one.level) && spoken(one) + spoken(was) === 0) return [];
    return [`| ${code(one.rule)} | ${was ? told(was) : 'off'} | ${told(one)} |`];
  });
  const gone = (now?.rules ?? []).filter(({ rule }) => !proposed.rules.some((one) => one.rule === rule));
  const all = [...rows, ...gone.map((one) => `| ${code(one.rule)} | ${told(one)} | off |`)];
  return [
    `Of the last ${proposed.pulls} merged pull requests the proposed configuration would have stopped ${proposed.stopped}${before}.`,
    ...(all.length > 0 ? [['| Guardrail | In force | Proposed |', '|---|---|---|', ...all].join('\n')] : []),
    ...(proposed.notTested.length > 0
      ? [
          `Not backtested, since they need more than is read here: ${proposed.notTested.map((id) => code(id)).join(', ')}.`,
        ]
      : []),
  ];
}

const spoken = (result: RuleResult | undefined): number =>
  result === undefined ? 0 : result.stopped + result.advised + result.unknown;

function told({ level, stopped, advised, unknown }: RuleResult): string {
  const counts = [
    ...(stopped > 0 ? [`${stopped} stopped`] : []),
    ...(advised > 0 ? [`${advised} advised`] : []),
    ...(unknown > 0 ? [`${unknown} not to be judged`] : []),
  ];
  return `${level}: ${counts.length > 0 ? counts.join(', ') : 'none'}`;
}
