import type { IssueFacts } from '../../model/issue.ts';
import { code } from '../../model/markdown.ts';
import type { IssueRule } from '../practice.ts';
import { ACTION_HEADINGS, type Action, actionOf, actionsIn, MOST_ACTIONS } from '../shared/actions.ts';
import { dayAfter, endOfDay } from '../shared/days.ts';
import { type Part, partIn, type Standing, verdictOn } from '../shared/issue-parts.ts';
import type { ResilienceOptions } from './options.ts';
import { adviceOn } from './wording.ts';

const RULE = { id: 'post-incident', title: 'Post-incident review' };

const TIMELINE: Part = {
  headings: ['Timeline'],
  ask: 'What happened when, from the first sign to the end?',
  'min-words': 8,
  reasons: true,
};
const FACTORS: Part = {
  headings: ['Contributing factors', 'Contributing causes', 'Causes', 'Root causes', 'Root cause'],
  ask: 'What made it possible or likely, and what made it hard to see or to end?',
  'min-words': 8,
  reasons: true,
};
const ACTIONS: Part = {
  headings: [ACTION_HEADINGS[0], ...ACTION_HEADINGS.slice(1)],
  ask: 'What do we change so that it becomes less likely, or is seen sooner? One task each, with an owner and a day',
  'min-words': 1,
};
const TASK = code('- [ ] alert on queue age, @login, by 2026-12-31');

/** Each incident is learned from while it is remembered: what happened, what made it likely, and what changes in the system. */
export const postIncident: IssueRule<ResilienceOptions> = {
  on: 'issue',
  ...RULE,
  asks: 'An incident is reviewed: timeline, contributing factors, and actions with an owner and a due day.',
  labels: ({ 'post-incident': { label } }) => [label],
  changesAt: (facts, options) => [endOfDay(dueDay(facts, options), facts.zone)],
  judge(facts, options) {
    const { body, zone, now } = facts;
    const actions = actionsOf(facts);
    const parts = [partIn(body, TIMELINE), partIn(body, FACTORS), actionsStanding(body, actions)];
    const due = dueDay(facts, options);
    const isDue = endOfDay(due, zone) <= now;
    if (!isDue && parts.some(({ problem }) => problem !== undefined))
      return { outcome: 'not-applicable', because: `The review is due by ${code(due)}` };
    const advice = adviceOn(body, FACTORS.headings);
    const met = `The review is there, with ${actions.length} ${actions.length === 1 ? 'action' : 'actions'}`;
    const evidence = [...lacking(actions).slice(0, 20), ...(advice ? [advice] : [])];
    const unmet = `The review was due by ${code(due)}`;
    return verdictOn(RULE, { met, unmet }, parts, { evidence, advice: advice?.text });
  },
};

/** The last day on which the review is in time. */
const dueDay = ({ createdAt, zone }: IssueFacts, { 'post-incident': { within } }: ResilienceOptions): string =>
  dayAfter(createdAt, within.days, zone);

/** Tasks of the description and sub-issues, of which an assignee is the owner, unless the title names one. */
function actionsOf({ body, subIssues }: IssueFacts): Action[] {
  const steps = subIssues.slice(0, MOST_ACTIONS).map(({ text, done, owners: [assignee] }) => ({
    ...actionOf(text, done),
    ...(assignee === undefined ? {} : { owner: assignee }),
  }));
  return [...actionsIn(body), ...steps];
}

/** What is said of each action without owner or day. */
const lacking = (actions: readonly Action[]): { text: string }[] =>
  actions.flatMap(({ text, owner, due }) => {
    if (owner !== undefined && due !== undefined) return [];
    const lack = owner === undefined ? (due === undefined ? 'neither owner nor day' : 'no owner') : 'no day';
    return [{ text: `${code(text, 60)} has ${lack}` }];
  });

/** So many actions are named in one sentence. */
const NAMED = 5;

function actionsStanding(body: string, actions: readonly Action[]): Standing {
  const { heading, ask, missing } = partIn(body, ACTIONS);
  if (actions.length === 0) {
    const problem = missing ? `${code(heading)} is missing` : `${code(heading)} lists no task`;
    return { heading, ask, missing, problem, ...(missing ? {} : { remedy: `list actions as tasks: ${TASK}` }) };
  }
  const wanting = lacking(actions);
  if (wanting.length === 0) return { heading, ask, missing: false };
  const named = wanting.slice(0, NAMED).map(({ text }) => text);
  const more = wanting.length > NAMED ? `, and ${wanting.length - NAMED} more lack one` : '';
  const remedy = `give each action an owner and a day: ${TASK}; a sub-issue an assignee, and the day in its title`;
  return { heading, ask, missing: false, problem: `${named.join(', ')}${more}`, remedy };
}
