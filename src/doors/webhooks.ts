import type { Probot } from 'probot';
import { z } from 'zod';
import { keyOf } from '../model/ref.ts';
import type { During, Hints, Log, Queue } from '../ports.ts';
import { type Event, type Self, translate } from './events.ts';

export interface WebhookPorts {
  queue: Pick<Queue, 'deliver'>;
  hints: Pick<Hints, 'offer'>;
  log: Log;
  during: During;
  self: () => Self;
  print: (text: string) => string;
}

/** Takes a verified event in: resolves once its work is durable, rejects where it could not be committed. */
export type TakeIn = (event: Event) => Promise<void>;

export const takingIn =
  ({ during, ...ports }: WebhookPorts): TakeIn =>
  (event) =>
    during({ name: 'delivery', delivery: event.id, event: event.name }, () => commit(event, ports));

async function commit(event: Event, { queue, hints, log, self, print }: Omit<WebhookPorts, 'during'>): Promise<void> {
  const knock = understand();
  if (knock === undefined) return;
  if (knock.hint) hints.offer(knock.hint.key, knock.hint.hint);
  const fresh = await queue.deliver(event.id, knock.wanted);
  const subjects = knock.wanted.map(({ subject }) => keyOf(subject));
  log.debug({ subjects, fresh }, 'delivery committed');

  function understand() {
    try {
      return translate(event, self(), print);
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      // Acknowledged all the same: GitHub would send the same payload again.
      log.warn({ problems: problemsOf(error) }, 'a payload lacks what its event should have');
      return undefined;
    }
  }
}

/** Where the payload is odd, never what it holds. */
const problemsOf = (error: z.ZodError): string[] =>
  error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')}: ${code}`);

/** Truenorth as a Probot app function, for those who bring a Probot server of their own. */
export const asProbotApp =
  (takeIn: TakeIn) =>
  (app: Probot): void =>
    app.onAny(({ id, name, payload }) => takeIn({ id, name, payload }));
