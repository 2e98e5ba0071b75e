import { ownKpis } from '../health/kpis.ts';
import { Fault } from '../model/fault.ts';
import { type RepoRef, repoKey } from '../model/ref.ts';
import { DAY, MINUTE } from '../model/time.ts';
import { ORGANISATION_REPOSITORY } from '../model/well-known.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue, Wanted } from '../ports/queue.ts';
import type { Log } from '../ports/runtime.ts';
import { gatherRules, type Rules, type RulesPorts } from './gather-rules.ts';

export interface RulesChangedPorts extends RulesPorts {
  github: Pick<GitHub, 'rules' | 'earlierPolicies' | 'seesAll' | 'openPulls' | 'repositories' | 'located'>;
  ledger: Pick<
    Ledger,
    | 'repository'
    | 'saveRepository'
    | 'voidRepository'
    | 'forgetRepository'
    | 'forgetInstallation'
    | 'openPulls'
    | 'renameRepository'
    | 'waivedPulls'
  >;
  queue: Pick<Queue, 'add'>;
  log: Log;
}

const lastWord = (job: Job): 'added' | 'removed' | undefined => {
  const fact = job.facts.findLast(({ kind }) => kind === 'added' || kind === 'removed');
  return fact?.kind === 'added' || fact?.kind === 'removed' ? fact.kind : undefined;
};

/** A repository's own files may have changed: read them again, and judge its open pull requests by them. */
export async function reconcileRepository(job: Job & { repo: RepoRef }, ports: RulesChangedPorts): Promise<void> {
  const { github, ledger, queue, log } = ports;
  await takeAlong(job, ports);
  if (lastWord(job) === 'removed') {
    log.info({}, 'the repository is no longer ours to look at; forgotten');
    return ledger.forgetRepository(job.repo);
  }
  await ledger.voidRepository(job.repo);
  const rules = await gatherRules(job.repo, ports);
  if (rules === undefined) return log.debug({}, 'the repository is not ours to see');
  if (rules.inForce) await queue.add([{ subject: { kind: 'history', repo: job.repo } }]);
  const policy = rules.inForce?.policy;
  if (policy && ownKpis(policy, rules.inherited()?.policy).length > 0)
    await queue.add([{ subject: { kind: 'kpis', repo: job.repo }, facts: [{ kind: 'again' }] }]);
  if (isDesk(job.repo, rules)) await queue.add([calendarOf(job.repo)]);
  // Without a configuration nothing is read; what was written under an earlier one is taken back.
  const numbers = rules.inForce ? await github.openPulls(job.repo) : await ledger.openPulls(job.repo);
  if (numbers.length === 0) return log.debug({}, 'no open pull request to judge again');
  // Asked to look again: an event that waits already may tell nothing new of the pull request itself.
  await queue.add(
    numbers.map((number) => ({ subject: { kind: 'pull', repo: job.repo, number }, facts: [{ kind: 'again' }] })),
  );
  log.info(
    { policy: rules.inForce?.name, pulls: numbers.length },
    'the rules may have changed; open pull requests are judged again',
  );
}

/**
 * What is known under a name that the repository had before, and the waiting for the ends of its waivers. GitHub says where the
 * repository is by now, since renames that follow one another may be heard of in any order.
 */
async function takeAlong(
  job: Job & { repo: RepoRef },
  { github, ledger, queue, log }: RulesChangedPorts,
): Promise<void> {
  const renames = job.facts.filter((fact) => fact.kind === 'renamed');
  const now = renames.length > 0 ? await github.located(job.repo) : undefined;
  for (const { from, nodeId } of renames) {
    if (now?.nodeId !== nodeId) continue;
    const rename = () => ledger.renameRepository({ ...job.repo, name: from }, now.repo, nodeId);
    let done = await rename();
    if (done === 'occupied') {
      // Its namesake may have been renamed, too, and be about to go along; one that was deleted waits for nothing.
      if (job.attempts < PATIENT && !job.facts.some(({ kind }) => kind === 'removed'))
        throw new Fault('transient', 'Another repository is still known by this name');
      await ledger.forgetRepository(now.repo);
      done = await rename();
    }
    if (done !== 'renamed') continue;
    const waived = await ledger.waivedPulls({ repo: now.repo });
    await queue.add(waived.map(({ number }) => ({ subject: { kind: 'waivers', repo: now.repo, number } })));
    if (repoKey(now.repo) !== repoKey(job.repo)) await queue.add([{ subject: { kind: 'repository', repo: now.repo } }]);
    log.info({ from, to: now.repo.name }, 'renamed; what was known of the repository is known under its new name');
  }
}

/** An organisation's defaults may have changed, or it installed the app: all of its repositories are looked at. */
export async function reconcileOrganisation(
  job: Job & { installation: number; owner: string },
  { github, ledger, queue, log }: RulesChangedPorts,
): Promise<void> {
  if (lastWord(job) === 'removed') {
    log.info({}, 'uninstalled; everything of this installation is forgotten');
    return ledger.forgetInstallation(job.installation);
  }
  const defaults = { installation: job.installation, owner: job.owner, name: ORGANISATION_REPOSITORY };
  await ledger.voidRepository(defaults);
  const repositories = await github.repositories(job.installation);
  await queue.add(repositories.map((repo) => ({ subject: { kind: 'repository', repo } })));
  const { installation, owner } = job;
  // Who came while the app runs was not there when it began the daily sweeps.
  const sweeps: Wanted[] =
    lastWord(job) === 'added' ? [{ subject: { kind: 'sweep', installation, owner }, after: DAY }] : [];
  await queue.add([
    { subject: { kind: 'digest', installation, owner } },
    calendarOf({ installation, owner }),
    ...sweeps,
  ]);
  log.info(
    { repositories: repositories.length },
    "the organisation's rules may have changed; its repositories are looked at again",
  );
}

/** After so many tries nobody else is waited for. */
const PATIENT = 3;

/** The calendar is looked at once repositories that are new are being read, ms. */
const AFTER = MINUTE;

const calendarOf = ({ installation, owner }: Pick<RepoRef, 'installation' | 'owner'>): Wanted => ({
  ...{ subject: { kind: 'calendar', installation, owner }, after: AFTER },
});

/** Whether what comes again and again is held in this repository: it may have come only now. */
const isDesk = (repo: RepoRef, { inForce }: Rules): boolean =>
  inForce?.policy?.communication.digest.repository?.toLowerCase() === repoKey(repo);
