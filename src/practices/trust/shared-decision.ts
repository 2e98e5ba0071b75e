import { code } from '../../model/markdown.ts';
import { isUnread } from '../../model/pull.ts';
import type { PullRule } from '../practice.ts';
import { pathsOf } from '../shared/files.ts';
import { matcher } from '../shared/paths.ts';
import { cannotJudge } from '../shared/unread.ts';
import type { TrustOptions } from './options.ts';

/** What binds everybody is decided by several: a decision record has its approvals before it is merged. */
export const sharedDecision: PullRule<TrustOptions> = {
  on: 'pull',
  id: 'shared-decision',
  title: 'Shared decision',
  asks: 'A decision record is approved by as many people as configured.',
  needs: ['files', 'people'],
  judge({ files, people, declared }, options) {
    const isRecord = matcher(declared.decisions);
    const records = files.files.filter((file) => pathsOf(file).some(isRecord));
    const [first] = records;
    if (first === undefined) {
      return files.whole ? { outcome: 'not-applicable', because: 'No decision record changed' } : cannotJudge(files);
    }
    if (isUnread(people)) return cannotJudge(people);
    const asked = options['shared-decision'].approvals;
    const { approvals } = people;
    const rest = records.length > 1 ? ` and ${records.length - 1} more` : '';
    const because = `${code(first.path)}${rest} ${records.length > 1 ? 'are decision records' : 'is a decision record'}; ${approvals} of ${asked} approvals`;
    const evidence = records.slice(0, 10).map(({ path }) => ({ text: code(path) }));
    if (approvals >= asked) return { outcome: 'met', because, evidence };
    const missing = asked - approvals;
    const remedy = `Ask ${missing === 1 ? 'one more person' : `${missing} more people`} with write access to approve it`;
    return { outcome: 'unmet', because, evidence, remedy };
  },
};
