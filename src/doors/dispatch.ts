import { Fault } from '../model/fault.ts';
import type { PullRef, RepoRef } from '../model/ref.ts';
import type { Job } from '../ports/queue.ts';
import type { Log } from '../ports/runtime.ts';

/** What is done for each kind of subject. */
export interface Flows {
  pull(job: Job & { ref: PullRef }, log: Log): Promise<void>;
  people(job: Job & { ref: PullRef }, log: Log): Promise<void>;
  waivers(job: Job & { ref: PullRef }, log: Log): Promise<void>;
  issue(job: Job & { ref: PullRef }, log: Log): Promise<void>;
  commit(job: Job & { repo: RepoRef; sha: string }, log: Log): Promise<void>;
  repository(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  issues(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  debt(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  history(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  kpis(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  health(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  digest(job: Job & { installation: number; owner: string }, log: Log): Promise<void>;
  calendar(job: Job & { installation: number; owner: string }, log: Log): Promise<void>;
  sweep(job: Job & { installation: number; owner: string }, log: Log): Promise<void>;
  onboarding(job: Job & { installation: number; owner: string }, log: Log): Promise<void>;
  deliveries(job: Job, log: Log): Promise<void>;
  organisation(job: Job & { installation: number; owner: string }, log: Log): Promise<void>;
  /** Says on the subject that its work failed; `final` once it is not tried again by itself. */
  trouble(job: Job, trouble: { fault: Fault; final: boolean }, log: Log): Promise<void>;
}

/** Does a job's work, by the kind of its subject. */
export function dispatch(job: Job, flows: Flows, log: Log): Promise<void> {
  const { subject } = job;
  switch (subject.kind) {
    case 'pull':
      return flows.pull({ ...job, ref: { repo: subject.repo, number: subject.number } }, log);
    case 'people':
    case 'waivers':
    case 'issue':
      return flows[subject.kind]({ ...job, ref: { repo: subject.repo, number: subject.number } }, log);
    case 'commit':
      return flows.commit({ ...job, repo: subject.repo, sha: subject.sha }, log);
    case 'repository':
    case 'issues':
    case 'debt':
    case 'history':
    case 'kpis':
    case 'health':
      return flows[subject.kind]({ ...job, repo: subject.repo }, log);
    case 'deliveries':
      return flows.deliveries(job, log);
    case 'digest':
    case 'calendar':
    case 'sweep':
    case 'onboarding':
    case 'organisation':
      return flows[subject.kind]({ ...job, installation: subject.installation, owner: subject.owner }, log);
    default:
      // A newer replica asked for it, while this one is about to be replaced: it is left for that one.
      subject satisfies never;
      throw new Fault('transient', 'Only a newer version knows what this work is');
  }
}
