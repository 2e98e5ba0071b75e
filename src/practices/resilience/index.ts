import type { Practice } from '../practice.ts';
import { chaosDrill } from './chaos-drill.ts';
import { observability } from './observability.ts';
import { options, type ResilienceOptions } from './options.ts';
import { postIncident } from './post-incident.ts';
import { recovery } from './recovery.ts';

export const resilience: Practice<ResilienceOptions> = {
  id: 'resilience',
  title: 'Observability and resilience',
  why: 'What cannot be seen cannot be mended: a change is finished when one can tell from outside that it works.',
  options,
  rules: [observability, recovery, postIncident, chaosDrill],
};
