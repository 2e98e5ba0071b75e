import { code } from '../../model/markdown.ts';
import type { OccasionFacts } from '../../model/occasion.ts';
import type { CalendarRule } from '../practice.ts';
import { count } from '../shared/agenda.ts';
import type { TrustOptions } from './options.ts';

/** Documents that are named one by one; the rest is one line. */
const NAMED = 20;

/** What is expected of people is only fair where they can read it, and where it is still meant. */
export const expectations: CalendarRule<TrustOptions> = {
  on: 'calendar',
  id: 'expectations',
  title: 'Expectations',
  asks: 'What is expected of whom is written down, and revisited on its cadence.',
  lacks({ expectations: { paths, every } }) {
    if (paths.length === 0) return `no documents are configured (${code('trust.expectations.paths')})`;
    return every === undefined ? `no cadence is configured (${code('trust.expectations.every')})` : undefined;
  },
  occasions: ({ expectations: { paths, every } }) =>
    every === undefined || paths.length === 0
      ? []
      : [
          {
            ...{ id: 'expectations', title: 'Revisit expectations', every, together: false, documents: paths },
            isSpared: (facts) => missing(facts).length + untouched(facts).length === 0,
            agenda: (facts) => [
              ...toWrite(facts),
              ...toRead(facts),
              'Is it still what we expect, and does everybody know where to read it? Mend it, or say in the notes that it stands.',
            ],
          },
        ],
};

const missing = ({ documents }: OccasionFacts) => documents?.missing ?? [];

/** What changed since the last time was revisited by that. */
const untouched = ({ documents, since }: OccasionFacts) =>
  documents?.found.filter(({ changedAt }) => changedAt < since.at) ?? [];

function toWrite(facts: OccasionFacts): string[] {
  const paths = missing(facts);
  if (paths.length === 0) return [];
  if (!facts.named) return [`Write what is missing: no document for ${count(paths.length, 'configured path')}`];
  return [`Write what is missing: ${listed(paths)}`];
}

function toRead(facts: OccasionFacts): string[] {
  const all = untouched(facts).toSorted((a, b) => a.changedAt - b.changedAt);
  if (all.length === 0) return [];
  const dated = ({ path, changedAt }: (typeof all)[number]) =>
    `Read ${code(path)} again: it changed last on ${new Date(changedAt).toISOString().slice(0, 10)}`;
  if (!facts.named)
    return [`Read again what did not change since ${facts.since.day}: ${count(all.length, 'document')}`];
  const rest = all.length - NAMED;
  return [...all.slice(0, NAMED).map(dated), ...(rest > 0 ? [`Read the ${rest} others again, too`] : [])];
}

const listed = (paths: readonly string[]): string => {
  const rest = paths.length - NAMED;
  return [...paths.slice(0, NAMED).map((path) => code(path)), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
};
