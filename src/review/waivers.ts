import { DateTime } from 'luxon';
import { code } from '../model/markdown.ts';
import type { Judged } from '../model/verdict.ts';
import type { Waiver } from '../model/waiver.ts';
import type { Command } from './commands.ts';

export interface GrantSetting {
  /** Now, in ms, and the zone in which days end. */
  now: number;
  zone: string;
  /** How many days a waiver lasts at most. */
  longestDays: number;
  /** The pull request's author, and who grants. */
  author: string;
  by: string;
}

/** Grants a waiver, or says why it is not granted. Without a term it lasts as long as is allowed. */
export function grant(
  { rule, term, because }: Extract<Command, { name: 'waive' }>,
  { now, zone, longestDays, author, by }: GrantSetting,
): Waiver | { problem: string } {
  if (author.toLowerCase() === by.toLowerCase())
    return { problem: 'A waiver is granted by somebody other than the author of the pull request.' };
  const today = DateTime.fromMillis(now, { zone }).startOf('day');
  const latest = today.plus({ days: longestDays });
  const until = dayOf(term, today, longestDays);
  const longest = `The latest day possible is ${code(latest.toISODate() ?? '')}.`;
  if (until < today) return { problem: `${code(until.toISODate() ?? '')} is over. ${longest}` };
  if (until > latest) return { problem: `A waiver lasts at most ${longestDays} days. ${longest}` };
  return { rule, until: until.toISODate() ?? '', because, by, at: new Date(now).toISOString() };
}

function dayOf(term: Extract<Command, { name: 'waive' }>['term'], today: DateTime, longest: number): DateTime {
  if (term === undefined) return today.plus({ days: longest });
  return 'days' in term ? today.plus({ days: term.days }) : DateTime.fromISO(term.until, { zone: today.zone });
}

/** The first moment, in ms, at which a waiver counts no more: its day is over. */
export const endOf = ({ until }: Waiver, zone: string): number =>
  DateTime.fromISO(until, { zone }).plus({ days: 1 }).startOf('day').toMillis();

/** The waivers that count now, of each rule the one granted last. */
export function inForce(waivers: readonly Waiver[], now: number, zone: string): Waiver[] {
  const byRule = new Map<string, Waiver>();
  for (const waiver of waivers.toSorted((a, b) => a.at.localeCompare(b.at))) byRule.set(waiver.rule, waiver);
  return [...byRule.values()].filter((waiver) => endOf(waiver, zone) > now);
}

/** When the next waiver in force ends, ms; `undefined` where none is. */
export function nextEnd(waivers: readonly Waiver[], now: number, zone: string): number | undefined {
  const ends = inForce(waivers, now, zone).map((waiver) => endOf(waiver, zone));
  return ends.length > 0 ? Math.min(...ends) : undefined;
}

/** Lets waived rules pass: what is unmet or could not be judged is waived, everything else stays as it is. */
export function waive(judged: readonly Judged[], waivers: readonly Waiver[], now: number, zone: string): Judged[] {
  const standing = new Map(inForce(waivers, now, zone).map((waiver) => [waiver.rule, waiver]));
  return judged.map((one) => {
    const waiver = standing.get(one.rule);
    const isOpen = one.verdict.outcome === 'unmet' || one.verdict.outcome === 'unknown';
    if (waiver === undefined || !isOpen) return one;
    const because = `Waived until ${waiver.until} by ${code(waiver.by)}: ${code(waiver.because, 300)}`;
    return { ...one, verdict: { outcome: 'waived', because } };
  });
}
