import type { World } from '../github/world.ts';
import { CLINIC_WEB, ORGANISATION, PATIENT_API, PATIENT_API_BROKEN, SCHEDULER, TEMPLATE } from './configurations.ts';
import { playElsewhere, playFrontDesk } from './front-desk.ts';
import { PULLS } from './pulls.ts';
import { SESSION_BEFORE } from './sources.ts';

const CONFIGURATION = '.github/truenorth.yml';
const HOUR = 60 * 60_000;

/**
 * The demo organisation: one with rules of its own for all, repositories that ask for more, one with every guardrail turned
 * on, one whose configuration is broken (its last good one is in its history), one without any, and pull requests that show
 * every verdict.
 */
export function playDemo(world: World): void {
  const template = { '.github/pull_request_template.md': TEMPLATE };
  world.addRepo({ name: 'acme/.github', files: { [CONFIGURATION]: ORGANISATION, ...readme('.github') } });
  world.addRepo({
    name: 'acme/clinic-web',
    labels: ['feature', 'dependencies'],
    files: {
      ...{ [CONFIGURATION]: CLINIC_WEB, ...template, ...readme('clinic-web') },
      'src/auth/session.ts': SESSION_BEFORE,
      'package.json': `{\n  "name": "clinic-web",\n  "dependencies": { "luxon": "3.7.1" }\n}\n`,
    },
  });
  world.addRepo({ name: 'acme/scheduler', files: { [CONFIGURATION]: SCHEDULER, ...template, ...readme('scheduler') } });
  world.addRepo({
    ...{ name: 'acme/patient-api', private: true },
    files: { [CONFIGURATION]: PATIENT_API, ...template, ...readme('patient-api') },
  });
  const hurry = { files: { [CONFIGURATION]: PATIENT_API_BROKEN }, message: 'Ask for observability too', by: 'linus' };
  world.commitTo('acme/patient-api', hurry);
  world.addRepo({ name: 'acme/handbook', files: readme('handbook') });
  world.openIssue({ repo: 'acme/scheduler', title: 'Calendars are empty on Monday mornings', by: 'mei' });
  playFrontDesk(world);
  // The demo began before the app was started.
  for (const { hours, ...pull } of PULLS) world.openPull({ ...pull, at: world.now() - hours * HOUR });
  playElsewhere(world);
}

const readme = (name: string) => ({ 'README.md': `# ${name}\n\nPart of the demo organisation of the sandbox.\n` });
