import type { Coverage, Facts } from '../doctor/facts.ts';
import type { Reading } from '../doctor/finding.ts';
import { nameOf, repoKey } from '../model/ref.ts';
import type { Grant } from '../model/registration.ts';
import { ORGANISATION_REPOSITORY } from '../model/well-known.ts';
import { gapsIn } from '../policy/gaps.ts';
import type { GitHub, Registry } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock } from '../ports/runtime.ts';
import { inForceOfAll, type RulesPorts } from './gather-rules.ts';
import { troublesIn } from './unwritable.ts';

/** A database that could be opened. */
export interface Stored {
  kind: 'PostgreSQL' | 'embedded';
  queue: Pick<Queue, 'depth'>;
  ledger: Pick<Ledger, 'repositories' | 'publications'>;
}

export interface ExaminePorts extends Pick<RulesPorts, 'resolve'> {
  registry: Registry;
  github: Pick<GitHub, 'repositories'>;
  clock: Clock;
  web: string;
  secretLength: number;
}

/** Everything that the doctor looks at. What cannot be read is no reason not to look at the rest; nothing is written. */
export async function gatherExamination(stored: Reading<Stored>, ports: ExaminePorts): Promise<Facts> {
  const { registry, clock, web, secretLength } = ports;
  const registration = await reading(() => registry.registration());
  return {
    ...{ now: clock.now(), web, registration, secretLength },
    database: 'because' in stored ? stored : await reading(async () => standing(stored.value)),
    hook: await reading(() => registry.hook()),
    deliveries: await reading(() => registry.deliveries()),
    grants: await reading(async () =>
      Promise.all(
        (await registry.grants()).map(async (grant) => ({
          grant,
          coverage: grant.suspended ? SUSPENDED : await coverageOf(grant, stored, ports),
        })),
      ),
    ),
  };
}

const SUSPENDED: Reading<Coverage> = { because: 'the installation is suspended' };

async function reading<Value>(read: () => Promise<Value>): Promise<Reading<Value>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { because: error instanceof Error ? error.message : String(error) };
  }
}

async function standing({ kind, queue }: Stored) {
  const { waiting, running, setAside, oldest } = await queue.depth();
  return { kind, queue: { waiting, running, setAside, oldest } };
}

/** Which of an installation's repositories have a configuration, as it is remembered. */
async function coverageOf(
  { installation }: Grant,
  stored: Reading<Stored>,
  { github, resolve }: ExaminePorts,
): Promise<Reading<Coverage>> {
  if ('because' in stored) return { because: 'what is configured is not known without the database' };
  const { ledger } = stored.value;
  return reading(async () => {
    const visible = await github.repositories(installation);
    const remembered = await inForceOfAll(installation, { ledger, resolve });
    const known = new Map(remembered.map((one) => [repoKey(one.repository.repo), one]));
    const defaults = remembered.find(({ repository: { repo } }) => repo.name.toLowerCase() === ORGANISATION_REPOSITORY);
    return {
      repositories: visible.length,
      without: visible.flatMap((repo) =>
        known.get(repoKey(repo))?.inForce?.policy === undefined && known.has(repoKey(repo)) ? nameOf(repo) : [],
      ),
      unread: visible.filter((repo) => !known.has(repoKey(repo))).length,
      organisation: defaults?.repository.policy.state ?? 'not read yet',
      troubles: [
        ...problemsOf(remembered),
        ...gapsOf(defaults),
        ...(await troublesIn(installation, { ledger })).map(({ repo, because }) => ({
          repository: repo,
          text: `nothing can be written: ${because}`,
        })),
      ],
    };
  });
}

type Remembered = Awaited<ReturnType<typeof inForceOfAll>>[number];

/** What is wrong with the files, each told once: a repository inherits its organisation's. */
function problemsOf(remembered: readonly Remembered[]): Coverage['troubles'] {
  const told = new Map<string, { repository: string; text: string }>();
  for (const { repository, inForce } of remembered)
    for (const { file, line, column, message, fix } of inForce?.problems ?? []) {
      const isOwn = !file.includes(':');
      const text = `${file}:${line}:${column}: ${message} ${fix}`;
      const name = nameOf(repository.repo);
      const key = isOwn ? `${name} ${text}` : text;
      if (!told.has(key)) told.set(key, { repository: name, text });
    }
  return [...told.values()];
}

const gapsOf = (defaults: Remembered | undefined): Coverage['troubles'] =>
  defaults?.inForce?.policy === undefined
    ? []
    : gapsIn(defaults.inForce.policy).map((text) => ({ repository: nameOf(defaults.repository.repo), text }));
