import { isScalar, visit } from 'yaml';
import { code } from '../../model/markdown.ts';
import type { Finding, Findings } from '../../model/pull.ts';
import type { Extract, PullRule, ReadFile } from '../practice.ts';
import { textBeforeOf } from '../shared/patch.ts';
import { cannotJudge, cannotJudgeFor, parsing, Unparsable } from '../shared/unread.ts';
import { readYaml } from '../shared/yaml.ts';
import type { SecurityOptions } from './options.ts';

const ID = 'new-actions';
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const ACTION = /(?:^|\/)action\.ya?ml$/;

const PINNED = /@(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const PINNED_IMAGE = /@sha256:[0-9a-f]{64}$/;

/** A full commit, or an image's digest: what nobody can move to other content. What lies in the repository moves with it. */
const isPinned = (uses: string): boolean => {
  if (uses.startsWith('./')) return true;
  return uses.startsWith('docker://') ? PINNED_IMAGE.test(uses) : PINNED.test(uses);
};

interface Use {
  uses: string;
  line: number;
}

/** Every `uses:` of a workflow or action, wherever it stands, with its line. */
function usesIn(text: string): Use[] {
  const { document, lineAt } = readYaml(text);
  const found: Use[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'uses' || !isScalar(value) || typeof value.value !== 'string') return;
      found.push({ uses: value.value.trim(), line: lineAt(value.range?.[0] ?? 0) });
    },
  });
  return found;
}

const newlyUsed = (read: ReadFile): Findings =>
  parsing(read.file.path, () => {
    const now = usesIn(read.text);
    const before = usesBefore(read);
    const found = now.filter(({ uses }) => uses !== '' && !before.has(uses));
    return found.map(({ uses, line }): Finding => ({ path: read.file.path, line, what: uses }));
  });

/** Where what stood there is broken or not at hand, everything counts as new. */
function usesBefore(read: ReadFile): ReadonlySet<string> {
  const text = textBeforeOf(read);
  try {
    return new Set(text === undefined ? [] : usesIn(text).map(({ uses }) => uses));
  } catch (error) {
    if (!(error instanceof Unparsable)) throw error;
    return new Set();
  }
}

const used: Extract<SecurityOptions> = {
  id: ID,
  from: 'text',
  of: ({ path, status }) => status !== 'removed' && (WORKFLOW.test(path) || ACTION.test(path)),
  read: newlyUsed,
};

/** Whoever can move a tag can run code with a workflow's secrets, so what is newly used is pinned to a commit. */
export const workflowPinning: PullRule<SecurityOptions> = {
  on: 'pull',
  id: 'workflow-pinning',
  title: 'Pinned actions',
  asks: 'Actions newly used in workflows are pinned to a full commit.',
  needs: ['files'],
  extracts: [used],
  judge({ files, findings }) {
    const { found, unread } = findings[ID] ?? { found: [], unread: [] };
    const loose = found.filter(({ what }) => !isPinned(what));
    const [first] = loose;
    if (first !== undefined) {
      const names = [...new Set(loose.map(({ what }) => what))];
      const rest = names.length > 1 ? ` and ${names.length - 1} more are` : ' is';
      return {
        outcome: 'unmet',
        because: `${code(first.what)}${rest} not pinned to a full commit`,
        evidence: loose.map(({ what, path, line }) => ({
          text: `${code(what)} is not pinned to a full commit`,
          path,
          line,
        })),
        remedy: `Write the commit that you looked at, and the version beside it: ${code(pinnedExample(first.what))}`,
      };
    }
    const broken = cannotJudgeFor(unread);
    if (broken !== undefined) return broken;
    if (!files.whole) return cannotJudge(files);
    if (found.length === 0) return { outcome: 'not-applicable', because: 'No action is newly used' };
    const because = found.length === 1 ? 'The new action is pinned' : `All ${found.length} new actions are pinned`;
    return { outcome: 'met', because, evidence: found.slice(0, 10).map(({ what }) => ({ text: code(what) })) };
  },
};

function pinnedExample(uses: string): string {
  if (uses.startsWith('docker://')) return `${uses.replace(/[:@][^/]*$/, '')}@sha256:<digest>`;
  const [name, version] = uses.split('@', 2);
  return `${name}@<40 characters of the commit>${version ? ` # ${version}` : ''}`;
}
