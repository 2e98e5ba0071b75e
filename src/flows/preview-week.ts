import type { Digest } from '../health/digest.ts';
import { digestTitle } from '../health/digest-issue.ts';
import { HEALTH_TITLE, healthIssue, weekComment } from '../health/health-issue.ts';
import { lastWeek } from '../health/schedule.ts';
import { type Week, weekNamed } from '../health/week.ts';
import type { RepoRef } from '../model/ref.ts';
import { ORGANISATION_REPOSITORY } from '../model/well-known.ts';
import { Policy } from '../policy/schema.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Queue } from '../ports/queue.ts';
import { composeDigest, type DigestPorts, digestName } from './compose-digest.ts';
import { composeHealth } from './compose-health.ts';
import { gatherRules, type RulesPorts, rulesOfAll } from './gather-rules.ts';
import { isTold, LAST } from './publish-health.ts';

export type PreviewPorts = RulesPorts & DigestPorts & { ledger: Pick<Ledger, 'repositories'> };

/** An organisation, or a repository of it. */
export interface Target {
  installation: number;
  owner: string;
  name?: string | undefined;
}

/** A week as it is told, or would be. */
export interface WeekPreview {
  scope: string;
  /** `2026-W47`. */
  week: string;
  title: string;
  /** Markdown of the issue. */
  body: string;
  /** Markdown of the repository's weekly comment. */
  comment?: string;
  digest?: Omit<Digest, 'period'>;
  /** Where it is told; `undefined` where the configuration turned it off, or GitHub does not show the repository. */
  place: RepoRef | undefined;
  /** Why it is told nowhere. */
  because?: string;
}

/** Words a complete week, the last one unless another is named, and writes nothing to GitHub. `undefined`: there is no such week yet. */
export async function previewWeek(
  target: Target,
  named: string | undefined,
  ports: PreviewPorts,
): Promise<WeekPreview | undefined> {
  const { owner, name } = target;
  const repo: RepoRef = { ...target, name: name ?? ORGANISATION_REPOSITORY };
  const rules = await gatherRules(repo, ports);
  const policy = rules?.inForce?.policy ?? Policy.parse({ version: 1 });
  const now = ports.clock.now();
  const { timezone: zone, digest: wanted } = policy.communication;
  const week = named === undefined ? lastWeek(now, zone) : weekNamed(named, zone);
  if (week === undefined || week.to > now) return undefined;
  const shown = { scope: name === undefined ? owner : `${owner}/${name}`, week: week.name };
  if (name !== undefined) return { ...shown, ...(await healthOf(repo, rules, policy, week, ports)) };
  const desk = wanted.level === 'off' ? undefined : await deskOf(target, wanted.repository, ports);
  const covered = await rulesOfAll(target.installation, ports);
  const { digest, body } = await composeDigest({ defaults: repo, rules, week, covered, policy }, desk, ports);
  const { period: _, ...told } = digest;
  return {
    ...{ ...shown, title: digestTitle(week), body, digest: told, place: desk?.repo },
    ...(desk ? {} : { because: whyNot(wanted) }),
  };
}

const whyNot = ({ level, repository }: Policy['communication']['digest']): string =>
  level === 'off'
    ? 'communication.digest.level is off'
    : repository === undefined
      ? 'communication.digest.repository names no repository'
      : `${repository} (communication.digest.repository) is missing, archived, or not one that the app is installed on`;

async function deskOf({ installation }: Target, written: string | undefined, ports: PreviewPorts) {
  const [owner, name] = written?.split('/') ?? [];
  if (owner === undefined || name === undefined) return undefined;
  return (await gatherRules({ installation, owner, name }, ports))?.repository;
}

async function healthOf(
  repo: RepoRef,
  rules: Awaited<ReturnType<typeof gatherRules>>,
  policy: Policy,
  week: Week,
  ports: PreviewPorts,
) {
  const nowhere = { title: HEALTH_TITLE, body: '', place: undefined };
  if (rules === undefined)
    return { ...nowhere, because: 'the repository is missing, archived, or not one that the app is installed on' };
  if (rules.inForce?.policy === undefined) return { ...nowhere, because: 'the repository has no configuration' };
  const { period } = await composeHealth(rules, policy, week, await ports.ledger.publication(repo, LAST), ports);
  if (period.repositories.length === 0) return { ...nowhere, because: 'its past is not known yet' };
  const isOn = isTold(rules.repository, policy);
  return {
    ...{ title: HEALTH_TITLE, body: healthIssue(period), comment: weekComment(period) },
    ...{ place: isOn ? repo : undefined, ...(isOn ? {} : { because: 'communication.health is off' }) },
  };
}

/** Asks the app to tell the last complete week now, as `/truenorth digest` does. */
export async function askForWeek({ installation, owner, name }: Target, queue: Pick<Queue, 'add'>): Promise<void> {
  const facts = [{ kind: 'again' as const }];
  await queue.add([
    name === undefined
      ? { subject: { kind: 'digest', installation, owner }, facts }
      : { subject: { kind: 'health', repo: { installation, owner, name } }, facts },
  ]);
}

/** The number of the issue in which a week was told, once it was. */
export async function toldIn(
  place: RepoRef,
  { name, week }: { name: string | undefined; week: string },
  ledger: Pick<Ledger, 'publication'>,
): Promise<number | undefined> {
  const told = await ledger.publication(place, name === undefined ? digestName({ name: week }) : LAST);
  if (told === undefined || told.unsure || told.number === 0) return undefined;
  return name === undefined || (told.week ?? '') >= week ? told.number : undefined;
}
