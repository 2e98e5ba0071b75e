import type { Annotation, CheckRun, Repo } from './entities.ts';
import { Refusal } from './refusal.ts';
import { SOMEBODY } from './repositories.ts';
import { checkShape } from './shapes.ts';
import type { Acting, State } from './state.ts';

/** What the app says of a check run; what is left out stays as it is. */
export interface CheckWish {
  name?: string | undefined;
  externalId?: string | undefined;
  detailsUrl?: string | undefined;
  status?: string | undefined;
  conclusion?: string | undefined;
  output?:
    | { title: string; summary: string; text?: string | undefined; annotations?: Annotation[] | undefined }
    | undefined;
  actions?: CheckRun['actions'] | undefined;
}

/** GitHub's limit of a summary or text, in characters; and of annotations and buttons at a time. */
const LONGEST = 65_535;
const ANNOTATIONS = 50;
const BUTTONS = 3;

export type Checks = ReturnType<typeof checksOf>;

/** Check runs of the app. */
export function checksOf(state: State) {
  const tell = (check: CheckRun, action: string, by = state.bot, more: object = {}) =>
    state.emit(check.repo, 'check_run', action, by, { check_run: checkShape(state, check), ...more });

  function apply(check: CheckRun, wish: CheckWish): void {
    mindLimits(wish);
    const { output, actions, conclusion } = wish;
    check.name = wish.name ?? check.name;
    check.externalId = wish.externalId ?? check.externalId;
    check.detailsUrl = wish.detailsUrl ?? check.detailsUrl;
    check.status = wish.status ?? (conclusion ? 'completed' : check.status);
    check.conclusion = check.status === 'completed' ? (conclusion ?? check.conclusion) : undefined;
    check.completedAt = check.status === 'completed' ? state.now() : undefined;
    if (actions) check.actions = actions;
    if (!output) return;
    Object.assign(check, { title: output.title, summary: output.summary, text: output.text });
    check.annotations.push(...(output.annotations ?? []));
  }

  return {
    createCheck(repo: Repo, headSha: string, wish: CheckWish & { name: string }): CheckRun {
      if (!repo.commits.has(headSha)) throw new Refusal(422, `No commit found for SHA: ${headSha}`);
      const id = state.nextId();
      const suite = repo.checks.find((check) => check.headSha === headSha)?.suite ?? newSuite(state);
      const check: CheckRun = {
        ...{ repo, id, nodeId: state.nodeId('CR', id), suite, name: wish.name, headSha, externalId: '' },
        ...{ status: 'queued', conclusion: undefined, title: undefined, summary: undefined, text: undefined },
        ...{ detailsUrl: undefined, annotations: [], actions: [], startedAt: state.now(), completedAt: undefined },
      };
      apply(check, wish);
      repo.checks.push(check);
      tell(check, 'created');
      if (check.status === 'completed') tell(check, 'completed');
      return check;
    },

    updateCheck(check: CheckRun, wish: CheckWish): void {
      apply(check, wish);
      if (check.status === 'completed') tell(check, 'completed');
      else state.changed();
    },

    checksAt: (repo: Repo, sha: string): CheckRun[] => repo.checks.filter(({ headSha }) => headSha === sha),

    /** A person presses Re-run. */
    rerequestCheck: (check: CheckRun, { by = SOMEBODY }: Acting = {}) => tell(check, 'rerequested', state.account(by)),

    /** A person presses one of the check's buttons. */
    requestAction: (check: CheckRun, identifier: string, { by = SOMEBODY }: Acting = {}) =>
      tell(check, 'requested_action', state.account(by), { requested_action: { identifier } }),
  };
}

function newSuite(state: State): CheckRun['suite'] {
  const id = state.nextId();
  return { id, nodeId: state.nodeId('CS', id) };
}

function mindLimits({ output, actions, status, conclusion }: CheckWish): void {
  const problem =
    (output && Math.max(output.summary.length, output.text?.length ?? 0) > LONGEST && 'output is too long') ||
    ((output?.annotations?.length ?? 0) > ANNOTATIONS && 'no more than 50 annotations at a time') ||
    ((actions?.length ?? 0) > BUTTONS && 'no more than 3 actions') ||
    (status === 'completed' && conclusion === undefined && 'conclusion is required');
  if (problem) throw new Refusal(422, `Invalid request.\n\n${problem}`);
}
