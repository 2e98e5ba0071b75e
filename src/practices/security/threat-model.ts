import { isSensitive } from '../shared/files.ts';
import { sectionRule, touching } from '../shared/section-rule.ts';
import type { SecurityOptions } from './options.ts';

/** Asks what an attacker could do with a change to a sensitive path, while the author still has it in mind. */
export const threatModel = sectionRule<SecurityOptions>({
  id: 'threat-model',
  title: 'Threat model',
  asks: 'A change to a sensitive path says what an attacker could do with it, and what stops them.',
  options: (security) => security['threat-model'],
  occasion: (facts) => touching(facts, isSensitive, 'is a sensitive path', 'No sensitive path changed'),
});
