import type { Practice } from '../practice.ts';
import { expectations } from './expectations.ts';
import { firstContribution } from './first-contribution.ts';
import { options, type TrustOptions } from './options.ts';
import { sharedDecision } from './shared-decision.ts';

export const trust: Practice<TrustOptions> = {
  id: 'trust',
  title: 'High-trust teams',
  why: 'People who are welcomed, and have a say in what binds them, speak up early, when it still helps.',
  options,
  rules: [firstContribution, sharedDecision, expectations],
  leansOn: {
    'first-contribution': ['trust.mentors'],
    'shared-decision': ['communication.decision-record.paths'],
  },
};
