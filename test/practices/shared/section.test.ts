import { describe, expect, test } from 'vitest';
import { findSection, outlineOf } from '../../../src/practices/shared/section.ts';

const HEADINGS = ['Threat model', 'Security considerations'];
const ANSWER = 'A stolen cookie could be replayed, so sessions end after a day.';
const MIN_WORDS = 5;

type Story = [name: string, markdown: string, state: string];

const find = (markdown: string, templates: readonly string[] = [], minWords = MIN_WORDS) =>
  findSection(outlineOf(markdown), HEADINGS, templates, minWords);

const tells = (stories: Story[]) =>
  test.each(stories)('%s', (_, markdown, state) => expect(find(markdown).state).toBe(state));

describe('a section starts at', () => {
  tells([
    ['a heading', `## Threat model\n\n${ANSWER}`, 'good'],
    ['a heading of any level', `###### Threat model\n${ANSWER}`, 'good'],
    ['a heading closed by hashes', `## Threat model ##\n${ANSWER}`, 'good'],
    ['an underlined heading', `Threat model\n---\n${ANSWER}`, 'good'],
    ['a line that is only bold', `**Threat model**\n\n${ANSWER}`, 'good'],
    ['a bold line of underscores', `__Threat model__\n\n${ANSWER}`, 'good'],
    ['a bold and slanted line', `***Threat model***\n\n${ANSWER}`, 'good'],
    ['a bold line of tags', `<b>Threat model</b>\n\n${ANSWER}`, 'good'],
    ['a bold line right above its text', `**Threat model**\n${ANSWER}`, 'good'],
    ['a bold line in the middle of a paragraph', `Something else.\n**Threat model**\n${ANSWER}`, 'good'],
    ['a bold line with the colon inside', `**Threat model:**\n${ANSWER}`, 'good'],
    ['a bold line with the colon outside', `**Threat model**:\n${ANSWER}`, 'good'],
    ['a bold line after an emoji', `🔒 **Threat model**\n${ANSWER}`, 'good'],
    ['a summary', `<details>\n<summary>Threat model</summary>\n\n${ANSWER}\n\n</details>`, 'good'],
    ['a summary beside its details', `<details><summary>Threat model</summary>${ANSWER}</details>`, 'good'],
    [
      'a summary of several lines',
      `<details>\n<summary>\n<b>Threat\nmodel</b>\n</summary>\n${ANSWER}\n</details>`,
      'good',
    ],
    [
      'a summary with Markdown inside',
      `<details><summary>\n\n**Threat model**\n\n</summary>\n\n${ANSWER}\n</details>`,
      'good',
    ],
    [
      'a heading inside of details',
      `<details><summary>More</summary>\n\n## Threat model\n\n${ANSWER}\n</details>`,
      'good',
    ],
    ['a heading in a list', `- ## Threat model\n  ${ANSWER}`, 'good'],
    ['nothing that is only partly bold', `**Threat model** is below\n${ANSWER}`, 'missing'],
    ['no point of a list that is bold', `- **Threat model**\n- ${ANSWER}`, 'missing'],
    ['no heading written as HTML', `<h2>Threat model</h2>\n\n${ANSWER}`, 'missing'],
    ['no summary without details', `<summary>Threat model</summary>\n\n${ANSWER}`, 'missing'],
    ['no second summary', `<details><summary>A</summary><summary>Threat model</summary>${ANSWER}</details>`, 'missing'],
    ['nothing that only looks like a heading', `#Threat model\n${ANSWER}`, 'missing'],
    ['nothing escaped', `\\## Threat model\n${ANSWER}\n\n\\**Threat model\\**\n${ANSWER}`, 'missing'],
  ]);
});

describe('its name is compared', () => {
  tells([
    ['without case', `## THREAT Model\n${ANSWER}`, 'good'],
    ['without emoji', `## 🔒 Threat model 🚀\n${ANSWER}`, 'good'],
    ['without shortcodes', `## :lock: Threat model\n${ANSWER}`, 'good'],
    ['without keycaps', `## 1️⃣ Threat model\n${ANSWER}`, 'good'],
    ['without a number', `## 1. Threat model\n${ANSWER}`, 'good'],
    ['without a bracketed number', `## 2) Threat model\n${ANSWER}`, 'good'],
    ['without a number of parts', `## 1.2.3 Threat model\n${ANSWER}`, 'good'],
    ['without a letter', `## a. Threat model\n${ANSWER}`, 'good'],
    ['without punctuation', `## "Threat-model"?!\n${ANSWER}`, 'good'],
    ['without markup', `## [Threat](https://example.org/x) *model*\n${ANSWER}`, 'good'],
    ['without a comment', `## Threat model <!-- required -->\n${ANSWER}`, 'good'],
    ['in compatible characters', `## Ｔｈｒｅａｔ\u00A0ｍｏｄｅｌ\n${ANSWER}`, 'good'],
    ['without invisible characters', `## Thr\u200Beat\u00AD model\n${ANSWER}`, 'good'],
    ['and may go on', `## Threat model (STRIDE)\n${ANSWER}`, 'good'],
    ['but only with another word', `## Threat modelling\n${ANSWER}`, 'missing'],
    ['and has to begin so', `## Our threat model\n${ANSWER}`, 'missing'],
    ['with every heading of the rule', `## Security considerations\n${ANSWER}`, 'good'],
  ]);

  test('in scripts without spaces, where a name may go on at once', () => {
    const outline = outlineOf('## 威胁模型与缓解\n攻击者可能会重放被盗的会话令牌，所以会话一天后过期。');
    expect(findSection(outline, ['威胁模型'], [], 5).state).toBe('good');
  });

  test('with nothing, when a configured heading has no letters', () =>
    expect(findSection(outlineOf(`## Anything\n${ANSWER}`), ['🔒'], [], 1).state).toBe('missing'));
});

