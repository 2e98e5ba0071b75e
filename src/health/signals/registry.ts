import type { Period } from '../period.ts';
import type { Signal } from '../signal.ts';
import { alignment } from './alignment.ts';
import { communication } from './communication.ts';
import { developerExperience } from './developer-experience.ts';
import { northStar } from './north-star.ts';
import { outcomes } from './outcomes.ts';
import { resilience } from './resilience.ts';
import { security } from './security.ts';
import { technicalDebt } from './technical-debt.ts';
import { trust } from './trust.ts';

/** What each practice has to say of a week, by the practice's id. */
export const SIGNALS: Readonly<Record<string, (period: Period) => Signal[]>> = {
  'north-star': northStar,
  outcomes,
  'developer-experience': developerExperience,
  resilience,
  security,
  'technical-debt': technicalDebt,
  trust,
  alignment,
  communication,
};
