import { HOUR } from '../../model/time.ts';
import type { World } from '../github/world.ts';
import { CLINIC_WEB, ORGANISATION, PATIENT_API, PATIENT_API_BROKEN, SCHEDULER, TEMPLATE } from './configurations.ts';
import { beginFrontDesk, frontDeskToday, playElsewhere } from './front-desk.ts';
import { colleaguesIn } from './past/colleagues.ts';
import { kpiReadings } from './past/kpis.ts';
import { pastOf } from './past/past.ts';
import { beginRepositories } from './past/repositories.ts';
import { tell } from './past/teller.ts';
import { weeksUntil } from './past/weeks.ts';
import { addTeams } from './people.ts';
import { PULLS } from './pulls.ts';
import { SESSION_BEFORE } from './sources.ts';

const CONFIGURATION = '.github/truenorth.yml';

/**
 * The demo organisation: one with rules of its own for all, repositories that ask for more, one with every guardrail turned
 * on, one whose configuration is broken (its last good one is in its history), one without any, and pull requests that show
 * every verdict; and half a year of a past, of which weekly digests are told.
 */
export function playDemo(world: World): void {
  const weeks = weeksUntil(world.now());
  const at = weeks.at(-4, 1, 9);
  addTeams(world);
  const template = { '.github/pull_request_template.md': TEMPLATE };
  world.addRepo({
    ...{ name: 'acme/.github', at },
    files: { [CONFIGURATION]: ORGANISATION, '.github/truenorth/kpis.csv': kpiReadings(weeks), ...readme('.github') },
  });
  world.addRepo({
    ...{ name: 'acme/clinic-web', at },
    labels: ['feature', 'dependencies'],
    files: {
      ...{ [CONFIGURATION]: CLINIC_WEB, ...template, ...readme('clinic-web') },
      'src/auth/session.ts': SESSION_BEFORE,
      'package.json': `{\n  "name": "clinic-web",\n  "dependencies": { "luxon": "3.7.1" }\n}\n`,
    },
  });
  world.addRepo({
    ...{ name: 'acme/scheduler', at },
    files: { [CONFIGURATION]: SCHEDULER, ...template, ...readme('scheduler') },
  });
  world.addRepo({
    ...{ name: 'acme/patient-api', private: true, at },
    files: { [CONFIGURATION]: PATIENT_API, ...template, ...readme('patient-api') },
  });
  const hurry = { files: { [CONFIGURATION]: PATIENT_API_BROKEN }, message: 'Ask for observability too', by: 'linus' };
  world.commitTo('acme/patient-api', hurry);
  world.addRepo({ name: 'acme/handbook', files: readme('handbook'), at });
  world.openIssue({ repo: 'acme/scheduler', title: 'Calendars are empty on Monday mornings', by: 'mei' });
  beginRepositories(world, weeks);
  beginFrontDesk(world, at);
  // The demo began before the app was started.
  tell([...pastOf(world, weeks), ...frontDeskToday(world, weeks)], weeks.now);
  for (const { hours, ...pull } of PULLS) world.openPull({ ...pull, at: world.now() - hours * HOUR });
  playElsewhere(world);
  tell(colleaguesIn(world, weeks), weeks.now);
}

const readme = (name: string) => ({ 'README.md': `# ${name}\n\nPart of the demo organisation of the sandbox.\n` });
