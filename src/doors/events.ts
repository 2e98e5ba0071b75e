import {
  CheckRunEvent,
  CheckSuiteEvent,
  MergeGroupEvent,
  onCheckRun,
  onCheckSuite,
  onMergeGroup,
} from './events/checks.ts';
import { CommentEvent, onComment } from './events/comments.ts';
import { HistoryEvent, IssueEvent, LabelEvent, onHistory, onIssue, onLabel } from './events/history.ts';
import { type Knock, NOTHING, type Self } from './events/knock.ts';
import { DispatchEvent, onDispatch } from './events/kpis.ts';
import { onPull, onReview, PullEvent, ReviewEvent } from './events/pulls.ts';
import {
  InstallationEvent,
  onInstallation,
  onPush,
  onRepositories,
  onRepository,
  PushEvent,
  RepositoriesEvent,
  RepositoryEvent,
} from './events/repositories.ts';

export type { Knock, Self } from './events/knock.ts';

/** An event as it came in, verified but not yet understood. */
export interface Event {
  id: string;
  name: string;
  payload: unknown;
}

/** The events that Truenorth has a use for. */
export const EVENTS = [
  'pull_request',
  'push',
  'merge_group',
  'check_run',
  'check_suite',
  'pull_request_review',
  'issue_comment',
  'issues',
  'label',
  'deployment_status',
  'release',
  'milestone',
  'workflow_run',
  'dependabot_alert',
  'repository_dispatch',
  'installation',
  'installation_repositories',
  'repository',
] as const;

/**
 * Translates an event into subjects, deciding nothing. Events that Truenorth has no use for ask for nothing.
 *
 * @throws z.ZodError where a payload lacks what events of its name have.
 */
export function translate({ name, payload }: Event, self: Self, print: (text: string) => string): Knock {
  switch (name) {
    case 'pull_request':
      return onPull(PullEvent.parse(payload), self, print);
    case 'push':
      return onPush(PushEvent.parse(payload));
    case 'merge_group':
      return onMergeGroup(MergeGroupEvent.parse(payload));
    case 'check_run':
      return onCheckRun(CheckRunEvent.parse(payload), self);
    case 'check_suite':
      return onCheckSuite(CheckSuiteEvent.parse(payload), self);
    case 'pull_request_review':
      return onReview(ReviewEvent.parse(payload));
    case 'issue_comment':
      return onComment(CommentEvent.parse(payload));
    case 'issues':
      return onIssue(IssueEvent.parse(payload));
    case 'label':
      return onLabel(LabelEvent.parse(payload));
    case 'deployment_status':
    case 'release':
    case 'milestone':
    case 'workflow_run':
    case 'dependabot_alert':
      return onHistory(HistoryEvent.parse(payload));
    case 'repository_dispatch':
      return onDispatch(DispatchEvent.parse(payload));
    case 'installation':
      return onInstallation(InstallationEvent.parse(payload));
    case 'installation_repositories':
      return onRepositories(RepositoriesEvent.parse(payload));
    case 'repository':
      return onRepository(RepositoryEvent.parse(payload));
    default:
      return NOTHING;
  }
}
