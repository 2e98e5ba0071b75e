/** Code that the demo's pull requests bring along. */

export const IMPORT_PATIENTS = `import { parse } from '@acme/csv';
import type { Clinic, Patient } from '@acme/model';
import { metrics } from '@acme/metrics';

/** A row that could not be taken over, and why. */
export interface Refused {
  line: number;
  reason: string;
}

const REQUIRED = ['name', 'birthday', 'phone'] as const;

/** Takes over a clinic's patient list; what cannot be read is told line by line, and nothing is guessed. */
export async function importPatients(clinic: Clinic, file: string): Promise<{ taken: number; refused: Refused[] }> {
  const refused: Refused[] = [];
  const patients: Patient[] = [];
  for (const [index, row] of parse(file).entries()) {
    const missing = REQUIRED.filter((column) => row[column] === undefined);
    if (missing.length > 0) {
      refused.push({ line: index + 2, reason: \`no \${missing.join(', ')}\` });
      continue;
    }
    patients.push({ name: row.name, birthday: new Date(row.birthday), phone: row.phone });
  }
  const known = await clinic.phones();
  const fresh = patients.filter(({ phone }) => !known.has(phone));
  await clinic.add(fresh);
  metrics.imported.inc({ clinic: clinic.id }, fresh.length);
  metrics.refused.inc({ clinic: clinic.id }, refused.length);
  return { taken: fresh.length, refused };
}
`;

export const INSURANCE_CARD = `import { createHash } from 'node:crypto';
import { storage } from '@acme/storage';
import { resize } from '@acme/images';

const LARGEST = 8 * 1024 * 1024;
const KINDS = new Map([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
]);

export class CardRefused extends Error {}

/** Keeps a photo of an insurance card until the front desk has typed it in. */
export async function uploadCard(patient: string, kind: string, photo: Buffer): Promise<string> {
  const ending = KINDS.get(kind);
  if (ending === undefined) throw new CardRefused('Please take a photo as JPEG or PNG.');
  if (photo.length > LARGEST) throw new CardRefused('This photo is larger than 8 MB.');
  const name = createHash('sha256').update(photo).digest('hex');
  const small = await resize(photo, { width: 1600 });
  const address = \`cards/\${patient}/\${name}.\${ending}\`;
  await storage.put(address, small, { encrypted: true, keepDays: 30 });
  return address;
}

/** Whose turn it is: cards that wait to be typed in, the oldest first. */
export async function waiting(patient: string): Promise<string[]> {
  const cards = await storage.list(\`cards/\${patient}/\`);
  return cards.sort((a, b) => a.since - b.since).map(({ address }) => address);
}

/** Removes the photo once its number has been typed in. */
export async function forgetCard(address: string): Promise<void> {
  if (!address.startsWith('cards/')) throw new CardRefused('This is no card.');
  await storage.remove(address);
}
`;

export const SESSION_BEFORE = `import { randomBytes } from 'node:crypto';
import { store } from '@acme/store';

export async function signIn(account: string, current?: string): Promise<string> {
  if (current !== undefined) return current;
  const token = randomBytes(32).toString('base64url');
  await store.set(token, account, { hours: 12 });
  return token;
}
`;

export const SESSION_AFTER = `import { randomBytes } from 'node:crypto';
import { store } from '@acme/store';

export async function signIn(account: string, current?: string): Promise<string> {
  if (current !== undefined) await store.remove(current);
  const token = randomBytes(32).toString('base64url');
  await store.set(token, account, { hours: 8 });
  return token;
}
`;

export const CALENDAR_SYNC = `import { setTimeout as wait } from 'node:timers/promises';
import { log } from '@acme/log';
import type { Appointment, Provider } from '@acme/model';

const TRIES = 4;
const LONGEST_WAIT = 30_000;

/** Waits longer after each failure, with some chance in it, so that providers are not all asked at once. */
const pause = (attempt: number): number => Math.min(LONGEST_WAIT, 500 * 2 ** attempt) * (0.5 + Math.random() / 2);

/** Brings a provider's calendar up to date; a provider that does not answer in time is asked again. */
export async function sync(provider: Provider, since: Date): Promise<Appointment[]> {
  for (let attempt = 0; ; attempt++) {
    const began = performance.now();
    try {
      const changes = await provider.changes(since, { signal: AbortSignal.timeout(5_000) });
      log.info({ provider: provider.id, attempt, changes: changes.length, took: performance.now() - began }, 'synced');
      return changes;
    } catch (error) {
      if (attempt + 1 >= TRIES || !isTimeout(error)) throw error;
      log.warn({ provider: provider.id, attempt }, 'the provider did not answer in time');
      await wait(pause(attempt));
    }
  }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';
`;

export const WAITING_LIST = `import type { Appointment, Patient } from '@acme/model';

export interface Waiting {
  patient: Patient;
  since: Date;
  /** Days on which the patient can come, 0 is Sunday. */
  days: ReadonlySet<number>;
  minutes: number;
}

/** Who could take a slot that became free: those who have waited longest, as far as the slot is long enough. */
export function candidates(slot: Appointment, list: readonly Waiting[]): Waiting[] {
  const minutes = (slot.ends.getTime() - slot.begins.getTime()) / 60_000;
  return list
    .filter(({ days }) => days.has(slot.begins.getDay()))
    .filter((waiting) => waiting.minutes <= minutes)
    .sort((a, b) => a.since.getTime() - b.since.getTime());
}

/** Offers the slot to one after the other until somebody takes it. */
export async function offer(
  slot: Appointment,
  list: readonly Waiting[],
  ask: (patient: Patient, slot: Appointment) => Promise<boolean>,
): Promise<Waiting | undefined> {
  for (const waiting of candidates(slot, list)) {
    if (await ask(waiting.patient, slot)) return waiting;
  }
  return undefined;
}
`;

export const CONSENT_SQL = `create table consent (
  patient uuid not null references patient (id),
  purpose text not null,
  given_at timestamptz not null,
  source text not null,
  primary key (patient, purpose)
);
`;
