import { keyOf, type RepoRef, type Subject } from '../model/ref.ts';
import type { Target } from '../ports/github.ts';

/** Where what is decided about a subject is written. */
export const targetOf = (
  subject: Extract<Subject, { repo: RepoRef }>,
  repositoryId: string,
  more: Partial<Pick<Target, 'pullId' | 'labels'>> = {},
): Target => ({ repo: subject.repo, repositoryId, key: keyOf(subject), labels: {}, ...more });
