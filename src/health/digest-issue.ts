import { DateTime } from 'luxon';
import type { Item } from './checklist.ts';
import type { Digest } from './digest.ts';
import { outcomeTable, wentBetter } from './outcome-table.ts';
import type { Period } from './period.ts';
import { finding, hasNews, nothingNew, practiceBlock } from './practice-block.ts';
import { link, type Signal } from './signal.ts';
import { amount, count, listed } from './told.ts';
import type { Week } from './week.ts';
import { type Section, within } from './within.ts';

export const DIGEST_LABEL = {
  name: 'truenorth-digest',
  color: 'bfd4f2',
  description: 'The weekly engineering health, by Truenorth',
};

export const digestTitle = ({ name }: Week): string => `Engineering health ${name}`;
const digestMarker = (organisation: string, { name }: Week): string =>
  `<!-- truenorth:digest org=${organisation} week=${name} -->`;

/** What surrounds a digest: last week's issue (its number is 0 where it is gone), and checklist lines that were told in full before. */
export interface Around {
  previous?: { week: string; number: number } | undefined;
  /** Weeks that nobody published, since the app was down. */
  missed: readonly string[];
  /** Items that were "not set up" the last time, too. */
  told: readonly string[];
}

/** Under GitHub's 65,536 characters, with room for what people add. */
const LONGEST = 60_000;

/** The digest as an issue: for leaders, for engineers, the checklist, and how it was made. */
export function digestIssue(digest: Digest, around: Around): string {
  const { period } = digest;
  const { week, scope } = period;
  const looked = digest.practices.flatMap(({ signals }) => signals.filter(({ state }) => state === 'attention'));
  const sections: Section[] = [
    { text: `${digestMarker(scope, week)}\n# ${digestTitle(week)} (${dates(week)})\n${headline(digest)}` },
    { text: forLeaders(digest, around) },
    { text: `## For engineers\n${findings(looked)}` },
    ...digest.practices
      .filter(hasNews)
      .map((practice) => ({ text: practiceBlock(practice, looked.slice(FIRST), period), name: practice.title })),
    { text: nothingNew(digest.practices.filter((practice) => !hasNews(practice))) },
    { text: checklist(digest, around), keep: true },
    { text: method(digest, around), keep: true },
  ];
  return within(sections, LONGEST);
}

/** "16 to 22 November, Europe/Berlin". */
export function dates({ from, to, zone }: Week): string {
  const [first, last] = [from, to - 1].map((instant) => DateTime.fromMillis(instant, { zone, locale: 'en' }));
  if (first === undefined || last === undefined) return zone;
  const one = first.month === last.month ? first.toFormat('d') : first.toFormat('d LLLL');
  return `${one} to ${last.toFormat('d LLLL')}, ${zone}`;
}

function headline({ period, decisions, isFirst }: Digest): string {
  const { reporting, points } = period;
  const lead = isFirst ? 'This is the first digest; trends appear from the fourth week' : pace(period);
  const asks = decisions.map(({ short }) => short);
  const need =
    asks.length === 0
      ? 'nothing needs a decision'
      : `${listed(asks)} ${asks.length === 1 ? 'needs' : 'need'} a decision`;
  const quiet = points.merged?.value === 0 ? ' Nothing was merged this week.' : '';
  const known = `${reporting.k} of ${count(reporting.n, 'repository', 'repositories')} reporting.`;
  return `**${lead}; ${need}.**${quiet} ${known}`;
}

/** How delivery goes, in a few words: by lead time where releases are known, else by what was merged. */
function pace(period: Period): string {
  const lead = wentBetter(period, 'lead-time') ?? wentBetter(period, 'merged');
  if (lead === undefined) return 'Delivery is steady';
  return lead ? 'Delivery is faster' : 'Delivery is slower';
}

function forLeaders(digest: Digest, { previous }: Around): string {
  const { decisions, period } = digest;
  const decide =
    decisions.length === 0
      ? 'Nothing this week.'
      : decisions.map(({ title, text, links }) => `- [ ] ${title}${[text, ...links.map(link)].join(' ')}`).join('\n');
  return `## For leaders\n${outcomeTable(period)}\n\n### Decide\n${decide}\n\n${lastWeek(period, previous)}`.trimEnd();
}

