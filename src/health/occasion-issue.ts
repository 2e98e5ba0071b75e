import { DateTime } from 'luxon';
import { code, oneLine } from '../model/markdown.ts';
import type { OccasionFacts } from '../model/occasion.ts';
import { CALENDAR_LABEL } from '../model/well-known.ts';
import type { Occasion } from '../practices/practice.ts';
import { isDay } from '../practices/shared/days.ts';
import type { Turn } from './calendar.ts';

export const OCCASION_LABEL = {
  name: CALENDAR_LABEL,
  color: 'fef2c0',
  description: 'What comes again and again, opened by Truenorth',
};

const MARKER = /^<!-- truenorth:occasion id=([a-z0-9-]{1,36}) by=(\d{4}-\d{2}-\d{2}) -->/;

/** The first line of a turn's issue. */
export const occasionMarker = ({ id }: Pick<Occasion, 'id'>, { last }: Pick<Turn, 'last'>): string =>
  `<!-- truenorth:occasion id=${id} by=${last} -->`;

/** Which turn an issue's description speaks of. It is to be believed only of an issue that this app opened. */
export function occasionIn(body: string): { id: string; by: string } | undefined {
  const [, id, by] = MARKER.exec(body) ?? [];
  return id === undefined || by === undefined || !isDay(by) ? undefined : { id, by };
}

/** GitHub shows a title as plain text; it makes no mention of it. */
export const occasionTitle = ({ title }: Pick<Occasion, 'title'>, { last }: Pick<Turn, 'last'>): string =>
  `${oneLine(title)}: by ${last}`;

/** Who is asked to take part, where an occasion is for both: the teams, by name only where everybody who reads it may see them. */
export interface Asked {
  teams: readonly string[];
  named: boolean;
}

/** A turn's issue: why, who, what to go through, how it counts, and room for notes. */
export function occasionIssue(
  occasion: Occasion & { why: string },
  turn: Turn,
  facts: OccasionFacts,
  asked: Asked,
): string {
  return [
    `${occasionMarker(occasion, turn)}\n**By ${longDay(turn.last)}.** ${occasion.why}`,
    ...(occasion.together ? [who(asked)] : []),
    '## Agenda',
    occasion
      .agenda(facts)
      .map((point) => `- [ ] ${point}`)
      .join('\n'),
    '## How it counts',
    [
      `- Once it was held, close this issue as completed, with notes: in a comment, or under ${code('Notes')} below.${occasion.together && asked.teams.length > 0 ? ' Who comments, is assigned or closes it took part.' : ''}`,
      `- To skip it, close it as not planned, with a line ${code('Skipped because …')} in a comment or below.`,
    ].join('\n'),
    '## Notes',
    '<!-- What was learned and decided, and who does what. -->',
  ].join('\n\n');
}

function who({ teams, named }: Asked): string {
  if (teams.length === 0) return 'Product and engineering hold it together.';
  const names = named ? ` (${teams.map((team) => code(team)).join(' and ')})` : '';
  return `Product and engineering hold it together: somebody from each takes part${names}.`;
}

const longDay = (day: string): string => DateTime.fromISO(day, { zone: 'utc', locale: 'en' }).toFormat('EEEE d LLLL y');

export const reminderMarker = (rule: { id: string }): string => `<!-- truenorth:reminder rule=${rule.id} -->`;

/** The issue in which a rule asks for what is amiss, in safe Markdown. */
export const reminderIssue = (rule: { id: string; why: string }, text: string): string =>
  `${reminderMarker(rule)}\n${text}\n\n<sub>${rule.why} Kept by Truenorth; what is written here by hand is overwritten.</sub>`;
