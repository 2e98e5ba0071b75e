import { code } from '../model/markdown.ts';
import type { Level, Verdict } from '../model/verdict.ts';
import type { Command } from './commands.ts';

/** First line of a reply, by which it is found again; only its author proves that it is Truenorth's. */
export const replyMarker = (comment: number): string => `<!-- truenorth:reply ${comment} -->`;

const reply = (comment: number, text: string): string => `${replyMarker(comment)}\n${text}`;

/** Why a command was not carried out. */
export const refusal = (comment: number, problem: string): string => reply(comment, `I left this as it is: ${problem}`);

/** Why none of very many commands was carried out. */
export const tooMany = (most: number): string =>
  `a comment holds at most ${most} commands, and they are carried out together or not at all. Write the others in another comment.`;

/** What can be commanded, and by whom. */
export const helpText = (comment: number, rules: readonly string[]): string =>
  reply(
    comment,
    [
      '| Write on a line of its own | What it does | Who may |',
      '|---|---|---|',
      '| `/truenorth outcome <id>` | declares the outcome, replacing what was declared before | the author, or write access |',
      '| `/truenorth recheck` | judges again | the author, or write access |',
      '| `/truenorth explain <rule>` | says what a rule asks, and why | everybody |',
      '| `/truenorth waive <rule> for 30 days because <reason>` | lets this pass without the rule; or `until 2026-12-31` | approvers, never the author |',
      '| `/truenorth unwaive <rule>` | revokes a waiver | approvers |',
      '| `/truenorth kpi <id> <value>` | records a reading; for another day add `on 2026-12-31` | approvers |',
      '| `/truenorth digest` | publishes what is due | approvers |',
      '',
      `<details><summary>${rules.length} rules</summary>\n\n${rules.map((rule) => code(rule)).join(', ')}\n\n</details>`,
    ].join('\n'),
  );

/** A rule as it stands on a subject. */
export interface Explained {
  rule: string;
  title: string;
  why: string;
  asks: string;
  level: Level;
  verdict: Verdict | undefined;
  page: string | undefined;
}

/** What a rule asks, why, and how it stands here. */
export function explanation(comment: number, { rule, title, why, asks, level, verdict, page }: Explained): string {
  const stands =
    verdict === undefined ? 'It was not judged here.' : `Here it is ${verdict.outcome}: ${verdict.because}.`;
  const remedy = verdict?.outcome === 'unmet' && verdict.remedy !== undefined ? ` ${verdict.remedy}` : '';
  const more = page === undefined ? '' : ` [More](${page}).`;
  return reply(
    comment,
    `**${title}** (${code(rule)}, level ${code(level)}). ${asks} ${why}${more}\n\n${stands}${remedy}`,
  );
}

/** A right that the command needs and its writer lacks. */
export const needsWrite = ({ name }: Command): string =>
  `${code(name)} needs the pull request's author or somebody with write access.`;

export const needsApprover = (command: Command, { team, repo }: { team: string | undefined; repo: string }): string => {
  const what = command.name === 'waive' ? `a waiver for ${code(command.rule)}` : code(command.name);
  const whom = team === undefined ? `somebody with maintain access to ${code(repo)}` : `someone from ${code(team)}`;
  const author = command.name === 'waive' ? ", and not the pull request's author" : '';
  return `${what} needs ${whom}${author}. Anyone there can comment the same line.`;
};
