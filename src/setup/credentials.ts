import { randomBytes } from 'node:crypto';
import { accessSync, constants, lstatSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Fault } from '../model/fault.ts';

/** What GitHub answers once for a code: the app, and what it is known by. */
export const Registered = z.object({
  id: z.number().int().positive(),
  slug: z.string().regex(/^[\w-]+$/),
  html_url: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).href),
  pem: z.string().includes('PRIVATE KEY-----'),
  // It stands in a file without quotes, which every reader of such files takes as it is. Where GitHub made none, the doctor says where to enter ours.
  webhook_secret: z
    .string()
    .regex(/^[\w.~+/=-]+$/)
    .nullable()
    .transform((secret) => secret ?? randomBytes(24).toString('hex')),
});
export type Registered = z.infer<typeof Registered>;

/** The settings by which the app is that one. The key is on one line without quotes: Docker takes those for a part of it. */
export const settingsOf = ({ id, pem, webhook_secret: secret }: Registered, web: string): Record<string, string> => ({
  APP_ID: String(id),
  PRIVATE_KEY: Buffer.from(pem).toString('base64'),
  WEBHOOK_SECRET: secret,
  ...(web === 'https://github.com'
    ? {}
    : { GHE_HOST: new URL(web).host, GHE_PROTOCOL: new URL(web).protocol.slice(0, -1) }),
});

/** @throws Fault where the file is there already, or could not be made: better known before there is something to lose. */
export function mindNew(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false }))
    throw new Fault(
      'terminal',
      `${file} is there already, and is never overwritten: move it away, or name another with --env FILE`,
    );
  try {
    // What ends like a folder, or names nothing, can be looked for, and never be written.
    if (/(^|[/\\])$/.test(file)) throw new Error();
    accessSync(dirname(file), constants.W_OK);
  } catch {
    throw new Fault(
      'terminal',
      `${file || "''"} cannot be written: name a file in a folder that is there and can be written with --env FILE`,
    );
  }
}

/** Writes the settings for their owner alone: whole, or not at all. */
export function writeNew(file: string, settings: Readonly<Record<string, string>>): void {
  const text = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  try {
    writeFileSync(file, text.join(''), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(file, { force: true });
    throw error;
  }
}
