import { OCCASION_LABEL, reminderIssue, reminderMarker } from '../health/occasion-issue.ts';
import type { Action } from '../model/action.ts';
import type { KpiState } from '../model/occasion.ts';
import type { RepoRef } from '../model/ref.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/runtime.ts';
import type { CalendarRuleInForce } from '../review/calendar.ts';
import type { Desk } from './gather-occasion.ts';
import { writeIn } from './write-in.ts';

interface ReminderPorts {
  github: Pick<GitHub, 'ownMarked' | 'write'>;
  ledger: Pick<Ledger, 'publication' | 'savePublication' | 'saveLabels'>;
  log: Log;
  print: (text: string) => string;
}

type Asking = Pick<CalendarRuleInForce, 'id' | 'why' | 'reminder'>;

const nameFor = ({ id }: Asking): string => `reminder ${id}`;

/** Whether a rule may have to speak: it asks for something, or its issue stands from when it did. */
export async function isHeard(
  repo: RepoRef,
  rule: Asking,
  { ledger }: Pick<ReminderPorts, 'ledger'>,
): Promise<boolean> {
  if (rule.reminder !== undefined) return true;
  const standing = await ledger.publication(repo, nameFor(rule));
  return standing !== undefined && (standing.unsure || standing.id !== '');
}

/**
 * Keeps the one issue that asks for what is amiss: opened once something is, edited while it changes, closed once nothing is. Who closes it
 * by hand is not asked again until all was well in between.
 */
export async function remind(
  { repo, rules }: Pick<Desk, 'repo' | 'rules'>,
  rule: Asking,
  kpis: readonly KpiState[],
  { github, ledger, log, print }: ReminderPorts,
): Promise<void> {
  const name = nameFor(rule);
  const wanted = rule.reminder?.(kpis);
  const body = wanted && reminderIssue(rule, wanted.text);
  const shown = body === undefined ? '' : print(body);
  const standing = await ledger.publication(repo, name);
  if (standing && !standing.unsure && standing.print === shown) return;
  const isSure = standing !== undefined && !standing.unsure;
  const found = isSure
    ? { ...standing, open: standing.id !== '' }
    : await github.ownMarked(repo, reminderMarker(rule), OCCASION_LABEL.name);
  const open = found?.open ? found : undefined;
  const actions = actionsFor(open?.id, wanted && { title: wanted.title, body: body ?? '' });
  const remember = (issue: { id: string; number: number }, unsure: boolean) =>
    ledger.savePublication(repo, name, { ...issue, print: shown, unsure });
  const kept = { id: open?.id ?? '', number: open?.number ?? 0 };
  if (actions.length === 0) return remember(kept, false);
  await remember(kept, true);
  const made = await writeIn(rules.repository, actions, { github, ledger });
  await remember(wanted ? (made['create-issue'] ?? kept) : { id: '', number: 0 }, false);
  log.info({ rule: rule.id, actions: actions.map(({ kind }) => kind) }, 'written');
}

function actionsFor(id: string | undefined, wanted: { title: string; body: string } | undefined): Action[] {
  if (wanted === undefined) return id === undefined ? [] : [{ kind: 'close-issue', id }];
  if (id !== undefined) return [{ kind: 'edit-issue', id, body: wanted.body }];
  return [{ kind: 'create-issue', ...wanted, labels: [OCCASION_LABEL] }];
}
