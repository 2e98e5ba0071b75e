import type { Evidence } from '../model/past.ts';
import type { Team } from '../model/pull.ts';
import { NO_ANSWER } from '../practices/shared/issue-parts.ts';
import { findSection, outlineOf } from '../practices/shared/section.ts';
import { countWords, isPlaceholder } from '../practices/shared/words.ts';

/** What people wrote on an issue, and who took part in it: those who commented, were assigned, or closed it. */
export interface Talk {
  body: string;
  comments: readonly string[];
  people: readonly string[];
}

/** What shows that an occasion was held, or why not, by what people wrote, and by who of which team took part. */
export function evidenceIn({ body, comments, people }: Talk, teams: ReadonlyMap<string, Team>): Evidence {
  return {
    notes: hasNotes(body) || comments.some((comment) => !isSkip(comment) && says(comment)),
    skipped: [body, ...comments].some(isSkip),
    teams: present(people, teams),
  };
}

const NOTES = ['Notes', 'Minutes'];

const hasNotes = (body: string): boolean => findSection(outlineOf(body), NOTES, NO_ANSWER, 1).state === 'good';

/** A comment that only commands, or holds a placeholder, says nothing. */
function says(comment: string): boolean {
  const lines = outlineOf(comment).lines.filter(({ text }) => !/^\s*\/truenorth\b/i.test(text));
  const text = lines.map((line) => line.text).join('\n');
  return !isPlaceholder(text) && countWords(text, 1) > 0;
}

const SKIPPED = /^[^\p{L}\p{N}]*skipped[\s*_]+because\b[\s*_]*[:,]?(.*)$/isu;

/** A line of prose says why; nothing quoted or in code does. */
const isSkip = (text: string): boolean =>
  outlineOf(text).lines.some(({ text: line, place, task }) => {
    const reason = place === 'prose' && task !== 'open' ? SKIPPED.exec(line)?.[1] : undefined;
    return reason !== undefined && !isPlaceholder(reason) && countWords(reason, 1) > 0;
  });

function present(people: readonly string[], teams: ReadonlyMap<string, Team>): string[] | undefined {
  const there = new Set(people.map((login) => login.toLowerCase()));
  const found: string[] = [];
  for (const [name, team] of teams) {
    if (!('members' in team)) return undefined;
    if (team.members.some((login) => there.has(login.toLowerCase()))) found.push(name);
  }
  return found;
}
