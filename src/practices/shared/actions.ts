import { daysIn, isDay } from './days.ts';
import { type Line, type Outline, outlineOf } from './markdown.ts';
import { beginsWith, isPlaceholder, titleOf } from './words.ts';

/** What is to be done after an incident. `due` is a day such as `2026-12-31`; `owner` a login. */
export interface Action {
  text: string;
  done: boolean;
  owner?: string;
  due?: string;
}

/** Headings, any of which starts the list of actions; the first is what people are told. */
export const ACTION_HEADINGS = [
  'Actions',
  'Action items',
  'Follow-up',
  'Follow-ups',
  'Systemic actions',
  'Corrective actions',
] as const;
const TITLES = ACTION_HEADINGS.map(titleOf);

/** Nobody keeps up with more. */
export const MOST_ACTIONS = 100;
/** As much of an action as is read, and as is kept. */
const READ = 1_000;
const KEPT = 200;

/** How a task begins in Markdown, with its indentation. */
const TASK = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX])\]\s/;

/** The tasks of the list under a heading for actions, in order; what is indented below a task belongs to it. */
export function actionsIn(body: string): Action[] {
  const source = body.split(/\r\n?|\n/);
  const items: { first: number; indent: number; done: boolean; text: string }[] = [];
  for (const { line, text, place, task } of linesUnder(outlineOf(body))) {
    if (place !== 'prose') continue;
    const raw = source[line - 1] ?? '';
    const [, indent, box] = (task === 'none' ? undefined : TASK.exec(raw)) ?? [];
    const current = items.at(-1);
    if (indent !== undefined && current?.first !== line) {
      if (items.length === MOST_ACTIONS) break;
      items.push({ first: line, indent: indent.length, done: box !== ' ', text: text.slice(0, READ) });
    } else if (current && (current.first === line || indentOf(raw) > current.indent))
      current.text = `${current.text} ${text}`.slice(0, READ);
  }
  return items.map(({ text, done }) => actionOf(text, done));
}

/** The lines of all sections for actions, each once. */
function linesUnder({ starts, lines }: Outline): Line[] {
  const sections = starts.filter(({ title }) => TITLES.some((wanted) => beginsWith(title, wanted)));
  const within = new Set<Line>();
  let seen = 0;
  for (const { from, to } of sections) {
    // Sections begin in order, so that what an earlier one held is not gone through again.
    for (const line of lines.slice(Math.max(from, seen), to)) within.add(line);
    seen = Math.max(seen, to);
  }
  return [...within];
}

const indentOf = (raw: string): number => raw.length - raw.trimStart().length;

/** An action out of what is written of it, be it a task or a sub-issue's title. */
export function actionOf(written: string, done: boolean): Action {
  const text = written.replaceAll(/\s+/g, ' ').trim().slice(0, READ);
  const owner = ownerIn(text);
  const due = dueIn(text);
  return {
    ...{ text: [...text].slice(0, KEPT).join(''), done },
    ...(owner === undefined ? {} : { owner }),
    ...(due === undefined ? {} : { due }),
  };
}

/** A login; no team and no package, e-mail address or place-holder that is written alike. */
const LOGIN =
  /(?<![\p{L}\p{N}@/.+-])@([a-z\d]{1,39}(?:[_-][a-z\d]{1,39}){0,9})(?![a-z\d]|[_-]+[a-z\d]|\/[a-z\d]|[@.][a-z\d])/giu;
const STAND_INS = new Set(['login', 'owner', 'user', 'username', 'name', 'someone', 'somebody']);

const ownerIn = (text: string): string | undefined =>
  [...text.matchAll(LOGIN)]
    .map(([, login = '']) => login)
    .find((login) => !isPlaceholder(login) && !STAND_INS.has(login.toLowerCase()));

const DUE = /(?<![\p{L}\p{N}])(?:due(?: by| on)?|by|until) ?[:\uFF1A]? ?([12]\d{3}-\d{2}-\d{2})(?!\d|-\d)/giu;

/** The day that is said to be the due one; else the last, since what happened is told before what follows from it. */
const dueIn = (text: string): string | undefined =>
  [...text.matchAll(DUE)].map(([, day = '']) => day).find(isDay) ?? daysIn(text).at(-1);
