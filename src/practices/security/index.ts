import type { Practice } from '../practice.ts';
import { options, type SecurityOptions } from './options.ts';
import { ownership } from './ownership.ts';
import { privacy } from './privacy.ts';
import { tests } from './tests.ts';
import { threatModel } from './threat-model.ts';
import { workflowPinning } from './workflow-pinning.ts';

export const security: Practice<SecurityOptions> = {
  id: 'security',
  title: 'Security and privacy by design',
  why: 'Security that is asked for while a change is designed costs minutes; after an incident it costs trust.',
  options,
  rules: [threatModel, privacy, ownership, tests, workflowPinning],
};
