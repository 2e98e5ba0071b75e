import { code } from '../model/markdown.ts';
import type { Policy } from './schema.ts';

/** What a configuration asks for and cannot have as it is: sentences of safe Markdown, each with what to do. */
export function gapsIn({ alignment, communication }: Policy): string[] {
  const { rituals, product, engineering } = alignment;
  const unnamed = [
    ...(product === undefined ? [code('alignment.product')] : []),
    ...(engineering === undefined ? [code('alignment.engineering')] : []),
  ];
  return [
    ...(rituals.length > 0 && unnamed.length > 0
      ? [
          `Whether product and engineering both took part in rituals cannot be told: name the team in ${unnamed.join(' and ')}.`,
        ]
      : []),
    ...(rituals.length > 0 && communication.digest.repository === undefined
      ? [`Rituals have no place to be held in: set ${code('communication.digest.repository')}.`]
      : []),
  ];
}
