import { Document } from 'yaml';
import type { Beginning } from '../model/beginning.ts';
import { type Drawn, drawn, type Sources } from './draw.ts';

/** A configuration to start from, as the text of its file, and what it was drawn from. */
export interface Proposal {
  text: string;
  /** How many of its values come from what is there. */
  drawn: number;
}

/** Proposes a configuration that suits all of these repositories. It is valid, whatever is in them. */
export function proposal(beginnings: readonly Beginning[]): Proposal {
  const sources = together(beginnings);
  const found = drawn(sources);
  const of = (wanted: boolean) => found.filter(({ path: [practice] }) => (practice === 'north-star') === wanted);
  const known = written({ version: 1 }, of(false));
  const toSay = written({ 'north-star': northStar(sources) }, of(true));
  return { text: [HEADER, known, STARTER, hidden(toSay)].join('\n'), drawn: found.length };
}

const HEADER = '# Proposed by Truenorth from what is there. Change what does not fit: every key has a default.';

const STARTER =
  '# What only people know: where all of this leads. Say it in your own words, and take the # away;\n# until then nobody is asked which outcome a change serves.';

/** A North Star as an example, with a folder that is there. */
function northStar({ folders }: Sources) {
  const folder = folders.find((name) => /^[a-z][\w-]{0,60}$/i.test(name) && name !== 'docs') ?? 'apps';
  return {
    statement: 'Every clinic sees its first patient within a day of signing up.',
    outcomes: [{ id: 'first-outcome', title: 'What gets better, and for whom', paths: [`${folder}/**`] }],
  };
}

/** Everything that is in any of them; the first CODEOWNERS speaks for all. */
function together(beginnings: readonly Beginning[]): Sources {
  const all = (key: 'labels' | 'folders' | 'files' | 'templates') => [
    ...new Set(beginnings.flatMap((one) => one[key])),
  ];
  const owners = beginnings.map(({ codeowners }) => codeowners).find((one) => one !== 'absent');
  return {
    ...{ labels: all('labels'), folders: all('folders'), files: all('files'), templates: all('templates') },
    ...{ codeowners: owners ?? 'absent', owner: beginnings[0]?.repo.owner ?? '' },
  };
}

/** As YAML, behind each value where it is from. */
function written(start: object, values: readonly Drawn[]): string {
  const document = new Document(start);
  for (const { path, value, from } of values) {
    const node = document.createNode(value, { flow: true });
    node.comment = ` ${from}`;
    document.setIn(path, node);
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

const hidden = (yaml: string): string => yaml.replaceAll(/^(?=.)/gm, '# ');
