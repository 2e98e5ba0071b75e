import type { World } from '../../github/world.ts';
import { BOOKING, PAYMENTS } from '../configurations.ts';
import { HEALTH } from './rituals.ts';
import { WEEKS, type Weeks } from './weeks.ts';

const readme = (name: string) => ({ 'README.md': `# ${name}\n` });
export const DEPENDABOT = {
  '.github/dependabot.yml':
    'version: 2\nupdates:\n  - { package-ecosystem: npm, directory: "/", schedule: { interval: weekly } }\n',
};
const CONFIGURATION = '.github/truenorth.yml';

/** Repositories that are there for their past. */
export function beginRepositories(world: World, weeks: Weeks): void {
  const at = weeks.at(-4, 1, 9);
  world.addRepo({
    ...{ name: 'acme/payments', at, by: 'noor' },
    files: { ...readme('payments'), [CONFIGURATION]: PAYMENTS },
  });
  world.addRepo({
    ...{ name: 'acme/booking', at, by: 'yuki' },
    files: {
      ...{ ...readme('booking'), ...DEPENDABOT, [CONFIGURATION]: BOOKING },
      '.github/CODEOWNERS': '/services/ @acme/engineering\n/docs/ @acme/product\n',
    },
  });
  world.addRepo({ name: 'acme/referrals', at, by: 'mei', files: { ...readme('referrals'), ...DEPENDABOT } });
  world.addRepo({ name: 'acme/kiosk', at: weeks.at(WEEKS - 2, 1, 9), by: 'zofia', files: readme('kiosk') });
  world.addRepo({ name: HEALTH, at, by: 'stella', private: true, files: readme('engineering-health') });
}
