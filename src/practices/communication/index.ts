import type { Practice } from '../practice.ts';
import { decisionRecord } from './decision-record.ts';
import { digest } from './digest.ts';
import { type CommunicationOptions, options } from './options.ts';
import { strategicUpdate } from './strategic-update.ts';

export const communication: Practice<CommunicationOptions> = {
  id: 'communication',
  title: 'Communication with clarity and cadence',
  why: 'A decision that is written down once is not argued again, and those who come later know why.',
  options,
  rules: [decisionRecord, digest, strategicUpdate],
  leansOn: { 'decision-record': ['north-star.outcomes'] },
};
