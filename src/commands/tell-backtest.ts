import { code } from '../model/markdown.ts';
import { type BacktestResult, compared, proposedLevel, type RuleResult } from '../review/backtest.ts';
import { plain } from './output.ts';

/** A configuration, and what it would have done. */
export interface Tried {
  called: string;
  result: BacktestResult;
}

interface Told {
  repository: string;
  deep: boolean;
  /** When the list of pull requests was read. */
  readAt: string;
  /** The one that is asked about, and the one beside it, if any. */
  tried: readonly Tried[];
}

const NOTHING = 'No pull request was merged yet, so there is nothing to try it on.';

export const asJson = ({ repository, deep, readAt, tried }: Told): object => ({
  ...{ repository, deep, readAt },
  configurations: tried.map(({ called, result: { rules, ...result } }) => ({
    ...{ configuration: called, ...result },
    rules: rules.map((rule) => ({ ...rule, proposed: proposedLevel(rule) ?? null })),
  })),
});

export function asText({ repository, deep, readAt, tried }: Told): string {
  const [first, second] = tried;
  if (first === undefined || first.result.pulls === 0) return NOTHING;
  const { result } = first;
  return [
    `${repository}: the last ${result.pulls} merged pull requests, as read ${readAt}`,
    tried.map(({ called, result: { stopped } }) => `  ${called}: would have stopped ${stopped}`).join('\n'),
    ...tried.map(({ called, result: { rules } }) => `${called}\n${rows(rules)}`),
    ...(result.stops.length > 0 ? [`Stopped by ${first.called}\n${stops(first, second)}`] : []),
    ...notTested(result, deep),
  ].join('\n\n');
}

/** A table of the rules, with the level that each could have. */
function rows(rules: readonly RuleResult[]): string {
  const cells = [
    ['rule', 'level', 'stopped', 'advised', 'unknown', 'unmet', 'proposed'],
    ...rules.map((one) => [
      ...[one.rule, one.level, String(one.stopped), String(one.advised), String(one.unknown)],
      `${one.unmet}/${one.judged}`,
      proposedLevel(one) ?? 'too few to tell',
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return cells.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()).join('\n');
}

function stops({ result }: Tried, second: Tried | undefined): string {
  const before = new Set(second?.result.stops.map(({ number }) => number));
  return result.stops
    .map(({ number, title, by }) => {
      const isNew = second !== undefined && !before.has(number) ? ` (not by ${second.called})` : '';
      const why = by.map(({ rule, because }) => `    ${rule}: ${plain(because)}`);
      return [`  #${number} ${plain(title)}${isNew}`, ...why].join('\n');
    })
    .join('\n');
}

const notTested = ({ notTested: rules }: BacktestResult, deep: boolean): string[] =>
  rules.length === 0
    ? []
    : [
        `Not backtested, since they need more than is read here${deep ? '' : ' (--deep reads diffs)'}: ${rules.join(', ')}.`,
      ];

const namesOf = (first: Tried, second: Tried) => ({
  now: [code(second.called), code(second.called)] as const,
  proposed: [code(first.called), code(first.called)] as const,
});

const alone = ({ called, result }: Tried): string[] => [
  `Of the last ${result.pulls} merged pull requests, ${code(called)} would have stopped ${result.stopped}.`,
  ...notTested(result, true),
];

/** As the check on a pull request that changes the configuration tells it, with what would have been stopped. */
export function asMarkdown({ tried }: Told): string {
  const [first, second] = tried;
  if (first === undefined || first.result.pulls === 0) return NOTHING;
  const { stops: stopped, rules } = first.result;
  const levels = rules.map(
    (one) =>
      `| ${code(one.rule)} | ${one.level} | ${one.unmet} of ${one.judged} | ${proposedLevel(one) ?? 'too few to tell'} |`,
  );
  const list = stopped.flatMap(({ number, title, by }) =>
    by.map(({ rule, because }) => `| ${code(`#${number}`)} ${code(title)} | ${code(rule)} | ${because} |`),
  );
  return [
    ...(second ? compared(second.result, first.result, namesOf(first, second)) : alone(first)),
    ...(levels.length > 0
      ? [['| Guardrail | Level | Not met | Proposed level |', '|---|---|---|---|', ...levels].join('\n')]
      : []),
    ...(list.length > 0 ? [['| Would have been stopped | By | Why |', '|---|---|---|', ...list].join('\n')] : []),
  ].join('\n\n');
}
