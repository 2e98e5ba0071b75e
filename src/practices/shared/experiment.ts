import { daysIn } from './days.ts';
import { fieldIn } from './fields.ts';
import { NO_ANSWER, without } from './issue-parts.ts';
import type { Outline } from './markdown.ts';
import { findSection, outlineOf } from './section.ts';
import { beginsWith, reasonWhyNot, titleOf } from './words.ts';

/** What an experiment's issue says of its end: the day by which it is to be decided, and that it was. */
export interface Experiment {
  decideBy?: string;
  decided: boolean;
}

export const DECIDE_BY = ['Decide by', 'Decision by', 'Decision date', 'Decision day'];
const DECISION = ['Decision'];

/** What people write while nothing is decided; it stands in no decision. */
const UNDECIDED = ['Not yet', 'Undecided', 'Not decided', 'Not decided yet', 'No decision', 'No decision yet', 'Open'];
const NO_DECISION = [...NO_ANSWER, ...UNDECIDED];
const UNDECIDED_TITLES = UNDECIDED.map(titleOf);

/** Reads an experiment's issue: the first `Decide by`, and a `Decision`, each a section, a form's field or a line. */
export function experimentIn(body: string): Experiment {
  const by = decideByIn(body);
  return { ...(by?.day === undefined ? {} : { decideBy: by.day }), decided: isDecided(body, by?.line) };
}

/** The day by which it is to be decided, as it is written; without `day` where what is written is none. */
export function decideByIn(body: string): { written: string; line: number; day?: string } | undefined {
  const field = fieldIn(body, DECIDE_BY);
  if (field === undefined) return undefined;
  const [day] = daysIn(field.value);
  return { written: field.value, line: field.line, ...(day === undefined ? {} : { day }) };
}

function isDecided(body: string, dayLine: number | undefined): boolean {
  const said = fieldIn(body, DECISION);
  if (said && said.line !== dayLine && settles(said.value)) return true;
  return findSection(withoutDay(outlineOf(body), dayLine), DECISION, NO_DECISION, 1).state === 'good';
}

const settles = (said: string): boolean =>
  reasonWhyNot(said) === undefined && !UNDECIDED_TITLES.includes(titleOf(said));

/** Under a heading "Decision date", or where the decision's section says by when, nothing is decided. */
function withoutDay(outline: Outline, dayLine: number | undefined): Outline {
  const { lines, starts } = without(outline, DECIDE_BY);
  return {
    lines: lines.map((one) => (one.line === dayLine ? { ...one, text: '' } : one)),
    starts: starts.filter(({ title }) => !DECIDE_BY.some((name) => beginsWith(title, titleOf(name)))),
  };
}
