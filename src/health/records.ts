import type { Actor, IssueRecord, MilestoneRecord, PullRecord, Span } from '../model/history.ts';
import type { IssuePast, MilestonePast, PullPast } from '../model/past.ts';
import type { Codeowners, PullFacts } from '../model/pull.ts';
import { CALENDAR_LABEL } from '../model/well-known.ts';
import type { Policy } from '../policy/schema.ts';
import { actionOf, actionsIn } from '../practices/shared/actions.ts';
import { ownersIn, TooManyOwners } from '../practices/shared/codeowners.ts';
import { writtenPoints } from '../practices/shared/debt.ts';
import { experimentIn } from '../practices/shared/experiment.ts';
import { incidentIn } from '../practices/shared/incident.ts';
import { outcomesNamed } from '../practices/shared/outcomes.ts';
import { servedBy } from '../review/outcomes.ts';
import { occasionIn } from './occasion-issue.ts';

/** What a pull request's record is made with, besides what GitHub tells of it. */
export interface Setting {
  defaultBranch: string;
  policy: Policy | undefined;
  templates: readonly string[];
  codeowners: Codeowners;
  /** Tells people apart without saying who they are. */
  who(login: string): string;
}

/** What is kept of a pull request: times, counts and names of outcomes, no text and nobody's name. */
export function pullRecord(past: PullPast, setting: Setting): PullRecord {
  const { defaultBranch, who } = setting;
  const actor = ({ login, bot }: { login: string; bot: boolean }): Actor => ({ who: who(login), bot });
  const reverts = revertedBy(past);
  const owned = ownedOf(
    past.files.files.map(({ path }) => path),
    setting.codeowners,
  );
  return {
    ...{ number: past.number, author: actor(past.author), onDefault: past.base === defaultBranch },
    ...{ createdAt: past.createdAt, firstCommitAt: past.firstCommitAt, closedAt: past.closedAt },
    ...{ mergedAt: past.mergedAt, mergeCommit: past.mergeCommit },
    drafts: draftsOf(past),
    requests: [...past.requests].sort((a, b) => a - b),
    reviews: past.reviews.flatMap(({ at, by, state }) => {
      const known = STATES[state];
      const isOwn = by.login.toLowerCase() === past.author.login.toLowerCase();
      return known === undefined || isOwn ? [] : [{ at, by: actor(by), state: known }];
    }),
    labels: past.labels.map(({ name }) => name),
    closes: [...new Set(past.closes.flatMap(({ labels }) => labels))],
    size: past.size,
    outcomes: servedBy(factsOf(past, setting), setting.policy),
    ...(reverts === undefined ? {} : { reverts }),
    ...(owned === undefined ? {} : { owned }),
  };
}

const STATES: Readonly<Record<string, PullRecord['reviews'][number]['state']>> = {
  ...{ APPROVED: 'approved', CHANGES_REQUESTED: 'changes requested' },
  ...{ COMMENTED: 'commented', DISMISSED: 'dismissed' },
};

/** When it was a draft; one whose first turn is to be ready was opened as one. */
function draftsOf({ draft, createdAt, turns }: PullPast): Span[] {
  const inOrder = [...turns].sort((a, b) => a.at - b.at);
  const [first] = inOrder;
  const drafts: Span[] = first?.to === 'ready' || (first === undefined && draft) ? [{ from: createdAt }] : [];
  for (const { at, to } of inOrder) {
    const last = drafts.at(-1);
    const isOpen = last !== undefined && last.to === undefined;
    if (to === 'ready' && isOpen) last.to = at;
    else if (to === 'draft' && !isOpen) drafts.push({ from: at });
  }
  return drafts;
}

/** GitHub's own button writes "Reverts acme/api#12" into the description. */
function revertedBy({ title, body }: PullPast): number | undefined {
  if (!/^(revert\b|reapply\b)/i.test(title)) return undefined;
  const number = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d{1,9})\b/m.exec(body)?.[1];
  return number === undefined ? undefined : Number(number);
}

function ownedOf(paths: readonly string[], codeowners: Codeowners): PullRecord['owned'] {
  if (typeof codeowners === 'string' || !('text' in codeowners)) return undefined;
  try {
    const owners = ownersIn(codeowners.text);
    return { k: paths.filter((path) => owners.owned(path)).length, n: paths.length };
  } catch (error) {
    if (error instanceof TooManyOwners) return undefined;
    throw error;
  }
}

/** What rules may know of a past pull request; what was not read of it they do not ask for here. */
const factsOf = (past: PullPast, { templates, codeowners, policy }: Setting): PullFacts => ({
  ...past,
  ...{ dismissed: [], templates, newcomer: false, linked: [], teams: {}, codeowners, findings: {} },
  people: { approvals: 0, involved: [] },
  debt: { points: 0, issues: [] },
  declared: { outcomes: policy?.['north-star'].outcomes ?? [], decisions: [] },
});

