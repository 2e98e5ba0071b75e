import { expect, it } from 'vitest';
import { reconcileOrganisation } from '../../src/flows/reconcile-rules.ts';
import { keyOf } from '../../src/model/ref.ts';
import type { Job, Wanted } from '../../src/ports/queue.ts';

/** What is asked for once something was heard of an organisation, by name. */
async function askedFor(facts: Job['facts']): Promise<Map<string, Wanted>> {
  const asked: Wanted[] = [];
  const subject = { kind: 'organisation' as const, installation: 7, owner: 'acme' };
  const ports = {
    github: { repositories: async () => [] },
    ledger: { voidRepository: async () => undefined },
    queue: { add: async (wanted: readonly Wanted[]) => void asked.push(...wanted) },
    log: { info: () => undefined },
  };
  await reconcileOrganisation({ ...subject, subject, facts } as never, ports as never);
  return new Map(asked.map((wanted) => [keyOf(wanted.subject), wanted]));
}

it('an organisation that comes while the app runs is swept from the next day on', async () => {
  expect((await askedFor([{ kind: 'added' }])).get('acme sweep')).toMatchObject({ after: 24 * 60 * 60_000 });
});

it('a change of its rules hastens no sweep', async () => {
  expect([...(await askedFor([])).keys()]).toEqual(['acme digest', 'acme calendar']);
});
