import { code } from '../../model/markdown.ts';
import type { Finding, Findings } from '../../model/pull.ts';
import type { Extract, PullRule, ReadFile } from '../practice.ts';
import { textBeforeOf } from '../shared/patch.ts';
import { cannotJudge, cannotJudgeFor, parsing, Unparsable } from '../shared/unread.ts';
import type { SecurityOptions } from './options.ts';
import { usesIn } from './workflow-uses.ts';

const ID = 'new-actions';
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const ACTION = /(?:^|\/)action\.ya?ml$/;

const PINNED = /@(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const PINNED_IMAGE = /@sha256:[0-9a-f]{64}$/;

/** A full commit, or an image's digest: what nobody can move to other content. What lies in the repository moves with it. */
const isPinned = (one: Finding): boolean =>
  isImage(one) ? PINNED_IMAGE.test(one.what) : one.what.startsWith('./') || PINNED.test(one.what);

const isImage = ({ detail }: Finding): boolean => detail === 'image';

const newlyUsed = (read: ReadFile): Findings =>
  parsing(read.file.path, () => {
    const now = usesIn(read.text);
    const before = usesBefore(read);
    const found = now.filter(({ what }) => !before.has(what));
    return found.map(({ what, line, kind }): Finding => ({ path: read.file.path, line, what, detail: kind }));
  });

/** Where what stood there is broken or not at hand, everything counts as new. */
function usesBefore(read: ReadFile): ReadonlySet<string> {
  const text = textBeforeOf(read);
  try {
    return new Set(text === undefined ? [] : usesIn(text).map(({ what }) => what));
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
  asks: 'Actions newly used in workflows are pinned to a full commit, images by digest.',
  needs: ['files'],
  extracts: [used],
  judge({ files, findings }) {
    const { found, unread } = findings[ID] ?? { found: [], unread: [] };
    const loose = found.filter((one) => !isPinned(one));
    const [first] = loose;
    if (first !== undefined) {
      const more = new Set(loose.map(({ what }) => what)).size - 1;
      return {
        outcome: 'unmet',
        because: more > 0 ? `${code(first.what)} and ${more} more are not pinned` : notPinned(first),
        evidence: loose.map((one) => ({ text: notPinned(one), path: one.path, line: one.line })),
        remedy: howToPin(first),
      };
    }
    const broken = cannotJudgeFor(unread);
    if (broken !== undefined) return broken;
    if (!files.whole) return cannotJudge(files);
    if (found.length === 0) return { outcome: 'not-applicable', because: 'No action or image is newly used' };
    const only = found.every(isImage) ? 'image' : 'action';
    const because =
      found.length === 1 ? `The new ${only} is pinned` : `All ${found.length} that are newly used are pinned`;
    return { outcome: 'met', because, evidence: found.slice(0, 10).map(({ what }) => ({ text: code(what) })) };
  },
};

const notPinned = (one: Finding): string =>
  `${code(one.what)} is not pinned ${isImage(one) ? 'by digest' : 'to a full commit'}`;

function howToPin(one: Finding): string {
  if (isImage(one)) {
    const folder = one.what.slice(0, one.what.lastIndexOf('/') + 1);
    const [name] = one.what.slice(folder.length).split(/[:@]/, 1);
    return `Write the digest of the image that you looked at: ${code(`${folder}${name}@sha256:<digest>`)}`;
  }
  const [name, version] = one.what.split('@', 2);
  const example = `${name}@<40 characters of the commit>${version ? ` # ${version}` : ''}`;
  return `Write the commit that you looked at, and the version beside it: ${code(example)}`;
}
