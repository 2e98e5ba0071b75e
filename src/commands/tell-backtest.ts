import { code } from '../model/markdown.ts';
import { type BacktestResult, compared, proposedLevel, type RuleResult, told } from '../review/backtest.ts';
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

type Stops = BacktestResult['stops'];

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
  const isNew = new Set(second ? onlyBy(first, second) : []);
  return [
    `${repository}: the last ${result.pulls} merged pull requests, as read ${readAt}`,
    tried.map(({ called, result: { stopped } }) => `  ${called}: would have stopped ${stopped}`).join('\n'),
    table(second ? sideBySide(second, first) : rows(result.rules)),
    ...stopList(`Stopped by ${first.called}`, result.stops, (stop) =>
      isNew.has(stop) ? ` (not by ${second?.called})` : '',
    ),
    ...(second ? stopList(`Stopped by ${second.called} alone`, onlyBy(second, first)) : []),
    ...notTested(result, deep),
  ].join('\n\n');
}

/** The rules, each with the level that it could have. */
const rows = (rules: readonly RuleResult[]): string[][] => [
  ['rule', 'level', 'stopped', 'advised', 'unknown', 'unmet', 'proposed'],
  ...rules.map((one) => [
    ...[one.rule, one.level, String(one.stopped), String(one.advised), String(one.unknown), unmetOf(one)],
    proposedLevel(one) ?? TOO_FEW,
  ]),
];

/** The rules of both, as they were and as they would be; a level is proposed for the latter. */
function sideBySide(was: Tried, now: Tried): string[][] {
  const of = ({ result }: Tried, id: string) => result.rules.find(({ rule }) => rule === id);
  const ids = new Set([...now.result.rules, ...was.result.rules].map(({ rule }) => rule));
  const cells = (one: RuleResult | undefined) => (one ? [told(one), unmetOf(one)] : ['off', '']);
  return [
    ['rule', was.called, 'unmet', now.called, 'unmet', 'proposed'],
    ...[...ids].map((id) => {
      const one = of(now, id);
      return [id, ...cells(of(was, id)), ...cells(one), one ? (proposedLevel(one) ?? TOO_FEW) : ''];
    }),
  ];
}

const TOO_FEW = 'too few to tell';

const unmetOf = ({ unmet, judged }: RuleResult): string => `${unmet}/${judged}`;

function table(cells: readonly string[][]): string {
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return cells.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()).join('\n');
}

/** What one would have stopped and the other would not. */
function onlyBy({ result }: Tried, other: Tried): Stops {
  const others = new Set(other.result.stops.map(({ number }) => number));
  return result.stops.filter(({ number }) => !others.has(number));
}

function stopList(title: string, stops: Stops, mark: (stop: Stops[number]) => string = () => ''): string[] {
  if (stops.length === 0) return [];
  const lines = stops.flatMap((stop) => [
    `  #${stop.number} ${plain(stop.title)}${mark(stop)}`,
    ...stop.by.map(({ rule, because }) => `    ${rule}: ${plain(because)}`),
  ]);
  return [[title, ...lines].join('\n')];
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
  const { rules } = first.result;
  const levels = rules.map(
    (one) => `| ${code(one.rule)} | ${one.level} | ${one.unmet} of ${one.judged} | ${proposedLevel(one) ?? TOO_FEW} |`,
  );
  return [
    ...(second ? compared(second.result, first.result, namesOf(first, second)) : alone(first)),
    ...(levels.length > 0
      ? [['| Guardrail | Level | Not met | Proposed level |', '|---|---|---|---|', ...levels].join('\n')]
      : []),
    ...stopTable('Would have been stopped', first.result.stops),
    ...(second ? stopTable(`Stopped by ${code(second.called)} alone`, onlyBy(second, first)) : []),
  ].join('\n\n');
}

function stopTable(title: string, stopped: Stops): string[] {
  const list = stopped.flatMap(({ number, title: of, by }) =>
    by.map(({ rule, because }) => `| ${code(`#${number}`)} ${code(of)} | ${code(rule)} | ${because} |`),
  );
  return list.length > 0 ? [[`| ${title} | By | Why |`, '|---|---|---|', ...list].join('\n')] : [];
}