/** Labels that make an issue part of the past, and those that say more of it. */
export interface Watched {
  labels: readonly string[];
  prefix: string;
  /** Labels of issues of which more is read, and the zone in which their times are written. */
  read: { experiment: string; incident: string };
  zone: string;
  /** In the digest repository, the teams whose members take part in what comes again and again. */
  teams?: readonly string[];
}

/** The teams of which somebody takes part in what product and engineering hold together, as far as they are configured. */
export const teamsOf = ({ alignment: { product, engineering } }: Policy): string[] =>
  [product, engineering].flatMap((team) => team?.toLowerCase() ?? []);

export const watchedBy = (policy: Policy | undefined, repo: string): Watched => ({
  labels: policy
    ? [
        ...policy['technical-debt'].labels,
        policy.resilience['post-incident'].label,
        policy.outcomes.experiment.label,
        ...(policy.resilience.toggles.label === undefined ? [] : [policy.resilience.toggles.label]),
        ...(isDesk(policy, repo) ? [CALENDAR_LABEL] : []),
      ]
    : [],
  ...(policy && isDesk(policy, repo) ? { teams: teamsOf(policy) } : {}),
  prefix: policy?.['technical-debt'].points['label-prefix'] ?? '',
  read: {
    experiment: policy?.outcomes.experiment.label ?? '',
    incident: policy?.resilience['post-incident'].label ?? '',
  },
  zone: policy?.communication.timezone ?? 'Etc/UTC',
});

const isDesk = ({ communication: { digest } }: Policy, repo: string): boolean =>
  digest.repository?.toLowerCase() === repo.toLowerCase();

/** What is kept of an issue that has, or had, one of the watched labels; of any other, nothing. */
export function issueRecord(past: IssuePast, { labels, prefix, read, zone }: Watched): IssueRecord | undefined {
  const names = new Set(labels.map((name) => name.toLowerCase()));
  const spans = spansOf(past).filter(({ name }) => {
    const lower = name.toLowerCase();
    return names.has(lower) || (prefix !== '' && lower.startsWith(prefix.toLowerCase()));
  });
  if (!spans.some(({ name }) => names.has(name.toLowerCase()))) return undefined;
  const written = writtenPoints(past.body);
  const occasion = past.own ? occasionIn(past.body) : undefined;
  const isOne = (label: string) => spans.some(({ name }) => name.toLowerCase() === label.toLowerCase());
  return {
    ...{ number: past.number, createdAt: past.createdAt, closedAt: past.closedAt, reason: past.reason },
    labels: spans,
    owners: past.assignees,
    ...(written && 'points' in written ? { points: written.points } : {}),
    ...(written && 'odd' in written ? { odd: written.odd.slice(0, 40) } : {}),
    ...(isOne(read.experiment) ? experimentIn(past.body) : {}),
    ...(isOne(read.incident) ? incidentOf(past, zone) : {}),
    ...(occasion ? { occasion, ...past.evidence } : {}),
  };
}

/** What an incident's issue says, its actions and sub-issues without their text: whose they are, and when they are due. */
function incidentOf({ body, steps }: IssuePast, zone: string): Partial<IssueRecord> {
  const own = steps.map(({ text, done, doneAt, owners: [owner] }) => ({
    ...actionOf(text, done),
    ...(owner === undefined ? {} : { owner }),
    ...(doneAt === undefined ? {} : { doneAt }),
  }));
  return { ...incidentIn(body, zone), actions: [...actionsIn(body), ...own].map(({ text: _, ...action }) => action) };
}

/** When it had which label. One whose setting was not listed is taken to have been there from the start. */
function spansOf({ createdAt, labels, labelled }: IssuePast): IssueRecord['labels'] {
  const spans: IssueRecord['labels'] = [];
  const open = (name: string) =>
    spans.findLast((span) => span.name.toLowerCase() === name.toLowerCase() && span.to === undefined);
  for (const { at, name, set } of [...labelled].sort((a, b) => a.at - b.at)) {
    const current = open(name);
    if (set && current === undefined) spans.push({ name, from: at });
    else if (!set && current) current.to = at;
    else if (!set) spans.push({ name, from: createdAt, to: at });
  }
  const now = new Set(labels.map((name) => name.toLowerCase()));
  for (const name of labels) if (open(name) === undefined) spans.push({ name, from: createdAt });
  return spans.filter(({ name, to }) => to !== undefined || now.has(name.toLowerCase()));
}

/** What is kept of a milestone: its times, and the outcomes it names. */
export function milestoneRecord(past: MilestonePast, policy: Policy | undefined): MilestoneRecord {
  return {
    ...{ number: past.number, createdAt: past.createdAt, closedAt: past.closedAt, dueAt: past.dueAt },
    outcomes: outcomesNamed(past.title, past.description, policy?.['north-star'].outcomes ?? []),
  };
}
