import { code } from '../../model/markdown.ts';
import type { PullRule } from '../practice.ts';
import { isCode, isSource, isTest } from '../shared/files.ts';
import { cannotJudge } from '../shared/unread.ts';
import type { SecurityOptions } from './options.ts';

/** A change of behaviour comes with a change of what proves it. Whether the test proves anything is for reviewers. */
export const tests: PullRule<SecurityOptions> = {
  on: 'pull',
  id: 'tests',
  title: 'Tests',
  asks: 'A change of source code comes with a change of tests.',
  needs: ['files'],
  judge({ files }) {
    const grown = files.files.filter(({ additions }) => additions > 0);
    const tested = grown.filter(({ path }) => isTest(path));
    const sources = grown.filter(({ path }) => isSource(path) && isCode(path));
    const [test] = tested;
    const [source] = sources;
    if (source !== undefined && test !== undefined) {
      const more = tested.length > 1 ? ` and ${tested.length - 1} more` : '';
      const because = `${code(test.path)}${more} changed with it`;
      return { outcome: 'met', because, evidence: tested.slice(0, 10).map(({ path }) => ({ text: code(path) })) };
    }
    if (!files.whole) return cannotJudge(files);
    if (source === undefined) return { outcome: 'not-applicable', because: 'No line of source code is added' };
    const more = sources.length > 1 ? ` and ${sources.length - 1} more` : '';
    return {
      outcome: 'unmet',
      because: `${code(source.path)}${more} changed, and no test did`,
      evidence: sources.slice(0, 10).map(({ path }) => ({ text: code(path) })),
      remedy: 'Add or change a test that fails without this change',
    };
  },
};
