/** What the app needs to be allowed, the least that works, and what does not work without. `app.yml` says the same. */
export const PERMISSIONS: Readonly<Record<string, { level: 'read' | 'write'; without: string }>> = {
  metadata: { level: 'read', without: 'nothing works' },
  contents: { level: 'read', without: 'no configuration can be read' },
  pull_requests: { level: 'write', without: 'pull requests are neither read, labelled nor commented' },
  issues: { level: 'write', without: 'no ledger, digest or health issue is written, and debt is not counted' },
  checks: { level: 'write', without: 'no check is reported' },
  deployments: { level: 'read', without: 'lead time, deployment frequency and failures are not known' },
  actions: { level: 'read', without: 'CI’s figures are not known' },
  vulnerability_alerts: { level: 'read', without: 'open security alerts are not known' },
  merge_queues: { level: 'read', without: 'commits of a merge queue have no check' },
  members: { level: 'read', without: 'teams are not known: approvers, mentors, and who takes part in rituals' },
};

/** What the app has to hear of; installation events come unasked. */
export const EVENTS: readonly string[] = [
  ...['pull_request', 'pull_request_review', 'issues', 'issue_comment', 'push', 'check_run', 'merge_group'],
  ...['deployment_status', 'workflow_run', 'release', 'milestone', 'label', 'repository', 'repository_dispatch'],
  ...['dependabot_alert', 'membership', 'team'],
];
