import { repoKey } from '../model/ref.ts';
import type { Ledger } from '../ports/ledger.ts';
import { gatherRules } from './gather-rules.ts';
import { type KpiPorts, keepKpis } from './keep-kpis.ts';
import type { Target } from './preview-week.ts';
import { type SyncListener, type SyncPorts, sync } from './sync.ts';

export type ReadForWeekPorts = SyncPorts &
  KpiPorts & { ledger: Pick<Ledger, 'repositories' | 'voidRepository' | 'forgetRepository'> };

/**
 * Reads what a week is told from, for who hears of no events: files may have changed since they were read, repositories may be
 * gone. What is known of the past is not read again. Answers whether there is a repository to see.
 */
export async function readForWeek(
  { installation, owner, name }: Target,
  listener: SyncListener,
  ports: ReadForWeekPorts,
): Promise<boolean> {
  const { github, ledger, clock } = ports;
  const seen = await github.repositories(installation);
  const [first] = seen;
  const keys = new Set(seen.map(repoKey));
  for (const { repo } of await ledger.repositories(installation))
    await (keys.has(repoKey(repo)) ? ledger.voidRepository(repo) : ledger.forgetRepository(repo));
  if (first === undefined || (name !== undefined && (await gatherRules(first, ports)) === undefined)) return false;
  await sync({ target: name === undefined ? owner : `${owner}/${name}` }, listener, ports);
  for (const repo of seen) await keepKpis({ repo, facts: [], since: clock.now() }, ports);
  return true;
}
