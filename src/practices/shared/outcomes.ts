import type { PullFacts } from '../../model/pull.ts';
import { outcomeLine, outlineOf } from './section.ts';

/** The rule that says which outcomes a pull request serves, by the labels it asks for. */
export const OUTCOME_RULE = 'north-star/outcome';
/** What a label that names an outcome begins with. */
export const OUTCOME_LABEL = 'north-star: ';
/** The label of a pull request that serves none. */
export const UNALIGNED_LABEL = `${OUTCOME_LABEL}unaligned`;

export type Outcomes = readonly { id: string; title: string }[];
type Declaring = Pick<PullFacts, 'body' | 'templates' | 'labels' | 'closes'>;

/**
 * The ids that people declared, in lower case, known or not: in the description, by a label that a person set, by a
 * closing issue's label, or its milestone that is named like an outcome. Declarations add up.
 */
export function declaredIds(facts: Declaring, outcomes: Outcomes): string[] {
  const milestones = new Set(facts.closes.map(({ milestone }) => milestone?.trim().toLowerCase()));
  const named = [
    ...written(facts),
    ...facts.labels.filter(({ by }) => by === 'person' || by === 'unknown').flatMap(({ name }) => labelled(name)),
    ...facts.closes.flatMap(({ labels }) => labels.flatMap(labelled)),
  ].map((id) => id.toLowerCase());
  const planned = outcomes.filter(({ id, title }) => milestones.has(id) || milestones.has(title.trim().toLowerCase()));
  return [...new Set([...named, ...planned.map(({ id }) => id)])];
}

/** What the description names, but for what the template named already: an example declares nothing. */
function written({ body, templates }: Declaring): string[] {
  const idsIn = (markdown: string) => outcomeLine(outlineOf(markdown)).values.map(({ id }) => id);
  const examples = new Set(templates.flatMap(idsIn));
  return idsIn(body).filter((id) => !examples.has(id));
}

/** The outcome's id in a label such as `north-star: activation`; `unaligned` declares nothing. */
const labelled = (name: string): string[] => {
  const lower = name.toLowerCase();
  return lower.startsWith(OUTCOME_LABEL) && lower !== UNALIGNED_LABEL ? [lower.slice(OUTCOME_LABEL.length).trim()] : [];
};

/**
 * The ids of the outcomes that a milestone names: by id, as a whole word, or by title. What a comment says names nothing. What
 * stands around a name matters in scripts alone whose words are told by spaces and take no endings there.
 */
export function outcomesNamed(title: string, description: string, outcomes: Outcomes): string[] {
  const { starts, lines } = outlineOf(description);
  const inOrder = [...starts, ...lines].sort((a, b) => a.line - b.line);
  const said = plain([title, ...inOrder.map(({ text }) => text)].join(' '));
  const stands = (name: string, also: string) => isWord(plain(name), said, also);
  return outcomes.filter(({ id, title: called }) => stands(id, '_-') || stands(called, '')).map(({ id }) => id);
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();

const LETTER = /[\p{scx=Latin}\p{scx=Cyrillic}\p{scx=Greek}\p{N}]/u;

/** Whether a text holds a name and, on neither side, what would make it part of a longer word: letters, and `also`. */
function isWord(name: string, text: string, also: string): boolean {
  if (name === '') return false;
  const goesOn = (next: string | undefined) => next !== undefined && (LETTER.test(next) || also.includes(next));
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const end = at + name.length;
    const [before] = [...text.slice(Math.max(0, at - 2), at)].reverse();
    const [after] = text.slice(end, end + 2);
    if (!goesOn(before) && !goesOn(after)) return true;
  }
  return false;
}
