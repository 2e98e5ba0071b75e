import type { IssueFacts } from '../../model/issue.ts';
import { code } from '../../model/markdown.ts';
import type { IssueRule } from '../practice.ts';
import { endOfDay } from '../shared/days.ts';
import { DECIDE_BY, decideByIn, experimentIn } from '../shared/experiment.ts';
import { type Part, partIn, type Standing, verdictOn } from '../shared/issue-parts.ts';
import type { OutcomesOptions } from './options.ts';

const RULE = { id: 'experiment', title: 'Experiment' };

const METRICS = ['Metric', 'Metrics', 'Measure', 'KPI', 'KPIs'] as const;

/** A KPI's id is a good answer, so one word suffices; that an experiment has none of these is no answer at all. */
const HYPOTHESIS: Part = {
  headings: ['Hypothesis'],
  ask: 'What do we believe will happen, for whom, and why?',
  'min-words': 1,
  beside: [...METRICS, ...DECIDE_BY, 'Decision'],
};
const METRIC: Part = {
  headings: METRICS,
  ask: 'Which measure will show it, from what to what?',
  'min-words': 1,
  beside: ['Hypothesis', ...DECIDE_BY, 'Decision'],
};
const DAY: Part = {
  headings: ['Decide by'],
  ask: 'On which day do we decide, such as 2026-12-31?',
  'min-words': 1,
};
const DECISION: Part = {
  headings: ['Decision'],
  ask: 'Do we ship it, stop it or try something else, and what did we learn?',
  'min-words': 1,
};

/** An experiment is worth what is learned from it: it says before what it would show, and is decided when its day has come. */
export const experiment: IssueRule<OutcomesOptions> = {
  on: 'issue',
  ...RULE,
  asks: 'An experiment has a hypothesis, a metric, a day to decide by, and then a decision.',
  labels: ({ experiment: { label } }) => [label],
  changesAt: ({ body, zone }) => {
    const { decideBy } = experimentIn(body);
    return decideBy === undefined ? [] : [endOfDay(decideBy, zone)];
  },
  judge(facts) {
    const { decideBy, decided } = experimentIn(facts.body);
    const why = dueBecause(facts, decideBy);
    const decision: Standing[] = why === undefined ? [] : [decisionIn(facts.body, decided)];
    const parts = [partIn(facts.body, HYPOTHESIS), partIn(facts.body, METRIC), dayIn(facts.body), ...decision];
    const met = decided ? 'It is decided' : `It is to be decided by ${code(decideBy ?? '')}`;
    return verdictOn(RULE, { met, unmet: why ?? 'It is an experiment' }, parts);
  },
};

/** Why a decision is asked for by now; `undefined` where there is time. */
function dueBecause({ open, now, zone }: IssueFacts, decideBy: string | undefined): string | undefined {
  if (!open) return 'The experiment is closed';
  const isOver = decideBy !== undefined && endOfDay(decideBy, zone) <= now;
  return isOver ? `The day to decide by, ${code(decideBy)}, is over` : undefined;
}

function dayIn(body: string): Standing {
  const part = partIn(body, DAY);
  const { day, written, line = part.line } = decideByIn(body) ?? {};
  if (day !== undefined) return { heading: part.heading, ask: part.ask, missing: false };
  const problem = written === undefined ? part.problem : undefined;
  const odd = `${code(written ?? part.heading, 40)} is not a date such as ${code('2026-12-31')}`;
  return { ...part, missing: part.missing && written === undefined, problem: problem ?? odd, ...at(line) };
}

const at = (line: number | undefined) => (line === undefined ? {} : { line });

const decisionIn = (body: string, decided: boolean): Standing => {
  const { heading, ask, missing } = partIn(body, DECISION);
  return { heading, ask, missing, ...(decided ? {} : { problem: 'nothing says what was decided' }) };
};
