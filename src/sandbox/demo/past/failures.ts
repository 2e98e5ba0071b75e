import { LAST } from './weeks.ts';

/** What is to be done so that it does not come again: by whom, how many days after the incident, and whether it was. */
type Action = readonly [what: string, who: string, days: number, done: boolean];

/** A release that users met before those who made it did. */
export interface Failure {
  week: number;
  day: number;
  title: string;
  users: string;
  factors: string;
  /** How users were helped, and how long that took to begin. */
  by: 'revert' | 'rollback' | 'hotfix';
  minutes: number;
  actions: readonly Action[];
}

/** The failed releases of booking: rarer at first, two in the last week. */
export const FAILURES: readonly Failure[] = [
  {
    ...{ week: 2, day: 2, by: 'revert', minutes: 50, title: 'Yesterday’s slots are offered' },
    users: 'From 10:40 patients could book a slot of the day before.',
    factors: 'The test’s clock stands still, and nothing compares what is offered with the time.',
    actions: [['never offer a slot that has begun', 'yuki', 14, true]],
  },
  {
    ...{ week: 7, day: 3, by: 'rollback', minutes: 12, title: 'The booking page is slow' },
    users: 'Every other patient waited for more than ten seconds and left.',
    factors: 'A query without an index was fast on the small copy that the tests run on.',
    actions: [
      ['test with as many slots as the largest clinic has', 'tomas', 21, true],
      ['alert on the page’s waiting time', 'ada', 10, true],
    ],
  },
  {
    ...{ week: 12, day: 4, by: 'revert', minutes: 35, title: 'Cancellations send no message' },
    users: 'Patients who cancelled were not told that it had worked, and called.',
    factors: 'Messages are sent from two places, and the change knew one of them.',
    actions: [['send every message from one place', 'linus', 30, true]],
  },
  {
    ...{ week: 17, day: 1, by: 'hotfix', minutes: 70, title: 'Clinics in Lisbon are an hour late' },
    users: 'Appointments in Portugal were shown an hour late after the clocks had changed.',
    factors: 'Time zones were computed by hand, and the tests know one zone.',
    actions: [['test in three zones', 'yuki', 14, true]],
  },
  {
    ...{ week: LAST - 4, day: 2, by: 'rollback', minutes: 15, title: 'Free slots are empty' },
    users: 'For a quarter of an hour no clinic had a free slot.',
    factors: 'The cache was filled by the version before, in another form, and nothing asks a cache for its form.',
    actions: [
      ['write the form into the cache’s keys', 'tomas', 14, true],
      ['alert when no clinic has a free slot', 'yuki', 20, false],
    ],
  },
  {
    ...{ week: LAST - 2, day: 3, by: 'revert', minutes: 40, title: 'Double bookings on Mondays' },
    users: 'Eleven patients were given a slot that somebody else had.',
    factors: 'Two bookings at the same moment both found the slot free: nothing but the page had checked it.',
    actions: [
      ['let the database refuse a second booking', 'ada', 7, false],
      ['call the eleven patients', 'pia', 2, true],
      ['play two bookings at once in the tests', 'linus', 28, false],
    ],
  },
  {
    ...{ week: LAST, day: 1, by: 'rollback', minutes: 10, title: 'The calendar does not load' },
    users: 'Clinics with more than one doctor saw a blank calendar.',
    factors: 'The change was tried with one doctor, and the page hides what fails.',
    actions: [['show what failed instead of nothing', 'yuki', 10, false]],
  },
  {
    ...{ week: LAST, day: 3, by: 'revert', minutes: 45, title: 'Reminders are sent twice' },
    users: 'About two thousand patients were reminded twice within a minute.',
    factors: 'Two workers took the same list: the lock that kept them apart was moved.',
    actions: [['count reminders by patient and day', 'tomas', 14, false]],
  },
];
