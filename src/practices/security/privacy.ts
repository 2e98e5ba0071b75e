import { isSensitive } from '../shared/files.ts';
import { sectionRule, touching } from '../shared/section-rule.ts';
import type { SecurityOptions } from './options.ts';

/** Asks what a change to a sensitive path does with people's data, while less of it can still be taken. */
export const privacy = sectionRule<SecurityOptions>({
  id: 'privacy',
  title: 'Privacy',
  asks: 'A change to a sensitive path says which personal data it touches, and why it needs it.',
  options: (security) => security.privacy,
  occasion: (facts) => touching(facts, isSensitive, 'is a sensitive path', 'No sensitive path changed'),
});
