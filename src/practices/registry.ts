import { northStar } from './north-star/index.ts';
import type { Practice } from './practice.ts';
import { resilience } from './resilience/index.ts';
import { security } from './security/index.ts';

/** The practices with rules on pull requests, in the order people read them. The only file that names them. */
export const practices = [northStar, resilience, security] as const;

/** Every practice, as the engine sees them: it knows their shape, never their names. */
export const registry: readonly Practice<never>[] = practices as unknown as readonly Practice<never>[];