function lastWeek({ decisions }: Period, previous: Around['previous']): string {
  if (previous === undefined) return '';
  const where = previous.number > 0 ? `[${previous.week}](../issues/${previous.number})` : previous.week;
  if (decisions.length === 0) return `Last week (${where}): no decision was asked for.`;
  const open = decisions.filter(({ recorded }) => !recorded).map(({ title }) => title.replaceAll('**', ''));
  const rest = open.length === 0 ? '.' : `; still open: ${listed(open)}.`;
  return `Last week (${where}): ${decisions.length - open.length} of ${count(decisions.length, 'decision')} recorded${rest}`;
}

/** So many findings come first, whatever practice they are of; the rest is in the practices' blocks. */
const FIRST = 7;

function findings(looked: readonly Signal[]): string {
  if (looked.length === 0) return 'Nothing stands out this week.';
  const shown = looked.slice(0, FIRST).map((one) => `- ${finding(one)}`);
  const rest = looked.length - shown.length;
  return [...shown, ...(rest > 0 ? [`- ${rest} more below, by practice`] : [])].join('\n');
}

function checklist({ checklist: items }: Digest, { told }: Around): string {
  const line = ({ title, state, evidence }: Item, i: number) =>
    `${i + 1}. ${title}: **${state}**. ${sentence(evidence)}`;
  const again = (item: Item) => item.state === 'not set up' && told.includes(item.id);
  const shown = items.flatMap((item, i) => (again(item) ? [] : [line(item, i)]));
  const folded = items.flatMap((item, i) => (again(item) ? [`${i + 1}. ${item.title}`] : []));
  const rest = folded.length > 0 ? [`Not set up, as told before: ${folded.join('; ')}.`] : [];
  const met = items.filter(({ state }) => state === 'met').length;
  const set = items.filter(({ state }) => state !== 'not set up').length;
  return [`## Leadership checklist: ${met} of ${set} met`, shown.join('\n'), ...rest].filter(Boolean).join('\n\n');
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function method({ period, gaps }: Digest, { missed }: Around): string {
  const { repositories, week } = period;
  const hidden = repositories.filter(({ shown }) => !shown).length;
  const lines = [
    ...period.restated
      .slice(0, 10)
      .map(({ week: of, title, was, is }) => `Restated: ${title.toLowerCase()} of ${of} is ${is}, published as ${was}`),
    ...(missed.length > 0
      ? [`Not published, since Truenorth was not running or could not write here: ${listed(missed)}`]
      : []),
    ...(hidden > 0
      ? [
          `${count(hidden, 'private repository counts', 'private repositories count')} in totals alone, since more people can read this than them`,
        ]
      : []),
    ...gaps.slice(0, 20),
    ...(gaps.length > 20 ? [`${gaps.length - 20} more gaps of this kind`] : []),
  ];
  return [
    '<details><summary>Method, gaps and restatements</summary>',
    `The week runs from ${iso(week.from)} up to ${iso(week.to)}. Figures are computed from pull requests, reviews, deployments, workflow runs and issues of ${count(repositories.length, 'repository', 'repositories')} with a configuration, as GitHub tells them; bots are left out of how people's work flows. Medians come first; of fewer than five values no percentage and no arrow is drawn. Nothing here is about a person, and groups under three people are not shown. Aims where nothing is configured: coverage 80%, reviews within a working day 80%, CI at first try 90%, change fail rate 15%, recovery within a day. A published week stays as it is; what is known later is restated in the next.`,
    ...(lines.length > 0 ? [lines.map((one) => `- ${one.replace(/\.$/, '')}.`).join('\n')] : []),
    `${count(period.points.merged?.value ?? 0, 'merged change')} by people; ${amount(period.figures.alignment.byBots)} by bots.`,
    '</details>',
  ].join('\n\n');
}

const iso = (instant: number): string => new Date(instant).toISOString().replace(':00.000Z', 'Z');
