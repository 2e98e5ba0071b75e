import { z } from 'zod';
import type { EventFact } from '../../model/event.ts';
import { withoutSecrets } from '../../model/secret.ts';
import { cut, storable } from '../../model/text.ts';
import { Common, type Knock, NOTHING, repoOf } from './knock.ts';

export const DispatchEvent = Common.extend({ action: z.string(), client_payload: z.unknown().optional() });

/** The type of `repository_dispatch` events that tell a KPI's reading. */
const KPI = 'truenorth-kpi';

/** Longer than any id, number or day. */
const LONGEST = 100;

/**
 * Whatever was told, as text that any database takes: a mistake is shown to people, who may have meant something; but not the credential
 * that a script put there.
 */
const text = z
  .unknown()
  .optional()
  .transform((told) => cut(withoutSecrets(storable(worded(told)), LONGEST), LONGEST));
const Told = z.object({ kpi: text, value: z.number().or(text), date: text }).catch({ kpi: '', value: '', date: '' });

/** A reading that a script tells; GitHub cannot be asked for it later. */
export function onDispatch({ action, client_payload, ...event }: z.infer<typeof DispatchEvent>): Knock {
  if (action !== KPI) return NOTHING;
  const { kpi, value, date } = Told.parse(client_payload);
  const fact: EventFact = { kind: 'reading', kpi, value, ...(date === '' ? {} : { day: date }), source: 'dispatch' };
  return { wanted: [{ subject: { kind: 'kpis', repo: repoOf(event) }, facts: [fact] }] };
}

function worded(told: unknown): string {
  if (typeof told === 'string') return told;
  if (told == null) return '';
  try {
    return JSON.stringify(told);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Lists of lists, deeper than the stack goes: nobody meant that as a reading.
    return '[…]';
  }
}
