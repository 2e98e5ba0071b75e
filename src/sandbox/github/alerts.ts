import type { Alert, Repo } from './entities.ts';
import { type Repositories, SOMEBODY } from './repositories.ts';
import { accountShape, iso, isoOrNull, repoPage, repoUrl } from './shapes.ts';
import type { Acting, State } from './state.ts';

export interface NewAlert extends Pick<Alert, 'package' | 'severity' | 'summary'> {
  /** When Dependabot found it, ms. Default: now. */
  at?: number;
}

export type Alerts = ReturnType<typeof alertsOf>;

export const stateOf = ({ fixedAt, dismissedAt }: Alert): 'open' | 'fixed' | 'dismissed' =>
  fixedAt !== undefined ? 'fixed' : dismissedAt !== undefined ? 'dismissed' : 'open';

/** GitHub itself finds alerts, and sees that they are fixed. */
const GITHUB = 'github';

/** What Dependabot says of a repository's dependencies. */
export function alertsOf(state: State, repositories: Repositories) {
  const tell = (repo: Repo, alert: Alert, action: string, by: string) =>
    state.emit(repo, 'dependabot_alert', action, state.account(by), { alert: alertShape(state, repo, alert) });

  return {
    addAlert(where: Repo | string, { at = state.now(), ...found }: NewAlert): Alert {
      const repo = repositories.repoOf(where);
      const alert: Alert = {
        ...{ ...found, number: repo.alerts.length + 1, nodeId: state.nodeId('RVA', state.nextId()), createdAt: at },
        ...{ fixedAt: undefined, dismissedAt: undefined, dismissedBy: undefined },
      };
      repo.alerts.push(alert);
      tell(repo, alert, 'created', GITHUB);
      return alert;
    },

    /** The dependency is a newer one, or gone. */
    fixAlert(where: Repo | string, alert: Alert, { at = state.now() }: Acting = {}): void {
      alert.fixedAt = at;
      tell(repositories.repoOf(where), alert, 'fixed', GITHUB);
    },

    dismissAlert(where: Repo | string, alert: Alert, { by = SOMEBODY, at = state.now() }: Acting = {}): void {
      Object.assign(alert, { dismissedAt: at, dismissedBy: state.account(by) });
      tell(repositories.repoOf(where), alert, 'dismissed', by);
    },

    /** Turns alerts on or off; GitHub tells nobody. */
    setAlerts(where: Repo | string, on: boolean): void {
      repositories.repoOf(where).hasAlerts = on;
      state.changed();
    },
  };
}

function alertShape(state: State, repo: Repo, alert: Alert) {
  const { number, package: of, severity, summary, createdAt, fixedAt, dismissedAt, dismissedBy } = alert;
  return {
    ...{ number, state: stateOf(alert), dependency: { package: of, manifest_path: 'package.json', scope: 'runtime' } },
    ...{ security_advisory: { summary, severity }, security_vulnerability: { package: of, severity } },
    ...{ created_at: iso(createdAt), updated_at: iso(fixedAt ?? dismissedAt ?? createdAt) },
    ...{ fixed_at: isoOrNull(fixedAt), dismissed_at: isoOrNull(dismissedAt) },
    ...{
      dismissed_by: dismissedBy ? accountShape(dismissedBy) : null,
      dismissed_reason: null,
      dismissed_comment: null,
    },
    url: `${repoUrl(state, repo)}/dependabot/alerts/${number}`,
    html_url: `${repoPage(state, repo)}/security/dependabot/${number}`,
  };
}
