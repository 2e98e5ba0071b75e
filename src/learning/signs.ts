import type { PullFacts } from '../model/pull.ts';
import { isDocumentation, isGenerated, isTest, pathsOf } from '../practices/shared/files.ts';
import { OUTCOME_LABEL } from '../practices/shared/outcomes.ts';
import { outcomeLine, outlineOf } from '../practices/shared/section.ts';
import { ownLines } from '../practices/shared/template.ts';

/** Something in a pull request that may speak for an outcome: a word of it, a folder or file that it changes, a label, an issue's milestone. */
export interface Sign {
  /** What it is compared by; it never leaves the process as it is. */
  key: string;
  kind: 'word' | 'path';
  /** As it stands in this pull request; not safe to show as Markdown. */
  shown: string;
}

export type Signing = Pick<PullFacts, 'title' | 'body' | 'templates' | 'labels' | 'closes' | 'files' | 'declared'>;

/** So much of a pull request is looked at: enough for any that a person reads, and a bound for the others. */
const TEXT = 4_000;
const FILES = 300;
const SIGNS_OF_A_KIND = 100;

/** The signs of a pull request, each once: those of the title first, and a long text leaves room for the paths. */
export function signsOf(facts: Signing): Sign[] {
  const title = wordsIn(facts.title.slice(0, TEXT));
  const said = [...title, ...wordsIn(ownText(facts))];
  const words = [
    ...labelsOf(facts).map((label) => sign('word', `label ${label.toLowerCase()}`, label)),
    ...said.map(({ stem, word }) => sign('word', stem, word)),
  ];
  return [...first(words), ...first(pathSigns(facts.files.files.slice(0, FILES)))];
}

const first = (signs: readonly Sign[]): Sign[] =>
  [...new Map(signs.map((one) => [one.key, one] as const)).values()].slice(0, SIGNS_OF_A_KIND);

const sign = (kind: Sign['kind'], key: string, shown: string): Sign => ({ kind, key: `${kind} ${key}`, shown });

/** What the author wrote: no template, no code or quote, and not the declaration itself, which would teach nothing but its name. */
function ownText({ body, templates }: Signing): string {
  const outline = outlineOf(body);
  const declaring = new Set(outcomeLine(outline).values.map(({ line }) => line));
  const prose = outline.lines.filter(
    ({ line, place }) => !declaring.has(line) && place !== 'code' && place !== 'quote',
  );
  return ownLines(prose, templates)
    .map(({ text }) => text)
    .join('\n')
    .slice(0, TEXT);
}

/** Labels that people set, and those of issues that it closes with their milestones; what names an outcome is no sign of one. */
function labelsOf({ labels, closes, declared }: Signing): string[] {
  const outcomes = new Set(declared.outcomes.flatMap(({ id, title }) => [id, title.trim().toLowerCase()]));
  const own = labels.filter(({ by }) => by !== 'truenorth').map(({ name }) => name);
  const named = [...own, ...closes.flatMap(({ labels: on, milestone }) => [...on, ...(milestone ? [milestone] : [])])];
  return named.filter((name) => {
    const lower = name.trim().toLowerCase();
    return !lower.startsWith(OUTCOME_LABEL) && !outcomes.has(lower);
  });
}

/** The folders on the way to each file of behaviour, and the words of its name. */
function pathSigns(files: PullFacts['files']['files']): Sign[] {
  const behaviour = files.filter(({ path }) => !isTest(path) && !isDocumentation(path) && !isGenerated(path));
  const judged = behaviour.length > 0 ? behaviour : files;
  return judged.flatMap(pathsOf).flatMap((path) => {
    const parts = path.split('/');
    const folders = parts.slice(0, -1).map((_, depth) => parts.slice(0, depth + 1).join('/'));
    const name = parts.at(-1) ?? '';
    const words = wordsIn(name.replace(/\.[^.]*$/, '').replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
    return [
      ...[...folders, path].map((part) => sign('path', part.toLowerCase(), part)),
      ...words.map(({ stem }) => sign('path', `~${stem}`, name)),
    ];
  });
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The words of a text, with their stems: a word's beginning, without the endings that English puts after it. */
function wordsIn(text: string): { word: string; stem: string }[] {
  return [...segmenter.segment(text.normalize('NFKC'))].flatMap(({ segment, isWordLike }) =>
    isWordLike && /\p{L}{2}/u.test(segment) ? [{ word: segment, stem: stemOf(segment.toLowerCase()) }] : [],
  );
}

const stemOf = (word: string): string =>
  word.length < 5 ? word.replace(/(?<=\w{2})s$/, '') : word.replace(/(?:ings?|ed|ers?|es|s|ly|e)$/, '').slice(0, 8);
