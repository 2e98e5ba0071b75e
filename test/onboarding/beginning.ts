import type { Beginning } from '../../src/model/beginning.ts';

/** A repository in which there is nothing yet, but for what is said. */
export const beginning = (more: Partial<Beginning> = {}): Beginning => ({
  ...{ repo: { installation: 7, owner: 'acme', name: 'api' }, nodeId: 'R_1', defaultBranch: 'main', configured: false },
  ...{ labels: [], folders: [], files: [], forms: [], templates: [], codeowners: 'absent' },
  ...more,
});
