import { Fault } from '../model/fault.ts';
import { nameOf, type RepoRef, repoKey } from '../model/ref.ts';
import type { GitHub } from '../ports/github.ts';
import { gatherRules } from './gather-rules.ts';
import { debtAsked, type KeepPorts } from './keep-history.ts';
import { type HistoryPage, KINDS, readHistory } from './read-history.ts';

export type SyncPorts = KeepPorts & { github: Pick<GitHub, 'repositories' | 'installationOf'> };

/** An organisation, or `owner/repo`; and how many weeks back its past is to be known. */
export interface SyncWanted {
  target: string;
  weeks?: number | undefined;
}

/** Who watches a reading of the past. */
export interface SyncListener {
  /** So many repositories are read. */
  begin(repositories: number): void;
  page(page: HistoryPage): void;
  /** Half of the rate limit is used: nothing is read before that instant. Resolves once it goes on. */
  pause(until: number): Promise<void>;
  /** A repository is done; `skipped` says why nothing of it was read. */
  done(repo: RepoRef, skipped?: string): void;
}

/**
 * Reads the past of an organisation's repositories, or of one, on from where it is known. What is read is kept page by page, so
 * that it can be ended at any time and goes on where it was.
 *
 * @throws Fault terminal, where the app is not installed there.
 */
export async function sync({ target, weeks }: SyncWanted, listener: SyncListener, ports: SyncPorts): Promise<void> {
  const [owner = '', name] = target.split('/');
  const installation = await ports.github.installationOf(owner);
  if (installation === undefined) throw new Fault('terminal', `The app is not installed on ${owner}`);
  const visible = await ports.github.repositories(installation);
  const wanted = visible.filter((repo) => name === undefined || repoKey(repo) === target.toLowerCase());
  if (wanted.length === 0) throw new Fault('terminal', `The app does not see ${target}`);
  listener.begin(wanted.length);
  const asking = { ...ports, ...(weeks === undefined ? {} : { weeksBack: weeks }) };
  for (const repo of wanted) listener.done(repo, await readAll(repo, listener, asking));
}

/** Reads one repository to its end, however often the rate limit asks to wait; answers why it was not read. */
async function readAll(repo: RepoRef, listener: SyncListener, ports: SyncPorts): Promise<string | undefined> {
  const rules = await gatherRules(repo, ports);
  if (rules === undefined) return `${nameOf(repo)} is archived`;
  if (rules.inForce?.policy === undefined) return `${nameOf(repo)} has no configuration`;
  const asked = await debtAsked(repo, ports);
  for (;;) {
    const ended = await readHistory(repo, KINDS, rules, { ...ports, onPage: listener.page });
    if (ended.state === 'known') {
      // The app writes the ledger, one job at a time.
      await ports.queue.add([asked]);
      return undefined;
    }
    await listener.pause(ended.until);
  }
}
