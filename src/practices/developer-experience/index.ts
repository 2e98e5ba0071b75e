import type { Practice } from '../practice.ts';
import { type DeveloperExperienceOptions, options } from './options.ts';
import { pavedRoad } from './paved-road.ts';
import { smallBatch } from './small-batch.ts';

export const developerExperience: Practice<DeveloperExperienceOptions> = {
  id: 'developer-experience',
  title: 'Platform and developer experience',
  why: 'Small steps on a road that others keep in good order arrive sooner, and break less on the way.',
  options,
  rules: [smallBatch, pavedRoad],
};
