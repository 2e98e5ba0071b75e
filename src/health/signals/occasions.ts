import { code } from '../../model/markdown.ts';
import { adherence, type Occurrence } from '../calendar.ts';
import { type Measure, type Ratio, share } from '../measure.ts';
import type { Period } from '../period.ts';
import type { Signal } from '../signal.ts';
import { TARGETS } from '../targets.ts';
import { count } from '../told.ts';

/** What became of an occasion that comes again and again: the last times it was due, and when it is due next. */
export function occasionSignal(
  title: string,
  occurrences: readonly Occurrence[],
  notSetUp: string | undefined,
): Signal {
  if (notSetUp !== undefined) return { title, state: 'not set up', now: notSetUp };
  const ended = occurrences.filter(({ state }) => state !== 'open');
  const open = occurrences.find(({ state }) => state === 'open');
  const last = ended.at(-1);
  const coming = open ? `due by ${open.by}${open.issue === undefined ? '' : ` in #${open.issue}`}` : undefined;
  if (last === undefined) return { title, state: coming ? 'told' : 'quiet', now: coming ?? 'not due yet' };
  const now = [`${SAID[last.state]} (${last.by})`, ...(coming ? [coming] : [])].join('; ');
  if (last.state === 'unknown') return { title, state: 'no data', now: `${now}: ${last.because}` };
  if (last.state !== 'missed') return { title, state: 'good', now };
  return {
    ...{ title, state: 'attention', now, finding: `The last one was missed: ${last.because}` },
    next: `Hold it${open ? ` by ${open.by}` : ''} and close its issue with notes; or skip it with a line ${code('Skipped because …')}`,
  };
}

const SAID = {
  held: 'held',
  skipped: 'skipped with a reason',
  missed: 'missed',
  unknown: 'not known',
  open: 'open',
} as const;

/** Those of one occasion, the oldest first. */
export const occurrencesOf = ({ occurrences }: Period, id: string): Occurrence[] =>
  occurrences.filter(({ occasion }) => occasion.id === id).sort((a, b) => (a.by < b.by ? -1 : 1));

/** How many of the expected rituals were held, over the eight weeks up to this one's end. */
export function ritualsHeld({ occurrences, policy, week }: Period): Measure<Ratio> {
  const ids = new Set(policy.alignment.rituals.map(({ id }) => id));
  const rituals = occurrences.filter(({ occasion }) => ids.has(occasion.id));
  return adherence(rituals, week.to, week.zone);
}

/** What is missing to tell who took part in a ritual. */
export const lacksTeams = ({ policy: { alignment } }: Period): boolean =>
  alignment.product === undefined || alignment.engineering === undefined;

export function adherenceSignal(period: Period): Signal {
  const title = 'Ritual adherence';
  if (period.policy.alignment.rituals.length === 0)
    return { title, state: 'not set up', now: 'no ritual is configured' };
  if (period.isOrganisation && lacksTeams(period))
    return {
      ...{ title, state: 'attention', now: 'not known who took part' },
      finding: 'Nobody can tell whether product and engineering both took part, since their teams are not both named',
      next: `Name them: ${code('alignment.product')} and ${code('alignment.engineering')}`,
    };
  const held = ritualsHeld(period);
  if (held.state !== 'value') return { title, state: 'quiet', now: 'none was expected yet' };
  const { k, n } = held.value;
  const now = `${k} of ${n} held over eight weeks`;
  if ((share(held.value) ?? 1) >= TARGETS.adherence) return { title, state: 'good', now };
  return {
    ...{ title, state: 'attention', now },
    finding: `${count(n - k, 'ritual')} of ${n} did not happen with product and engineering both`,
    next: 'Hold fewer of them, or at a time that suits both; what is not needed can be skipped with a reason',
  };
}
