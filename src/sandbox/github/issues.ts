import type { Issue, Repo } from './entities.ts';
import { Refusal } from './refusal.ts';
import { type Repositories, SOMEBODY } from './repositories.ts';
import { issueShape, repoShape } from './shapes.ts';
import type { Acting, State } from './state.ts';
import type { NewThread, Threads } from './threads.ts';

export type Issues = ReturnType<typeof issuesOf>;

/** What only happens to issues. */
export function issuesOf(state: State, repositories: Repositories, threads: Threads) {
  return {
    /** @throws Refusal 410 where issues are turned off. */
    openIssue(options: NewThread): Issue {
      if (!repositories.repoOf(options.repo).hasIssues) throw new Refusal(410, 'Issues are disabled for this repo');
      const issue: Issue = { kind: 'issue', ...threads.begin(options, 'I'), reason: undefined, subIssues: [] };
      issue.repo.threads.set(issue.number, issue);
      threads.tell(issue, 'opened', issue.author);
      threads.plan(issue, options);
      return issue;
    },

    /** Takes an issue apart: the other one is a step of it. */
    addSubIssue(issue: Issue, step: Issue, { at = state.now() }: Acting = {}): void {
      issue.subIssues.push(step);
      issue.updatedAt = Math.max(issue.updatedAt, at);
      state.changed();
    },

    /** It is gone, and so is what was said on it. */
    deleteIssue(issue: Issue, { by = SOMEBODY }: Acting = {}): void {
      leave(issue, undefined);
      threads.tell(issue, 'deleted', state.account(by));
    },

    /**
     * Moves an issue to another repository, under a number of that one. What was said stays with it; labels and milestone
     * stay where the other repository has some of the same name.
     */
    transferIssue(issue: Issue, where: Repo | string, { by = SOMEBODY, at = state.now() }: Acting = {}): Issue {
      const repo = repositories.repoOf(where);
      const begun = threads.begin({ repo, title: issue.title, body: issue.body, by: issue.author.login, at }, 'I');
      const moved: Issue = {
        ...{ ...issue, repo, id: begun.id, nodeId: begun.nodeId, number: begun.number, updatedAt: at },
        labels: issue.labels.flatMap(({ name }) => repo.labels.get(name.toLowerCase()) ?? []),
        milestone: repo.milestones.find(({ title }) => title === issue.milestone?.title),
      };
      leave(issue, moved);
      repo.threads.set(moved.number, moved);
      const shown = (one: Issue) => [issueShape(state, one), repoShape(state, one.repo)];
      const [[new_issue, new_repository], [old_issue, old_repository]] = [shown(moved), shown(issue)];
      const actor = state.account(by);
      threads.tell(issue, 'transferred', actor, { changes: { new_issue, new_repository } });
      threads.tell(moved, 'opened', actor, { changes: { old_issue, old_repository } });
      return moved;
    },
  };
}

function leave(issue: Issue, to: Issue | undefined): void {
  issue.repo.threads.delete(issue.number);
  issue.repo.gone.set(issue.number, { to });
}
