import { type DebtLedger, type DebtOptions, debtLedger, ledgerWeeks } from '../health/debt-ledger.ts';
import { LEDGER_LABEL, LEDGER_TITLE, ledgerIssue, ledgerState } from '../health/ledger-issue.ts';
import type { Action } from '../model/action.ts';
import type { Known } from '../model/history.ts';
import type { Publication } from '../model/memory.ts';
import type { Debt, Unread } from '../model/pull.ts';
import type { RepoRef } from '../model/ref.ts';
import { ORGANISATION_REPOSITORY } from '../model/well-known.ts';
import type { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { History } from '../ports/history.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { rulesNeeding } from '../review/evaluate.ts';
import { gatherRules, type Rules, type RulesPorts } from './gather-rules.ts';
import { writeIn } from './write-in.ts';

export interface DebtPorts extends RulesPorts {
  github: RulesPorts['github'] & Pick<GitHub, 'ownIssue' | 'write'>;
  ledger: RulesPorts['ledger'] &
    Pick<Ledger, 'publication' | 'savePublication' | 'publications' | 'openPulls' | 'pull' | 'saveLabels'>;
  history: Pick<History, 'open' | 'settled' | 'progress' | 'progressIn'>;
  queue: Pick<Queue, 'add'>;
  clock: Clock;
  log: Log;
  print: (text: string) => string;
}

/** The names under which a ledger's issue is remembered, and whether the whole organisation's budget is spent. */
const LEDGER = 'debt-ledger';
const OF_ALL = 'organisation-debt';

/**
 * Puts the debt ledger on GitHub, one issue edited in place; where its state is the same, nothing is written. Pull requests that
 * wait for a first look at the debt, or were judged by a budget that is spent only now, are judged again: by the organisation's
 * budget, those of all its repositories.
 */
export async function publishDebt(job: Job & { repo: RepoRef }, ports: DebtPorts): Promise<void> {
  const { repo } = job;
  const rules = await gatherRules(repo, ports);
  const policy = rules?.inForce?.policy;
  if (rules === undefined || policy === undefined) return;
  if ((await ports.history.progress(repo)).issue?.to === undefined) return;
  const options = policy['technical-debt'];
  const [first] = ledgerWeeks(ports.clock.now(), policy.communication.timezone);
  const issues = [
    ...(await ports.history.settled({ repo }, 'issue', { from: first?.from ?? 0, to: Number.MAX_SAFE_INTEGER })),
    ...(await ports.history.open({ repo }, 'issue')),
  ];
  const records = issues.map(({ record }) => record);
  const ledger = debtLedger(records, options, ports.clock.now(), policy.communication.timezone);
  const standing = await ports.ledger.publication(repo, LEDGER);
  const { budget, points } = ledger;
  const spent = budget !== undefined && points >= budget && points > 0;
  const wasDebt = ledger.weeks.some(({ burnDown: { start, end } }) => start > 0 || end > 0);
  const isFirst = job.facts.some(({ kind }) => kind === 'again');
  // Before it is remembered that the budget is spent: a run that ends between the two judges again, not never.
  if (isFirst || spent !== (standing?.spent ?? false)) await judgeAgain(repo, ports);
  // A repository that never had debt needs no issue to say so.
  if (standing || wasDebt || points > 0) await write(repo, standing, ledger, { options, spent }, rules, ports);
  const ofAll = options.budget['organisation-points'];
  if (ofAll !== undefined) await lookAtAll(repo, ofAll, ports);
}

/** Where the organisation's budget is spent only now, or has room again, the other repositories are judged again, too. */
async function lookAtAll(repo: RepoRef, budget: number, ports: DebtPorts): Promise<void> {
  const { ledger, history } = ports;
  const organisation = { ...repo, name: ORGANISATION_REPOSITORY };
  const points = await pointsOfAll(repo, ports);
  const spent = points >= budget && points > 0;
  const standing = await ledger.publication(organisation, OF_ALL);
  if (spent === (standing?.spent ?? false)) return;
  for (const { repo: key } of await history.progressIn({ installation: repo.installation })) {
    const [, name = ''] = key.split('/');
    await judgeAgain({ ...repo, name }, ports);
  }
  const remembered = { id: '', number: 0, print: '', points, spent, unsure: false };
  await ledger.savePublication(organisation, OF_ALL, remembered);
}

/** The open points of all repositories, each by its own labels and points, as its ledger shows them. */
async function pointsOfAll({ installation }: RepoRef, { ledger }: { ledger: Pick<Ledger, 'publications'> }) {
  const all = await ledger.publications(installation, LEDGER);
  return all.reduce((sum, { publication }) => sum + (publication.points ?? 0), 0);
}

async function write(
  repo: RepoRef,
  standing: Publication | undefined,
  ledger: DebtLedger,
  { options, spent }: { options: DebtOptions; spent: boolean },
  rules: Rules,
  ports: DebtPorts,
): Promise<void> {
  const print = ports.print(ledgerState(ledger, options));
  if (standing && !standing.unsure && standing.print === print) return;
  const found =
    standing && !standing.unsure ? standing : await ports.github.ownIssue(repo, LEDGER_TITLE, LEDGER_LABEL.name);
  const begun = { ...(found ?? { id: '', number: 0 }), print, points: ledger.points, spent };
  await ports.ledger.savePublication(repo, LEDGER, { ...begun, unsure: true });
  const body = ledgerIssue(ledger, options);
  const wish: Action = found
    ? { kind: 'edit-issue', id: found.id, body }
    : { kind: 'create-issue', title: LEDGER_TITLE, body, labels: [LEDGER_LABEL] };
  const answers = await writeIn(rules.repository, [wish], ports);
  const made = answers['create-issue'];
  await ports.ledger.savePublication(repo, LEDGER, { ...begun, ...made, unsure: false });
  ports.log.info({ points: ledger.points, budget: ledger.budget }, 'the debt ledger was written');
}

/** The budget was spent, or is no more: what was judged by it is judged again. */
async function judgeAgain(repo: RepoRef, { ledger, queue }: DebtPorts): Promise<void> {
  const asking = rulesNeeding('debt');
  const numbers = await ledger.openPulls(repo);
  for (const number of numbers) {
    const pull = await ledger.pull({ repo, number });
    const judged = pull?.report?.judged ?? [];
    const applied = judged.some(({ rule, verdict }) => asking.has(rule) && verdict.outcome !== 'not-applicable');
    if (pull && applied) await queue.add([{ subject: { kind: 'pull', ...pull.ref }, facts: [{ kind: 'again' }] }]);
  }
}

/** The debt that is open now, for a rule that asks; in the whole organisation where it has a budget. */
export async function openDebt(
  repo: RepoRef,
  policy: Policy,
  {
    history,
    ledger,
    clock,
  }: Pick<DebtPorts, 'history' | 'clock'> & { ledger: Pick<Ledger, 'publication' | 'publications'> },
): Promise<Debt | Unread> {
  const isUnread = (known: Known | undefined) => known?.to === undefined;
  const { issue } = await history.progress(repo);
  if (isUnread(issue))
    return { because: issue?.lacks ?? 'The debt ledger has not been read to its end yet', cause: 'elsewhere' };
  const options = policy['technical-debt'];
  const records = (await history.open({ repo }, 'issue')).map(({ record }) => record);
  const own = debtLedger(records, options, clock.now(), policy.communication.timezone);
  const debt = { points: own.points, issues: own.open };
  if (options.budget['organisation-points'] === undefined) return debt;
  const all = await history.progressIn({ installation: repo.installation });
  const unread = all.filter(({ progress }) => isUnread(progress.issue)).length;
  if (unread > 0)
    return {
      because: `The debt of ${unread} of the organisation's ${all.length} repositories has not been read yet`,
      cause: 'elsewhere',
    };
  const shown = (await ledger.publication(repo, LEDGER))?.points ?? 0;
  return { ...debt, organisation: (await pointsOfAll(repo, { ledger })) - shown + own.points };
}
