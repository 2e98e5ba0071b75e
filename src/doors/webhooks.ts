import type { Probot } from 'probot';
import { z } from 'zod';
import { keyOf } from '../model/ref.ts';
import type { Queue } from '../ports/queue.ts';
import type { During, Hints, Log } from '../ports/runtime.ts';
import { NOTHING } from './events/knock.ts';
import { type Event, type Knock, type Self, translate } from './events.ts';

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
  (ports: WebhookPorts): TakeIn =>
  (event) =>
    ports.during({ name: 'delivery', delivery: event.id, event: event.name }, () =>
      understand(event, ports).then(committing(event.id, ports)),
    );

async function understand(event: Event, { self, print, log }: WebhookPorts): Promise<Knock> {
  try {
    return translate(event, self(), print);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    // Acknowledged all the same: GitHub would send the same payload again.
    log.warn({ problems: problemsOf(error) }, 'a payload lacks what its event should have');
    return NOTHING;
  }
}

/** Knows nothing of the payload, which need not be kept until the commit. */
const committing =
  (delivery: string, { queue, hints, log }: WebhookPorts) =>
  async ({ wanted, hint }: Knock): Promise<void> => {
    if (wanted.length === 0) return;
    if (hint) hints.offer(hint.key, hint.hint);
    const fresh = await queue.deliver(delivery, wanted);
    log.debug({ subjects: wanted.map(({ subject }) => keyOf(subject)), fresh }, 'delivery committed');
  };

/** Where the payload is odd, never what it holds. */
const problemsOf = (error: z.ZodError): string[] =>
  error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')}: ${code}`);

/** Truenorth as a Probot app function, for those who bring a Probot server of their own. */
export const asProbotApp =
  (takeIn: TakeIn) =>
  (app: Probot): void =>
    app.onAny(({ id, name, payload }) => takeIn({ id, name, payload }));
