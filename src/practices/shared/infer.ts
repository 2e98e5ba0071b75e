import type { DeclaredOutcome, PullFacts } from '../../model/pull.ts';
import { isDocumentation, isGenerated, isTest, pathsOf } from './files.ts';
import { matcher } from './paths.ts';

/** What the paths and keywords of the configuration say about the outcome that a pull request serves, and whether that is beyond doubt. */
export interface Inference<O> {
  outcome: O;
  certain: boolean;
  /** What it was read from: `the paths`, `the title`. */
  from: string;
}

type Inferring = Pick<PullFacts, 'title' | 'body' | 'files'>;

/**
 * Certain only where nothing speaks for another outcome, and either every file of behaviour lies in paths that the
 * configuration gives to one outcome alone, or the title holds one of its keywords as a whole word and something else agrees:
 * some of the paths, or another of its keywords. One word alone is too often used for something else ("fix import order").
 * Anything less is a suggestion that a person confirms.
 */
export function infer<O extends DeclaredOutcome>(facts: Inferring, outcomes: readonly O[]): Inference<O> | undefined {
  const evidence = outcomes
    .map((outcome) => ({ outcome, ...weigh(facts, outcome) }))
    .filter(({ share, title, body }) => share > 0 || title || body);
  const [strongest, ...others] = evidence.sort((a, b) => score(b) - score(a));
  if (!strongest) return undefined;
  const tied = others.some((other) => score(other) === score(strongest));
  if (tied) return undefined;
  const alone = others.length === 0;
  const from = strongest.share > 0 ? 'the paths' : strongest.title ? 'the title' : 'the description';
  return {
    outcome: strongest.outcome,
    from,
    certain: alone && facts.files.whole && (strongest.share === 1 || agrees(strongest)),
  };
}

const agrees = ({ title, share, keywords }: Weight): boolean => title && (share > 0 || keywords > 1);

interface Weight {
  /** The part of the files of behaviour that lies in the outcome's paths, 0 to 1. */
  share: number;
  title: boolean;
  body: boolean;
  /** How many different keywords are in either. */
  keywords: number;
}

const score = ({ share, title, body }: Weight): number => 4 * share + (title ? 2 : 0) + (body ? 1 : 0);

function weigh(facts: Inferring, outcome: DeclaredOutcome): Weight {
  const inPaths = matcher(outcome.paths);
  const behaviour = facts.files.files.filter(
    ({ path }) => !isTest(path) && !isDocumentation(path) && !isGenerated(path),
  );
  const judged = behaviour.length > 0 ? behaviour : facts.files.files;
  const hits = judged.filter((file) => pathsOf(file).every((path) => inPaths(path))).length;
  const said = (text: string) => outcome.keywords.filter((keyword) => holds(text, keyword));
  const [title, body] = [said(facts.title), said(facts.body)];
  return {
    share: judged.length === 0 ? 0 : hits / judged.length,
    title: title.length > 0,
    body: body.length > 0,
    keywords: new Set([...title, ...body].map((keyword) => keyword.toLowerCase())).size,
  };
}

const LETTER = /[\p{L}\p{N}]/u;

/** Whether the text holds the keyword as a whole word, without case: `retry` is in "Retry: twice", not in "retrying". */
function holds(text: string, keyword: string): boolean {
  const hay = text.toLowerCase();
  const needle = keyword.toLowerCase();
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) {
    const before = at === 0 ? '' : (hay[at - 1] ?? '');
    const after = hay[at + needle.length] ?? '';
    if (!LETTER.test(before) && !LETTER.test(after)) return true;
  }
  return false;
}