describe('a section ends', () => {
  tells([
    ['at a heading of the same level', `## Threat model\n## Testing\n${ANSWER}`, 'empty'],
    ['at a heading of a higher level', `### Threat model\n# Testing\n${ANSWER}`, 'empty'],
    ['not at a deeper heading', `## Threat model\n### Attackers\n${ANSWER}`, 'good'],
    ['not at a bold line', `## Threat model\n**Attackers**\n${ANSWER}`, 'good'],
    ['not at a summary', `## Threat model\n<details><summary>More</summary>\n\n${ANSWER}\n</details>`, 'good'],
    ['at the next bold line, when bold', `**Threat model**\n\n**Testing**\n\n${ANSWER}`, 'empty'],
    ['at any heading, when bold', `**Threat model**\n\n###### Testing\n\n${ANSWER}`, 'empty'],
    ['at its </details>', `<details><summary>Threat model</summary>\n</details>\n\n${ANSWER}`, 'empty'],
    [
      'at its own </details>, not a nested one',
      `<details><summary>Threat model</summary><details><summary>More</summary></details>\n\n${ANSWER}\n</details>`,
      'good',
    ],
    [
      'not at a heading inside of its details',
      `<details><summary>Threat model</summary>\n\n# Why\n\n${ANSWER}`,
      'good',
    ],
    ['with the list that its details began in', `- <details><summary>Threat model</summary>\n\n${ANSWER}`, 'empty'],
  ]);
});

describe('headings are none inside of', () => {
  tells([
    ['a code block', `\`\`\`\n## Threat model\n${ANSWER}\n\`\`\``, 'missing'],
    ['an indented code block', `    ## Threat model\n    ${ANSWER}`, 'missing'],
    ['a block quote', `> ## Threat model\n> ${ANSWER}`, 'missing'],
    ['a quoted bold line', `> **Threat model**\n> ${ANSWER}`, 'missing'],
    ['quoted details', `> <details><summary>Threat model</summary>${ANSWER}</details>`, 'missing'],
    ['a comment', `<!--\n## Threat model\n\n${ANSWER}\n-->`, 'missing'],
    ['a comment in a paragraph', `See <!--\n**Threat model**\n${ANSWER} -->`, 'missing'],
    ['a comment without end', `<!--\n\n## Threat model\n\n${ANSWER}`, 'missing'],
    ['a comment that raw HTML left open', `<div><!--\n\n## Threat model\n\n${ANSWER}`, 'missing'],
    ['a comment that a list left open', `- <!-- a\n\n## Threat model\n\n${ANSWER}`, 'missing'],
    ['a code span', `A \`span\n**Threat model**\nof code\` and ${ANSWER}`, 'missing'],
    ['an attribute', `<div title="\n\n## Threat model\n\n${ANSWER}\n\n">`, 'missing'],
  ]);
  tells([
    ['but are after a comment that ended', `<!-- a\n\n-->\n## Threat model\n${ANSWER}`, 'good'],
    [
      'but are after an opened comment in a paragraph, which hides nothing',
      `a <!-- b\n\n## Threat model\n${ANSWER}`,
      'good',
    ],
    ['but are after a comment shown as code', `\`<!--\`\n\n## Threat model\n${ANSWER}`, 'good'],
    ['but are after the empty comment', `<!-->\n## Threat model\n${ANSWER}`, 'good'],
    ['but are where raw HTML ended at a blank line', `<div>\n\n## Threat model\n${ANSWER}\n</div>`, 'good'],
  ]);
});

describe('what GitHub lets people write', () => {
  tells([
    ['a byte order mark', `\uFEFF## Threat model\n${ANSWER}`, 'good'],
    ['tabs', `##\tThreat\tmodel\n\n\t\n${ANSWER}`, 'good'],
    ['NUL', `## Threat model\n\0${ANSWER}\0`, 'good'],
    ['lone surrogates', `## Threat model\n\uD83D${ANSWER}\uDE00`, 'good'],
    ['carriage returns alone', `## Threat model\r${ANSWER}\r`, 'good'],
    ['forged marks of a fold', `\uFDD0\uFDD2Threat model\uFDD3\n\n${ANSWER}`, 'missing'],
  ]);
});
