import type { Probot } from 'probot';
import { z } from 'zod';
import { keyOf } from '../model/ref.ts';
import type { Hints, Log, Queue } from '../ports.ts';
import { type Event, type Self, translate } from './events.ts';

export interface WebhookPorts {
  queue: Pick<Queue, 'deliver'>;
  hints: Pick<Hints, 'offer'>;
  log: Log;
  self: () => Self;
  print: (text: string) => string;
}

/** Takes a verified event in: resolves once its work is durable, rejects where it could not be committed. */
export type TakeIn = (event: Event) => Promise<void>;

export const takingIn =
  ({ queue, hints, log, self, print }: WebhookPorts): TakeIn =>
  async (event) => {
    const knock = understand(event);
    if (knock === undefined) return;
    if (knock.hint) hints.offer(knock.hint.key, knock.hint.hint);
    const fresh = await queue.deliver(event.id, knock.wanted);
    const subjects = knock.wanted.map(({ subject }) => keyOf(subject));
    log.debug({ delivery: event.id, event: event.name, subjects, fresh }, 'delivery committed');

    function understand(one: Event) {
      try {
        return translate(one, self(), print);
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        // Acknowledged all the same: GitHub would send the same payload again.
        log.warn(
          { delivery: one.id, event: one.name, problems: problemsOf(error) },
          'a payload lacks what its event should have',
        );
        return undefined;
      }
    }
  };

/** Where the payload is odd, never what it holds. */
const problemsOf = (error: z.ZodError): string[] =>
  error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')}: ${code}`);

/** Truenorth as a Probot app function, for those who bring a Probot server of their own. */
export const asProbotApp =
  (takeIn: TakeIn) =>
  (app: Probot): void =>
    app.onAny(({ id, name, payload }) => takeIn({ id, name, payload }));
