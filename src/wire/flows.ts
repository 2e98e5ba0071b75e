import type { Metrics } from '../adapters/telemetry/metrics.ts';
import type { Flows } from '../doors/dispatch.ts';
import { whileHeld } from '../doors/held.ts';
import { judgeIssue } from '../flows/judge-issue.ts';
import { keepCalendar } from '../flows/keep-calendar.ts';
import { issuesChanged, keepHistory } from '../flows/keep-history.ts';
import { keepKpis } from '../flows/keep-kpis.ts';
import type { Learned } from '../flows/learn-outcomes.ts';
import { onboard } from '../flows/onboard.ts';
import { publishDebt } from '../flows/publish-debt.ts';
import { publishDigest } from '../flows/publish-digest.ts';
import { publishHealth } from '../flows/publish-health.ts';
import type { HistoryPage } from '../flows/read-history.ts';
import { reconcileCommit } from '../flows/reconcile-commit.ts';
import { reconcilePull } from '../flows/reconcile-pull.ts';
import { reconcileOrganisation, reconcileRepository } from '../flows/reconcile-rules.ts';
import { recoverDeliveries } from '../flows/recover-deliveries.ts';
import { peopleChanged, waiverEnded } from '../flows/remind.ts';
import { reportTrouble } from '../flows/report-trouble.ts';
import { commandsOnIssue } from '../flows/run-commands.ts';
import { sweep } from '../flows/sweep.ts';
import { nameOf } from '../model/ref.ts';
import { resolve } from '../policy/resolve.ts';
import type { GitHub, Registry } from '../ports/github.ts';
import type { History } from '../ports/history.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue } from '../ports/queue.ts';
import type { Clock, Hints, Log, Pace } from '../ports/runtime.ts';
import type { Settings } from '../settings.ts';
import { sha256 } from './connect.ts';

/** What every flow may ask for, whoever runs it. */
interface Ports {
  github: GitHub;
  ledger: Ledger;
  history: History;
  queue: Queue;
  hints: Hints;
  clock: Clock;
  /** Where people look at GitHub. */
  web: string;
}

/** The same, with what is remembered between flows for as long as the process lives. */
export function givenToAll(ports: Ports, { docsUrl }: Pick<Settings, 'docsUrl'>) {
  const page = (rule: string) => (docsUrl === undefined ? undefined : `${docsUrl.replace(/\/$/, '')}/${rule}.md`);
  const held = new Map<number, number>();
  const pace: Pace = {
    until: (installation) => held.get(installation),
    hold: (installation, until) => void held.set(installation, until),
  };
  const learned = new Map<string, Learned>();
  return { ...ports, page, pace, learned, print: sha256, resolve: remembering(resolve, 500) };
}

/** The flows, each with the ports it asks for, which it has as long as its work is held. */
export function flowsOver(
  ports: Ports & { registry: Registry; metrics: Metrics },
  settings: Pick<Settings, 'docsUrl'>,
): Flows {
  const { metrics, registry, ...others } = ports;
  const onPage = ({ repo, kind, ...page }: HistoryPage) =>
    metrics.past({ key: `${nameOf(repo)} ${kind}`, kind, ...page });
  const all = { ...givenToAll(others, settings), onPage, onJudged: metrics.judged };
  const held = (job: Job, log: Log) => ({
    ...{ ...all, log, github: whileHeld(ports.github, job), ledger: whileHeld(ports.ledger, job) },
  });
  return {
    pull: (job, log) => reconcilePull(job, held(job, log)),
    people: (job, log) => peopleChanged(job, held(job, log)),
    waivers: (job, log) => waiverEnded(job, held(job, log)),
    async issue(job, log) {
      await commandsOnIssue(job, held(job, log));
      if (job.facts.some(({ kind }) => kind === 'again')) await judgeIssue(job, held(job, log));
    },
    commit: (job, log) => reconcileCommit(job, held(job, log)),
    repository: (job, log) => reconcileRepository(job, held(job, log)),
    issues: (job, log) => issuesChanged(job, held(job, log)),
    digest: (job, log) => publishDigest(job, held(job, log)),
    health: (job, log) => publishHealth(job, held(job, log)),
    calendar: (job, log) => keepCalendar(job, held(job, log)),
    sweep: (job, log) => sweep(job, held(job, log)),
    onboarding: (job, log) => onboard(job, held(job, log)),
    deliveries: (job, log) => recoverDeliveries({ ...held(job, log), registry }),
    debt: (job, log) => publishDebt(job, held(job, log)),
    history: (job, log) => keepHistory(job, held(job, log)),
    kpis: (job, log) => keepKpis(job, held(job, log)),
    organisation: (job, log) => reconcileOrganisation(job, held(job, log)),
    async trouble(job, trouble, log) {
      const { subject } = job;
      if (subject.kind !== 'pull') return;
      await reportTrouble({ ...job, ref: { repo: subject.repo, number: subject.number } }, trouble, held(job, log));
    },
  };
}

/** Answers the same question from memory; the oldest answers are forgotten first. */
function remembering<Q, A>(ask: (question: Q) => A, kept: number): (question: Q) => A {
  const answers = new Map<string, A>();
  return (question) => {
    const key = sha256(JSON.stringify(question));
    if (!answers.has(key)) answers.set(key, ask(question));
    if (answers.size > kept) answers.delete(answers.keys().next().value ?? '');
    return answers.get(key) as A;
  };
}
