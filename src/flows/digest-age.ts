import type { Week } from '../health/week.ts';
import type { RepoRef } from '../model/ref.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Clock } from '../ports/runtime.ts';

interface Ports {
  ledger: Pick<Ledger, 'publication' | 'savePublication'>;
  clock: Clock;
}

/** Since when an organisation is known, and when its last week was told, as the defaults' publications note it. */
const SINCE = 'weeks since';
const TOLD = 'weeks told';
/** No week is to be told. */
const NEVER = '';

/**
 * Whether the time at which a week is due came while Truenorth knew of the organisation: who installs it in the middle of a week is
 * told of the first one at its end. When that was is remembered the first time.
 */
export async function wasHere(defaults: RepoRef, at: number, { ledger, clock }: Ports): Promise<boolean> {
  const known = await ledger.publication(defaults, SINCE);
  if (known) return Number(known.print) <= at;
  await ledger.savePublication(defaults, SINCE, { ...BLANK, print: String(clock.now()) });
  return false;
}

/** Notes that a week was told, or that none is to be; a week that was told before changes nothing. */
export async function noteTold(defaults: RepoRef, week: Week | undefined, { ledger, clock }: Ports): Promise<void> {
  const known = await ledger.publication(defaults, TOLD);
  const name = week?.name ?? NEVER;
  if (known?.week === name) return;
  await ledger.savePublication(defaults, TOLD, { ...BLANK, week: name, print: String(clock.now()) });
}

const BLANK = { id: '', number: 0, unsure: false };

/** How long ago each organisation's week was told, ms; of one whose first is still to come, since when it is known. */
export async function digestAges({ ledger, clock }: { ledger: Pick<Ledger, 'publicationsOfAll'>; clock: Clock }) {
  const [since, told] = await Promise.all([ledger.publicationsOfAll(SINCE), ledger.publicationsOfAll(TOLD)]);
  const last = new Map(told.map((one) => [one.installation, one.publication]));
  return since.flatMap(({ installation, publication }) => {
    const { week, print } = last.get(installation) ?? publication;
    return week === NEVER ? [] : [{ installation, age: Math.max(0, clock.now() - Number(print)) }];
  });
}
