import { DateTime } from 'luxon';
import type { IssueRecord } from '../model/history.ts';
import type { Cadence } from '../model/occasion.ts';
import type { Occasion } from '../practices/practice.ts';
import { endOfDay } from '../practices/shared/days.ts';
import type { Measure, Ratio } from './measure.ts';
import { ritualAdherence } from './metrics/commitments.ts';
import { daysAfter, isIn, type Window } from './week.ts';

/** One turn of what comes again and again: its days, and from when on its issue is open. Instants in ms, `to` not included. */
export interface Turn extends Window {
  first: string;
  last: string;
  opensAt: number;
}

/** The first Monday since the epoch: every count of days begins here, so that nobody has to remember where it began. */
const ANCHOR = DateTime.fromISO('1970-01-05', { zone: 'utc' });
/** An issue is opened so many days before the last, at most. */
const LEAD = 14;

/**
 * The turn in which an instant lies. Turns follow each other without a gap, counted in whole days of the zone, the same wherever and
 * whenever they are worked out.
 */
export function turnAt(every: Cadence, instant: number, zone: string): Turn {
  const today = DateTime.fromMillis(instant, { zone }).setZone('utc', { keepLocalTime: true }).startOf('day');
  const first = every === 'month' ? today.startOf('month') : ANCHOR.plus({ days: whole(today, every.days) });
  const next = every === 'month' ? first.plus({ months: 1 }) : first.plus({ days: every.days });
  const lead = Math.max(1, Math.min(LEAD, Math.floor(next.diff(first, 'days').days / 2)));
  const start = (day: DateTime) => DateTime.fromISO(dayOf(day), { zone }).startOf('day').toMillis();
  return {
    ...{ first: dayOf(first), last: dayOf(next.minus({ days: 1 })) },
    ...{ from: start(first), to: start(next), opensAt: start(next.minus({ days: lead })) },
  };
}

const dayOf = (day: DateTime): string => day.toISODate() ?? '';

const whole = (today: DateTime, days: number): number => Math.floor(today.diff(ANCHOR, 'days').days / days) * days;

/** What became of one turn. A missed one was due and did not happen; an unknown one nobody could tell. */
export interface Occurrence {
  occasion: { id: string; title: string };
  /** Its last day. */
  by: string;
  state: 'held' | 'skipped' | 'open' | 'missed' | 'unknown';
  issue?: number;
  because: string;
}

/**
 * What became of the turns that ended in a window, and of those that are open: of each, the issue that this app opened for it tells.
 * Before the first one nothing was expected. `teams` are those whose members take part where an occasion is for both.
 */
export function occurrences(
  occasions: readonly Occasion[],
  records: readonly IssueRecord[],
  { window, now, zone, teams }: { window: Window; now: number; zone: string; teams: readonly string[] },
): Occurrence[] {
  const turns = new Map<string, Occurrence>();
  for (const record of records.toSorted((a, b) => a.number - b.number)) {
    const { id = '', by = '' } = record.occasion ?? {};
    const occasion = occasions.find((one) => one.id === id);
    const end = endOfDay(by, zone);
    const isWanted = end > now || (end > window.from && end <= window.to);
    if (occasion === undefined || !isWanted || turns.has(`${id} ${by}`)) continue;
    const late = turnAt(occasion.every, end, zone).to;
    const told = stateOf(record, { end, late, now, teams: occasion.together ? teams : [] });
    turns.set(`${id} ${by}`, { occasion: { id, title: occasion.title }, by, issue: record.number, ...told });
  }
  return [...turns.values()].sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
}

/** What its issue tells of a turn. It counts until the next one is due, so that who closes late is not told to have done nothing. */
function stateOf(
  { closedAt, reason, notes, skipped, teams: there }: IssueRecord,
  { end, late, now, teams }: { end: number; late: number; now: number; teams: readonly string[] },
): Pick<Occurrence, 'state' | 'because'> {
  const missed = (because: string) => ({ state: 'missed', because }) as const;
  if (closedAt === undefined || closedAt > now)
    return end > now ? { state: 'open', because: 'it is open' } : missed('its issue is still open');
  if (notes === undefined || skipped === undefined)
    return { state: 'unknown', because: 'what was said on its issue could not be read' };
  if (reason !== 'completed')
    return skipped
      ? { state: 'skipped', because: 'skipped with a reason' }
      : missed('closed as not planned, without a reason');
  if (closedAt >= late) return missed('closed after the next one was due');
  if (!notes) return missed('closed without notes');
  if (teams.length === 0) return { state: 'held', because: 'closed with notes' };
  if (there === undefined) return { state: 'unknown', because: 'the members of the teams could not be read' };
  return teams.every((team) => there.includes(team))
    ? { state: 'held', because: 'closed with notes, product and engineering took part' }
    : missed('closed with notes, but product and engineering did not both take part');
}

/** Weeks over which adherence is told. */
const WEEKS = 8;

/** How many were held of those expected, over the eight weeks up to an instant. An open turn is not expected yet. */
export function adherence(all: readonly Occurrence[], until: number, zone: string): Measure<Ratio> {
  const window = { from: daysAfter(until, -7 * WEEKS, zone) + 1, to: until + 1 };
  const ended = all.filter(({ by, state }) => isIn(endOfDay(by, zone), window) && state !== 'unknown');
  return ritualAdherence(
    ended.map(({ state, because }) => ({
      held: state === 'held',
      skippedBecause: state === 'skipped' ? because : undefined,
    })),
  );
}
