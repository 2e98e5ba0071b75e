import { Fault } from '../model/fault.ts';
import type { RepoRef } from '../model/ref.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/runtime.ts';

/** What cannot be written while something is amiss with where it should go: by the name under which that is remembered. */
export type Trouble = 'digest trouble' | 'calendar trouble' | 'health trouble';

export interface TroublePorts {
  ledger: Pick<Ledger, 'publication' | 'savePublication'>;
  log: Log;
}

/**
 * Remembers why something cannot be written, or that it can again. It is logged once, with what to do; while it lasts, the doctor and
 * the digest tell it.
 */
export async function rememberTrouble(
  of: RepoRef,
  trouble: Trouble,
  because: string | undefined,
  toDo: string,
  { ledger, log }: TroublePorts,
): Promise<void> {
  const told = await ledger.publication(of, trouble);
  if (because === told?.lacks) return;
  const remembered = { id: '', number: 0, print: '', unsure: false };
  await ledger.savePublication(of, trouble, { ...remembered, ...(because ? { lacks: because } : {}) });
  if (because !== undefined) log.error({ because }, toDo);
}

/** Does something, and answers why it cannot be done as things are; what may go well the next time is thrown on. */
export async function reasonItFails(act: () => Promise<void>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault) || error.kind === 'transient') throw error;
    return error.message;
  }
}

/** What cannot be written at present in an installation, in sentences of safe Markdown, and where that is remembered: `owner/name` in lower case. */
export async function troublesIn(
  installation: number,
  { ledger }: { ledger: Pick<Ledger, 'publications'> },
): Promise<{ repo: string; trouble: Trouble; because: string }[]> {
  const all: Trouble[] = ['digest trouble', 'calendar trouble', 'health trouble'];
  const found = await Promise.all(
    all.map(async (trouble) =>
      (await ledger.publications(installation, trouble)).flatMap(({ repo, publication: { lacks } }) =>
        lacks === undefined ? [] : [{ repo, trouble, because: lacks }],
      ),
    ),
  );
  return found.flat();
}
