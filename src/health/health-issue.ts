import { code } from '../model/markdown.ts';
import { type PracticeWeek, practicesIn } from './digest.ts';
import { dates } from './digest-issue.ts';
import { changeOf, METRICS, type Metric, type MetricId } from './metric.ts';
import type { Period } from './period.ts';
import { finding, hasNews, nothingNew, practiceBlock } from './practice-block.ts';
import type { Signal } from './signal.ts';
import { amount, changed, count, figure } from './told.ts';
import { within } from './within.ts';

export const HEALTH_TITLE = 'Engineering health';
export const HEALTH_LABEL = {
  name: 'truenorth-health',
  color: 'd4e8d1',
  description: 'How this repository is doing, kept up to date by Truenorth',
};

export const weekMarker = ({ week }: Pick<Period, 'week'>): string => `<!-- truenorth:week ${week.name} -->`;

const LONGEST = 60_000;

const lookedAt = (practices: readonly PracticeWeek[]): Signal[] =>
  practices.flatMap(({ signals }) => signals.filter(({ state }) => state === 'attention'));

/** The issue's description: how the repository stands, by practice. */
export function healthIssue(period: Period): string {
  const practices = practicesIn(period);
  const looked = lookedAt(practices);
  const { week, policy } = period;
  const stands = looked.length === 0 ? 'Nothing stands out' : `${count(looked.length, 'thing')} to look at`;
  const { statement } = policy['north-star'];
  return within(
    [
      { text: `**${stands}** at the end of ${week.name} (${dates(week)}). What changed is told in a comment a week.` },
      ...(statement === undefined ? [] : [{ text: `> ${code(statement, 280)}` }]),
      { text: looked.map((one) => `- ${finding(one)}`).join('\n') },
      ...practices.filter(hasNews).map((one) => ({ text: practiceBlock(one, [], period), name: one.title })),
      { text: nothingNew(practices.filter((one) => !hasNews(one))) },
      {
        text: '<sub>Kept by Truenorth; what is written here by hand is overwritten. Figures speak of work, never of people.</sub>',
        keep: true,
      },
    ],
    LONGEST,
  );
}

/** What the figures of a week come to, to tell whether anything changed since another. */
export const healthState = (period: Period): string =>
  JSON.stringify(lookedAt(practicesIn(period)).map(({ title, now }) => [title, now]));

/** Whether anything happened that is worth a comment. */
export function isActive({ figures, points, closed, repositories }: Period): boolean {
  const { debt, alignment, merged } = figures;
  const moved = debt.added + Math.abs(debt.reestimated) + debt.paid + debt.writtenOff;
  const incidents = repositories.reduce((sum, { commitments }) => sum + commitments.incidents, 0);
  return merged + alignment.byBots + closed.length + moved + incidents + (points.deploys?.value ?? 0) > 0;
}

/** The week's comment: what changed, in at most twelve lines, and the figures folded. */
export function weekComment(period: Period): string {
  const practices = practicesIn(period);
  const looked = lookedAt(practices);
  const lines = [...debtLine(period), ...ruleLines(practices), ...looked.slice(0, 4).map((one) => `- ${finding(one)}`)];
  const more = looked.length > 4 ? [`- ${looked.length - 4} more in the description above`] : [];
  return [
    `${weekMarker(period)}\n${headline(period, looked.length)}`,
    [...lines, ...more].join('\n'),
    ...question(period),
    numbers(period),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headline({ week, figures, earlier, policy }: Period, things: number): string {
  const before = earlier.find(({ ago }) => ago === 1)?.week.points;
  const last = before?.merged?.value;
  const { merged, alignment } = figures;
  const mood =
    last === undefined || Math.max(last, merged) < 5 || Math.abs(merged - last) < last * 0.25
      ? 'steady'
      : merged < last
        ? 'calmer'
        : 'busier';
  const todo = things === 0 ? 'nothing to pick up' : `${count(things, 'thing')} to pick up`;
  const was = before?.alignment?.k === undefined ? '' : ` (last week ${before.alignment.k} of ${before.alignment.n})`;
  const served =
    policy['north-star'].outcomes.length === 0 || alignment.n === 0
      ? ''
      : `, ${alignment.k} of ${alignment.n} served an outcome${was}`;
  return `**Week ${Number(week.name.slice(-2))}: ${mood}, ${todo}.** ${count(merged, 'change')} merged${served}.`;
}

function debtLine({ figures: { debt }, repositories: [own] }: Period): string[] {
  const oldest = own?.debt.open.toSorted((a, b) => b.age - a.age)[0];
  if (debt.end === 0 && debt.paid === 0) return [];
  const of = debt.used.state === 'value' ? ` of ${amount(debt.used.value.budget)}` : '';
  const age = oldest && `#${oldest.number} is the oldest and now counts ${amount(oldest.owed)}`;
  const paid = debt.paid > 0 ? [`${amount(debt.paid)} paid`] : [];
  return [
    `- Debt ${amount(debt.end)}${of} points${[...paid, ...(age ? [age] : [])].map((one) => `; ${one}`).join('')}.`,
  ];
}

/** The guardrails that were asked most, at most two of them. */
function ruleLines(practices: readonly PracticeWeek[]): string[] {
  return practices
    .flatMap(({ rules }) => rules)
    .sort((a, b) => b.asked - a.asked)
    .slice(0, 2)
    .map(({ rule, asked, met, waived }) => {
      const let_ = waived === 0 ? 'nothing waived' : `${waived} waived`;
      return `- ${code(rule)} asked ${count(asked, 'time')}, met ${count(met, 'time')}, ${let_}.`;
    });
}

function question({ pulse, policy }: Period): string[] {
  if (policy.trust.pulse === 'off') return [];
  const last =
    pulse.state === 'value' ? ` Last week: ${pulse.value.good} · ${pulse.value.mixed} · ${pulse.value.hard}.` : '';
  return [
    `<sub>How was this week? 👍 good · 😕 mixed · 👎 hard. Only totals are counted; reactions show your name on GitHub.${last}</sub>`,
  ];
}

function numbers({ points, earlier }: Period): string {
  const rows = (Object.keys(METRICS) as MetricId[]).flatMap((id) => {
    const [point, metric]: [Period['points'][MetricId], Metric] = [points[id], METRICS[id]];
    if (point === undefined) return [];
    return [`| ${metric.title} | ${figure(point, metric)} | ${changed(changeOf(id, point, earlier), metric)} |`];
  });
  if (rows.length === 0) return '';
  const table = ['| | This week | Before |', '|---|---|---|', ...rows].join('\n');
  return `<details><summary>Numbers</summary>\n\n${table}\n\n</details>`;
}
