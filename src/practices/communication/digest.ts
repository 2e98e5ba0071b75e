import { code } from '../../model/markdown.ts';
import type { CalendarRule } from '../practice.ts';
import type { CommunicationOptions } from './options.ts';

/** Everybody looks at the same figures on the same day. Truenorth writes it itself, so nobody is asked for anything. */
export const digest: CalendarRule<CommunicationOptions> = {
  on: 'calendar',
  id: 'digest',
  title: 'Weekly digest',
  asks: 'How the week went is told once a week, on time.',
  lacks: ({ digest: { repository } }) =>
    repository === undefined ? `no digest repository is set (${code('communication.digest.repository')})` : undefined,
  occasions: () => [],
};
