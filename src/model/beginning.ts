import type { Codeowners } from './pull.ts';
import type { RepoRef } from './ref.ts';

/** A repository that the app was installed on, as GitHub lists it. */
export interface Installed {
  repo: RepoRef;
  private: boolean;
  organisation: boolean;
  hasIssues: boolean;
}

/** What is in a repository that a first configuration can be drawn from. */
export interface Beginning {
  repo: RepoRef;
  nodeId: string;
  /** Empty where nothing was committed yet. */
  defaultBranch: string;
  /** It has a configuration already. */
  configured: boolean;
  labels: string[];
  /** Folders, from the root: `apps`, and those in `docs`. */
  folders: string[];
  /** Names of files in the root and in `.github`. */
  files: string[];
  /** Names of its issue forms and templates. */
  forms: string[];
  /** Texts of its pull request templates. */
  templates: string[];
  codeowners: Codeowners;
}
