import { alignment } from './alignment/index.ts';
import { communication } from './communication/index.ts';
import { developerExperience } from './developer-experience/index.ts';
import { northStar } from './north-star/index.ts';
import { outcomes } from './outcomes/index.ts';
import type { Practice } from './practice.ts';
import { resilience } from './resilience/index.ts';
import { security } from './security/index.ts';
import { technicalDebt } from './technical-debt/index.ts';
import { trust } from './trust/index.ts';

/** The practices with their rules on pull requests, in the order people read them. The only file that names them. */
export const practices = [
  northStar,
  outcomes,
  developerExperience,
  resilience,
  security,
  technicalDebt,
  trust,
  alignment,
  communication,
] as const;

/** Every practice, as the engine sees them: it knows their shape, never their names. */
export const registry: readonly Practice<never>[] = practices as unknown as readonly Practice<never>[];
