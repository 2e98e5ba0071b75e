import { watchedBy } from '../health/records.ts';
import { nameOf, type RepoRef } from '../model/ref.ts';
import type { History } from '../ports/history.ts';
import type { Job, Queue, Wanted } from '../ports/queue.ts';
import type { Log } from '../ports/runtime.ts';
import { gatherRules, type Rules, type RulesPorts } from './gather-rules.ts';
import { isAsked } from './judge-issue.ts';
import { type HistoryPorts, KINDS, readHistory } from './read-history.ts';

/** Issues are read by the work on issues alone, one reading at a time: a late page never brings back what is gone. */
const BESIDE_ISSUES = KINDS.filter((kind) => kind !== 'issue');

export type KeepPorts = RulesPorts &
  HistoryPorts & { history: Pick<History, 'drop' | 'forgetProgress'>; queue: Pick<Queue, 'add'>; log: Log };

/** Something happened in a repository that metrics ask for: what changed since the last reading is read. */
export async function keepHistory(job: Job & { repo: RepoRef }, ports: KeepPorts): Promise<void> {
  const rules = await gatherRules(job.repo, ports);
  if (rules?.inForce?.policy === undefined) return ports.log.debug({}, 'no configuration, so no past is kept');
  await ports.queue.add([{ subject: { kind: 'issues', repo: job.repo }, facts: [{ kind: 'again' }] }]);
  await read(job, BESIDE_ISSUES, rules, ports);
}

/** Issues changed. Only those that are, or were, debt, incidents, experiments and the like are worth a call. */
export async function issuesChanged(job: Job & { repo: RepoRef }, ports: KeepPorts): Promise<void> {
  const changed = job.facts.flatMap((fact) => (fact.kind === 'issue' ? fact : []));
  for (const { number, gone } of changed) if (gone) await ports.history.drop(job.repo, 'issue', number);
  const rules = await gatherRules(job.repo, ports);
  const policy = rules?.inForce?.policy;
  if (rules === undefined || policy === undefined) return ports.log.debug({}, 'no configuration, so no past is kept');
  const { labels, prefix } = watchedBy(policy, nameOf(job.repo));
  const names = new Set(labels.map((name) => name.toLowerCase()));
  const isWatched = (name: string) => names.has(name) || name.startsWith(prefix.toLowerCase());
  const watched = changed.filter((fact) => fact.more || fact.labels.some((name) => isWatched(name.toLowerCase())));
  const renamed = job.facts.flatMap((fact) => (fact.kind === 'labels' ? fact.names : []));
  const isRenamed = renamed.some((name) => isWatched(name.toLowerCase()));
  // GitHub does not say which issues had the label: all of them are read anew.
  if (isRenamed) await forgetIssues(job.repo, ports);
  const isWanted = job.facts.length === 0 || job.facts.some(({ kind }) => kind === 'again');
  if (!isWanted && watched.length === 0 && !isRenamed) return ports.log.debug({}, 'no issue that metrics ask for');
  const asked = watched.filter(({ gone, labels: on }) => !gone && isAsked(policy, on));
  await ports.queue.add(
    asked.map(({ number }) => ({ subject: { kind: 'issue', repo: job.repo, number }, facts: [{ kind: 'again' }] })),
  );
  await read(job, ['issue'], rules, ports);
}

/** The ledger is to be looked at; for the first time, whoever waits for it is judged again. */
export async function debtAsked(repo: RepoRef, { history }: Pick<KeepPorts, 'history'>): Promise<Wanted> {
  const isFirst = (await history.progress(repo)).issue?.to === undefined;
  return { subject: { kind: 'debt', repo }, facts: isFirst ? [{ kind: 'again' }] : [] };
}

async function forgetIssues(repo: RepoRef, { history }: KeepPorts): Promise<void> {
  await history.forgetProgress(repo, 'issue');
  await history.drop(repo, 'issue');
}

async function read(
  { repo, subject }: Job & { repo: RepoRef },
  kinds: Parameters<typeof readHistory>[1],
  rules: Rules,
  ports: KeepPorts,
): Promise<void> {
  const asked = await debtAsked(repo, ports);
  const ended = await readHistory(repo, kinds, rules, ports);
  await ports.queue.add([asked, ...(ended.state === 'paused' ? [{ subject, notBefore: ended.until }] : [])]);
}
