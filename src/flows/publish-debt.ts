import { type DebtLedger, type DebtOptions, debtLedger } from '../health/debt-ledger.ts';
import { LEDGER_LABEL, LEDGER_TITLE, ledgerIssue, ledgerState } from '../health/ledger-issue.ts';
import type { Publication } from '../model/memory.ts';
import type { Debt, Unread } from '../model/pull.ts';
import type { RepoRef } from '../model/ref.ts';
import type { Policy } from '../policy/schema.ts';
import type { Clock, GitHub, History, Job, Ledger, Log, Queue, Scope } from '../ports.ts';
import { rulesInForce } from '../review/evaluate.ts';
import { gatherRules, type Rules, type RulesPorts } from './gather-rules.ts';
import { targetOf } from './target.ts';

export interface DebtPorts extends RulesPorts {
  github: RulesPorts['github'] & Pick<GitHub, 'ownIssue' | 'write'>;
  ledger: RulesPorts['ledger'] & Pick<Ledger, 'publication' | 'savePublication' | 'openPulls' | 'pull'>;
  history: Pick<History, 'open' | 'settled' | 'progress'>;
  queue: Pick<Queue, 'add'>;
  clock: Clock;
  log: Log;
  print: (text: string) => string;
}

/** The name under which the ledger's issue is remembered. */
const LEDGER = 'debt-ledger';
const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

/**
 * Puts the debt ledger on GitHub, one issue edited in place; where its state is the same, nothing is written. Pull requests that
 * wait for a first look at the debt, or were judged by a budget that is spent only now, are judged again.
 */
export async function publishDebt(job: Job & { repo: RepoRef }, ports: DebtPorts): Promise<void> {
  const { repo } = job;
  const rules = await gatherRules(repo, ports);
  const policy = rules?.inForce?.policy;
  if (rules === undefined || policy === undefined) return;
  if ((await ports.history.progress(repo)).issue?.to === undefined) return;
  const options = policy['technical-debt'];
  const issues = [
    ...(await ports.history.settled({ repo }, 'issue', ALWAYS)),
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
  if (isFirst || spent !== (standing?.spent ?? false)) await judgeAgain(repo, policy, ports);
  // A repository that never had debt needs no issue to say so.
  if (standing || wasDebt || points > 0) await write(repo, standing, ledger, { options, spent }, rules, ports);
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
  const begun = { ...(found ?? { id: '', number: 0 }), print, spent };
  await ports.ledger.savePublication(repo, LEDGER, { ...begun, unsure: true });
  const body = ledgerIssue(ledger, options);
  const { nodeId, labels } = rules.repository;
  const { answers } = await ports.github.write(
    targetOf({ kind: 'repository', repo }, nodeId, { labels }),
    found
      ? [{ kind: 'edit-issue', id: found.id, body }]
      : [{ kind: 'create-issue', title: LEDGER_TITLE, body, labels: [LEDGER_LABEL] }],
  );
  const made = answers['create-issue'];
  await ports.ledger.savePublication(repo, LEDGER, { ...begun, ...made, unsure: false });
  ports.log.info({ points: ledger.points, budget: ledger.budget }, 'the debt ledger was written');
}

/** The budget was spent, or is no more: what was judged by it is judged again. */
async function judgeAgain(repo: RepoRef, policy: Policy, { ledger, queue }: DebtPorts): Promise<void> {
  const asking = new Set(rulesInForce(policy).flatMap(({ id, rule }) => (rule.needs.includes('debt') ? id : [])));
  const numbers = await ledger.openPulls(repo);
  for (const number of numbers) {
    const judged = (await ledger.pull({ repo, number }))?.report?.judged ?? [];
    const applied = judged.some(({ rule, verdict }) => asking.has(rule) && verdict.outcome !== 'not-applicable');
    if (applied) await queue.add([{ subject: { kind: 'pull', repo, number }, facts: [{ kind: 'again' }] }]);
  }
}

/** The debt that is open now, for a rule that asks; in the whole organisation where it has a budget. */
export async function openDebt(
  repo: RepoRef,
  policy: Policy,
  { history, clock }: Pick<DebtPorts, 'history' | 'clock'>,
): Promise<Debt | Unread> {
  if ((await history.progress(repo)).issue?.to === undefined)
    return { because: 'The debt ledger has not been read to its end yet', cause: 'elsewhere' };
  const options = policy['technical-debt'];
  const openIn = async (of: Scope) => {
    const records = (await history.open(of, 'issue')).map(({ record }) => record);
    return debtLedger(records, options, clock.now(), policy.communication.timezone);
  };
  const own = await openIn({ repo });
  const ofAll =
    options.budget['organisation-points'] === undefined ? undefined : await openIn({ installation: repo.installation });
  return { points: own.points, issues: own.open, ...(ofAll ? { organisation: ofAll.points } : {}) };
}
