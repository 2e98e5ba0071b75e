import type { NewPull } from '../github/pulls.ts';
import { TEMPLATE } from './configurations.ts';
import * as sources from './sources.ts';

/** The demo's pull requests outside of `front-desk`. `hours` says how long ago each was opened. */
export const PULLS: readonly (NewPull & { hours: number })[] = [
  {
    ...{ repo: 'acme/clinic-web', hours: 27, by: 'grace', labels: ['feature'] },
    title: 'Take over a clinic’s patient list from a CSV file',
    files: { 'apps/onboarding/import-patients.ts': sources.IMPORT_PATIENTS },
    body: `Clinics typed in their patients by hand: two days of work before the first appointment could be made.
Now they bring the list of their old system along.

Outcome: activation

## Observability

Counters \`patients_imported\` and \`patients_refused\` by clinic; an alert when more than a tenth of a file is refused.

- [x] Tried with the three largest clinics' files
- [ ] Help page`,
  },
  {
    ...{ repo: 'acme/clinic-web', hours: 20, by: 'linus' },
    title: 'Sign-up asks for three things instead of eleven',
    files: {
      'apps/onboarding/sign-up.ts': `export const FIELDS = ['clinic', 'name', 'email'] as const;\n`,
    },
    body: 'What the clinic does not need on its first day is asked for later, in its settings.',
  },
  {
    ...{ repo: 'acme/clinic-web', hours: 9, by: 'mei' },
    title: 'New session token on every sign-in',
    files: { 'src/auth/session.ts': sources.SESSION_AFTER },
    body: 'A token that somebody left on a shared computer stayed good for half a day. It now ends with the next sign-in.',
  },
  {
    ...{ repo: 'acme/clinic-web', hours: 6, by: 'grace', labels: ['feature'] },
    title: 'Patients send a photo of their insurance card',
    files: { 'src/cards/upload-card.ts': sources.INSURANCE_CARD },
    body: `Outcome: activation

## Threat model

TBD

## How we will see it
`,
  },
  {
    ...{ repo: 'acme/clinic-web', hours: 3, by: 'dependabot[bot]', labels: ['dependencies'] },
    title: 'Bump luxon from 3.7.1 to 3.7.2',
    files: { 'package.json': `{\n  "name": "clinic-web",\n  "dependencies": { "luxon": "3.7.2" }\n}\n` },
    body: 'Bumps luxon from 3.7.1 to 3.7.2.',
  },
  {
    ...{ repo: 'acme/scheduler', hours: 30, by: 'linus' },
    title: 'Retry a calendar that does not answer in time',
    files: { 'services/booking/calendar-sync.ts': sources.CALENDAR_SYNC },
    body: `One provider in twenty needs a second try on Monday mornings. Fixes #1

Outcome: reliability

## Observability

Each try is logged with provider and duration; the alert on failed syncs stays, and now means four tries in a row.`,
  },
  {
    ...{ repo: 'acme/scheduler', hours: 12, by: 'ada', draft: true },
    title: 'Offer a free slot to whoever waits longest',
    files: { 'services/waiting-list/offer.ts': sources.WAITING_LIST },
    body: 'A first look at the order in which people are asked. Texts are still missing.',
  },
  {
    ...{ repo: 'acme/scheduler', hours: 5, by: 'marisol', fork: true },
    title: 'Reminders use the clinic’s time zone',
    files: { 'src/reminders.ts': `export const zoneOf = (clinic: { zone: string }): string => clinic.zone;\n` },
    body: 'I run this for a clinic on the Azores, where reminders came an hour late. Thank you for the project!',
  },
  {
    ...{ repo: 'acme/scheduler', hours: 2, by: 'mei' },
    title: 'A permission of its own for the front desk',
    files: { 'src/permissions.ts': `export const ROLES = ['owner', 'doctor', 'front-desk'] as const;\n` },
    body: `Outcome: activation

## Threat model

N/A, because the new role can do strictly less than the one that the front desk shares with doctors today.`,
  },
  {
    ...{ repo: 'acme/patient-api', hours: 8, by: 'ada' },
    title: 'Keep consent with its date and source',
    files: { 'migrations/0042-consent.sql': sources.CONSENT_SQL },
    body: TEMPLATE.replace('Outcome: ', 'Outcome: patient-trust'),
  },
  {
    ...{ repo: 'acme/handbook', hours: 4, by: 'grace' },
    title: 'How we hand over on-call',
    files: { 'docs/on-call.md': '# On-call\n\nHand over on Mondays at ten, with the last week’s incidents open.\n' },
    body: 'Written down after the hand-over that did not happen.',
  },
];
