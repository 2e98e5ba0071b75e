import type { PullRule } from '../practice.ts';
import { changedLines, isGenerated } from '../shared/files.ts';
import { cannotJudge } from '../shared/unread.ts';
import type { DeveloperExperienceOptions } from './options.ts';

/** A pull request is small enough that a reviewer reads all of it. */
export const smallBatch: PullRule<DeveloperExperienceOptions> = {
  on: 'pull',
  id: 'small-batch',
  title: 'Small batch',
  asks: 'A pull request is small enough to be reviewed well.',
  needs: ['files'],
  judge({ files }, options) {
    const most = options['small-batch']['max-lines'];
    const lines = files.files
      .filter(({ path }) => !isGenerated(path))
      .reduce((sum, file) => sum + changedLines(file), 0);
    const size = `${shown(lines)} changed ${lines === 1 ? 'line' : 'lines'}`;
    if (lines > most) {
      return {
        outcome: 'unmet',
        because: `${size}, generated files left out; ${shown(most)} are reviewed well`,
        evidence: [{ text: size }],
        remedy: 'Split it where a part is of use by itself: preparation first, then behaviour',
      };
    }
    if (!files.whole) return cannotJudge(files);
    return { outcome: 'met', because: `${size} of at most ${shown(most)}`, evidence: [] };
  },
};

const shown = (count: number): string => count.toLocaleString('en');
