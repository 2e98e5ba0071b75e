import type { PullFacts } from '../../model/pull.ts';
import { outcomeLine, outlineOf } from './section.ts';

/** The rule that says which outcomes a pull request serves, by the labels it asks for. */
export const OUTCOME_RULE = 'north-star/outcome';
/** What a label that names an outcome begins with. */
export const OUTCOME_LABEL = 'north-star: ';
/** The label of a pull request that serves none. */
export const UNALIGNED_LABEL = `${OUTCOME_LABEL}unaligned`;

type Outcomes = readonly { id: string; title: string }[];
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
