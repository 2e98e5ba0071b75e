import { Fault } from '../model/fault.ts';
import { type Hint, momentOf, newer } from '../model/hint.ts';
import type { PullMemory } from '../model/memory.ts';
import type { ClosingIssue, People, PullLabel, PullState } from '../model/pull.ts';
import type { PullRef } from '../model/ref.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job } from '../ports/queue.ts';
import type { Clock, Hints } from '../ports/runtime.ts';
import type { Need } from '../practices/practice.ts';

export interface GatherPorts {
  github: Pick<GitHub, 'pull'>;
  ledger: Pick<Ledger, 'pull'>;
  hints: Hints;
  clock: Clock;
  print: (text: string) => string;
}

/** A pull request as it stands, from memory, events and GitHub, whichever is newest and beyond doubt. */
export interface Seen {
  state: PullState;
  labels: PullLabel[];
  dismissed: string[];
  closes: ClosingIssue[];
  /** Known only where a rule asks. */
  people?: People | undefined;
  /** The event that told of it closed it. */
  closing?: boolean;
  /** Events told of it since it was opened. */
  opening?: boolean;
}

/** What was seen, or that no event told anything newer than what was judged before. */
export type Sight = Seen | 'nothing new';

/** Facts after which nothing remembered is believed: who asks wants an answer about the present. */
const ASKS: ReadonlySet<string> = new Set(['again', 'rerun', 'people', 'command', 'button']);

/**
 * Tells how a pull request stands with the fewest calls: an event that follows what is remembered needs none; where the
 * order of events is in doubt, or nobody told, or another replica was told, GitHub is asked.
 *
 * @throws Fault transient, when GitHub answers with an older state than an event told.
 */
export async function sight(
  job: Job & { ref: PullRef },
  memory: PullMemory | undefined,
  needs: ReadonlySet<Need>,
  ports: GatherPorts,
): Promise<Sight> {
  const hint = ports.hints.take(job.key);
  const known = memory && withLabelFacts(memory, job);
  const asked = job.facts.some(({ kind }) => ASKS.has(kind));
  const lacks = needs.has('people') && memory?.people === undefined;
  const told = job.heardAll && !asked && hint !== undefined && hint !== 'unsure';
  if (known === undefined || memory?.unsure || lacks || !told) {
    return read(job, memory, needs, hint === 'unsure' ? undefined : hint, ports);
  }
  switch (newer(momentOfMemory(known), momentOf(hint))) {
    case 'a':
    case 'same':
      return 'nothing new';
    case undefined:
      return read(job, memory, needs, hint, ports);
    case 'b': {
      const labels = hint.state.labels.map((name) => known.setBy(name));
      const unknown = labels.some(({ by }) => by === 'unknown');
      if (unknown || mayCloseOthers(hint, known, needs, ports)) return read(job, memory, needs, hint, ports);
      return { state: hint.state, labels, dismissed: known.dismissed, closes: known.closes, people: known.people };
    }
  }
}

type Known = PullMemory & { setBy(name: string): PullLabel };

const momentOfMemory = ({ updatedAt, print }: PullMemory) => ({ updatedAt, print });

/** What is remembered of labels, with what events told since of who set them and who took them away. */
function withLabelFacts(memory: PullMemory, job: Job): Known {
  const setBy = new Map(memory.labels.map((label) => [label.name.toLowerCase(), label.by]));
  const dismissed = new Map(memory.dismissed.map((name) => [name.toLowerCase(), name]));
  const own = new Set(memory.ownLabels.map(({ name }) => name.toLowerCase()));
  for (const fact of job.facts) {
    if (fact.kind !== 'label') continue;
    const name = fact.label.toLowerCase();
    if (fact.set) {
      setBy.set(name, fact.by);
      if (fact.by !== 'truenorth') dismissed.delete(name);
    } else if (own.has(name) && fact.by === 'person') dismissed.set(name, fact.label);
  }
  return {
    ...memory,
    dismissed: [...dismissed.values()],
    setBy: (name) => ({ name, by: setBy.get(name.toLowerCase()) ?? 'unknown' }),
  };
}

/** Only an edited description that names issues, or named some before, can change which issues it closes. */
function mayCloseOthers(hint: Hint, known: Known, needs: ReadonlySet<Need>, ports: GatherPorts): boolean {
  const asked = needs.has('closing-issues') || needs.has('linked-issues');
  if (!asked || ports.print(hint.state.body) === known.body) return false;
  return known.closes.length > 0 || /#\d|\/issues\/\d/.test(hint.state.body);
}

async function read(
  job: Job & { ref: PullRef },
  memory: PullMemory | undefined,
  needs: ReadonlySet<Need>,
  hint: Hint | undefined,
  { github, hints, clock }: GatherPorts,
): Promise<Seen> {
  const putBack = () => {
    if (hint) hints.offer(job.key, hint);
  };
  try {
    const { archived, ...seen } = await github.pull(job.ref, { people: needs.has('people') });
    if (archived) throw new Fault('terminal', 'The repository is archived');
    const told = Math.max(...[hint?.state.updatedAt, memory?.updatedAt].map((at) => (at ? Date.parse(at) : 0)));
    if (Date.parse(seen.state.updatedAt) < told && job.attempts < 3)
      throw new Fault('transient', 'GitHub has not caught up with its own event', { retryAt: clock.now() + 2_000 });
    return { ...seen, closing: hint?.closing ?? false, opening: hint?.opening ?? false };
  } catch (error) {
    putBack();
    throw error;
  }
}
