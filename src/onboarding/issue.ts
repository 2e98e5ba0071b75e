import type { Beginning } from '../model/beginning.ts';
import { code } from '../model/markdown.ts';
import { nameOf, type RepoRef } from '../model/ref.ts';
import { POLICY_PATH } from '../model/well-known.ts';
import { FORMS } from './forms.ts';
import { type NewFile, newFile } from './new-file.ts';
import type { Proposal } from './proposal.ts';

/** The first line, by which the issue is found again. */
export const ONBOARDING_MARKER = '<!-- truenorth:onboarding -->';

export const ONBOARDING_LABEL = {
  name: 'truenorth-onboarding',
  color: 'bfdadc',
  description: 'A configuration to start from, opened by Truenorth',
};

export const ONBOARDING_TITLE = 'Truenorth: a configuration to start from';

export interface Onboarding {
  /** Where the issue is opened, and what the proposal was drawn from: the same, and others that everybody may see. */
  home: Beginning;
  sources: readonly Beginning[];
  /** Its file is for the whole organisation. */
  forAll: boolean;
  proposal: Proposal;
  /** What the proposal would have done to past pull requests, in safe Markdown, and where. */
  tried: { repo: RepoRef; lines: readonly string[] } | undefined;
  /** Where people look at GitHub. */
  web: string;
}

/** The one issue with which the app introduces itself, in safe Markdown. */
export const onboardingIssue = (facts: Onboarding): string =>
  [
    `${ONBOARDING_MARKER}\n${GREETING}`,
    STEPS.join('\n'),
    ...proposed(facts),
    ...tried(facts),
    ...forms(facts),
    END,
  ].join('\n\n');

const GREETING =
  '**Truenorth is installed, and does nothing yet: it waits for a configuration.** Below is one to start from; it takes effect once somebody merges it.';

const STEPS = [
  '1. Truenorth checks pull requests against what you agreed on: which outcome a change serves, a threat model, a way back, a budget for debt.',
  '2. It speaks in one check and one comment, edited in place. Where nothing is unmet, it does not comment.',
  '3. Each rule has a level: `off`, `observe` (counted, shown nowhere), `advise` (a comment, a neutral check) or `require` (a failing check).',
  '4. This file requires nothing: a few rules advise, the others observe. Raise a rule once the backtest or the digest shows that nearly every pull request meets it.',
  '5. If something does not apply, say so in a sentence: `N/A, because …`. Those who approve waivers can let a pull request pass, with a reason.',
  '6. Once `communication.digest.repository` names a repository, a weekly digest there shows where delivery, debt and outcomes stand.',
  '7. It measures the work, never a person.',
  '8. It reads code and writes none: no `contents: write`. You commit the file yourself, ideally by pull request.',
  '9. A pull request that changes the file shows what it would have done to the last 50 merged ones.',
  '10. Comment `/truenorth help` on a pull request to see what you can ask.',
];

function proposed({ home, sources, forAll, proposal, web }: Onboarding): string[] {
  const page = newFile(web, home, POLICY_PATH, proposal.text);
  const from = sources.map(({ repo }) => code(nameOf(repo))).join(', ');
  const drawn = proposal.drawn === 0 ? 'with nothing in it yet but the defaults' : `drawn from what is in ${from}`;
  const reach = forAll
    ? 'It holds for every repository; a repository’s own file comes on top of it.'
    : 'It holds for this repository.';
  return [
    '## A configuration to start from',
    `${code(POLICY_PATH)}, ${drawn}. ${reach} ${way(page)}`,
    fenced(proposal.text),
  ];
}

function way({ link, filledIn }: NewFile): string {
  if (link === undefined) return 'Add it with the first commit:';
  if (filledIn)
    return `**[Open it as a new file](${link})**, change what does not fit, and propose it as a pull request:`;
  return `[Open a new file](${link}), and paste this:`;
}

/** A block that nothing in it ends. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `<details><summary>The file</summary>\n\n${fence}yaml\n${text}${fence}\n\n</details>`;
}

function tried({ home, tried: result }: Onboarding): string[] {
  const repo = nameOf(result?.repo ?? home.repo);
  return [
    '## What it would have done',
    ...(result === undefined ? [] : [`On ${code(repo)}: ${result.lines[0] ?? ''}`, ...result.lines.slice(1)]),
    `To try it on more, or with changes, save it as a file and run, with Node 24 and a token that may read the repository:`,
    `\`\`\`sh\nexport GITHUB_TOKEN=$(gh auth token)\nnpx truenorth backtest ${repo} --config truenorth.yml\n\`\`\``,
  ];
}

/** Forms for what the rules read in issues, where there is none alike. */
function forms({ home, web }: Onboarding): string[] {
  const missing = FORMS.filter(({ alike }) => !home.forms.some((name) => alike.test(name)));
  const links = missing.flatMap(({ file, about, text }) => {
    const { link } = newFile(web, home, file, text);
    return link === undefined ? [] : [`[${about}](${link})`];
  });
  if (links.length === 0) return [];
  return ['## Issue forms', `Rules on issues read fields of forms. New files, filled in: ${links.join(' · ')}.`];
}

const END = '<sub>Close this issue whenever you like: Truenorth opens no other, here or elsewhere.</sub>';
