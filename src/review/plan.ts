import type { Action, Annotation, Answers, CheckContent } from '../model/action.ts';
import type { PullLabel } from '../model/pull.ts';
import type { LabelWish, Report } from '../model/verdict.ts';

/** A label with the rule that wishes it. */
export interface OwnedLabel {
  name: string;
  rule: string;
}

/** What stands on GitHub, as far as Truenorth answers for it. `print` is the digest of what was written. */
export interface Observed {
  headSha: string;
  labels: readonly PullLabel[];
  ownLabels: readonly OwnedLabel[];
  check: { id: string; sha: string; print: string; annotated?: readonly string[] | undefined } | undefined;
  comment: { id: string; print: string } | undefined;
}

/** What should stand on GitHub. A `check` or `comment` of `undefined` is left as it is. */
export interface Desired {
  labels: readonly (LabelWish & { rule: string })[];
  /** Rules that could not judge: what they set before stays. */
  undecided: readonly string[];
  check: CheckContent | undefined;
  /** Somebody asked for the check anew: it is written even if it says the same. */
  renew?: boolean;
  comment: string | undefined;
}

/** A digest of a text, given from outside since the pure rooms know no hash. */
export type Print = (text: string) => string;

export const checkPrint = (content: CheckContent, print: Print): string =>
  print(`${content.state}\n${content.title}\n${content.summary}`);

/** What a report asks of GitHub. Only what is shown carries labels. */
export function labelsOf(report: Report): Pick<Desired, 'labels' | 'undecided'> {
  const shown = report.judged.filter(({ level }) => level === 'advise' || level === 'require');
  return {
    labels: shown.flatMap(({ rule, verdict }) =>
      verdict.outcome === 'met' || verdict.outcome === 'unmet'
        ? (verdict.labels ?? []).map((label) => ({ ...label, rule }))
        : [],
    ),
    undecided: shown.filter(({ verdict }) => verdict.outcome === 'unknown').map(({ rule }) => rule),
  };
}

/** The fewest writes that turn what stands into what should stand; none where they agree. The check comes first. */
export function plan(observed: Observed, desired: Desired, print: Print): Action[] {
  return [
    ...planCheck(observed, desired, print),
    ...planLabels(observed, desired),
    ...planComment(observed, desired, print),
  ];
}

function planCheck({ check, headSha }: Observed, { check: content, renew }: Desired, print: Print): Action[] {
  if (content === undefined) return [];
  if (check === undefined || check.sha !== headSha) return [{ kind: 'create-check', sha: headSha, content }];
  return updateOf(check, content, renew === true, print);
}

/** What makes a standing check say this. Annotations cannot be taken back, and those that stand are not made twice. */
export function updateOf(
  check: { id: string; print: string; annotated?: readonly string[] | undefined },
  content: CheckContent,
  renew: boolean,
  print: Print,
): Action[] {
  const standing = new Set(check.annotated ?? []);
  const annotations = content.annotations.filter((one) => !standing.has(annotationPrint(one, print)));
  const same = check.print === checkPrint(content, print) && annotations.length === 0;
  return same && !renew ? [] : [{ kind: 'update-check', id: check.id, content: { ...content, annotations } }];
}

const annotationPrint = ({ path, line, title, message }: Annotation, print: Print): string =>
  print(`${path}\n${line}\n${title}\n${message}`).slice(0, 12);

/** Digests of the annotations that stand once this one was written. */
export const annotatedBy = (
  content: CheckContent,
  before: { annotated?: readonly string[] | undefined } | undefined,
  print: Print,
): string[] => [...(before?.annotated ?? []), ...content.annotations.map((one) => annotationPrint(one, print))];

const key = (name: string): string => name.toLowerCase();

function planLabels({ labels, ownLabels }: Observed, desired: Desired): Action[] {
  const present = new Set(labels.map(({ name }) => key(name)));
  const wished = new Map(desired.labels.map((label) => [key(label.name), label]));
  const gone = ownLabels.filter(
    ({ name, rule }) => present.has(key(name)) && !wished.has(key(name)) && !stays(rule, desired.undecided),
  );
  const missing = [...wished.values()].filter(({ name }) => !present.has(key(name)));
  return [
    ...(gone.length > 0 ? [{ kind: 'remove-labels' as const, names: gone.map(({ name }) => name) }] : []),
    ...(missing.length > 0 ? [{ kind: 'add-labels' as const, labels: missing.map(bare) }] : []),
  ];
}

const bare = ({ name, color, description }: LabelWish): LabelWish => ({ name, color, description });

/** A label whose rule was forgotten stays while any rule is undecided. */
const stays = (rule: string, undecided: readonly string[]): boolean =>
  undecided.includes(rule) || (rule === '' && undecided.length > 0);

function planComment({ comment }: Observed, { comment: body }: Desired, print: Print): Action[] {
  if (body === undefined) return [];
  if (comment === undefined) return [{ kind: 'create-comment', body }];
  return comment.print === print(body) ? [] : [{ kind: 'edit-comment', id: comment.id, body }];
}

/** What stands on GitHub once the actions are done. */
export function standsAfter(
  observed: Observed,
  actions: readonly Action[],
  desired: Desired,
  answers: Answers,
  print: Print,
): Observed {
  return actions.reduce((now, action) => step(now, action, desired, answers, print), observed);
}

function step(now: Observed, action: Action, desired: Desired, answers: Answers, print: Print): Observed {
  switch (action.kind) {
    case 'create-check':
    case 'update-check': {
      const id = action.kind === 'update-check' ? action.id : (answers['create-check'] ?? '');
      const annotated = annotatedBy(action.content, action.kind === 'update-check' ? now.check : undefined, print);
      return { ...now, check: { id, sha: now.headSha, print: checkPrint(action.content, print), annotated } };
    }
    case 'create-comment':
    case 'edit-comment': {
      const id = action.kind === 'edit-comment' ? action.id : (answers['create-comment'] ?? '');
      return { ...now, comment: { id, print: print(action.body) } };
    }
    case 'edit-description':
    case 'create-issue':
    case 'edit-issue':
    case 'close-issue':
    case 'react':
    case 'reply':
      return now;
    case 'remove-labels': {
      const gone = new Set(action.names.map(key));
      const left = <T extends { name: string }>(list: readonly T[]) => list.filter(({ name }) => !gone.has(key(name)));
      return { ...now, labels: left(now.labels), ownLabels: left(now.ownLabels) };
    }
    case 'add-labels': {
      const rules = new Map(desired.labels.map(({ name, rule }) => [key(name), rule]));
      const own = action.labels.map(({ name }) => ({ name, rule: rules.get(key(name)) ?? '' }));
      return {
        ...now,
        labels: [...now.labels, ...action.labels.map(({ name }) => ({ name, by: 'truenorth' as const }))],
        ownLabels: [...now.ownLabels.filter(({ name }) => !own.some((label) => key(label.name) === key(name))), ...own],
      };
    }
  }
}
