import { Fault } from '../model/fault.ts';
import { mindNew, Registered, settingsOf, writeNew } from './credentials.ts';
import { openDoor } from './door.ts';
import { manifestOf, type Wanted } from './manifest.ts';
import { askPage, donePage } from './page.ts';

export interface SetupWanted extends Wanted {
  /** Where people look at GitHub: `https://github.com`, or an Enterprise Server. */
  web: string;
  port: number;
  /** The file to write. */
  file: string;
}

export interface SetupPorts {
  /** The project's `app.yml`. */
  app: unknown;
  /** Asks GitHub for what a code stands for; it answers once. @throws Fault */
  convert(code: string): Promise<unknown>;
  /** Told where the page is. */
  announce(address: string): void;
  /** How long somebody may take on GitHub, ms. */
  patience: number;
}

export interface Outcome {
  slug: string;
  /** Where the app is installed. */
  install: string;
  settings: Record<string, string>;
}

/**
 * Registers the app: a page on this machine leads to GitHub, which sends a code back, which is worth the credentials. They
 * are written to a new file, and are in no message.
 */
export async function register(wanted: SetupWanted, ports: SetupPorts): Promise<Outcome> {
  const { organization, web, port, file } = wanted;
  mindNew(file);
  const where = organization === undefined ? '' : `/organizations/${encodeURIComponent(organization)}`;
  const door = await openDoor({
    ...{ port, patience: ports.patience },
    ask: (returnTo, state) =>
      askPage({
        action: `${web}${where}/settings/apps/new?state=${state}`,
        manifest: manifestOf(ports.app, wanted, returnTo),
        owner: organization ?? 'your own account',
      }),
    async take(code) {
      const app = await converted(code, ports);
      const taken = { slug: app.slug, install: `${app.html_url}/installations/new`, settings: settingsOf(app, web) };
      keep(taken, wanted);
      return { taken, page: donePage({ ...taken, file }) };
    },
  });
  ports.announce(door.address);
  return door.taken;
}

/** The code may still be worth the key, so nothing is told of how it was asked with. */
async function converted(code: string, { convert }: SetupPorts): Promise<Registered> {
  const answer = await convert(code).catch((error: unknown) => {
    throw error instanceof Fault && error.kind === 'terminal'
      ? new Fault('terminal', `GitHub refused the code: it was used, or is older than an hour. ${AGAIN}`)
      : new Fault('transient', `GitHub did not answer when asked for the credentials. ${AGAIN}`);
  });
  const app = Registered.safeParse(answer);
  if (app.success) return app.data;
  const lacks = app.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Fault('transient', `GitHub’s answer is not that of a registered app (${lacks}). ${AGAIN}`);
}

const AGAIN =
  'Nothing was written. If the app is among your GitHub Apps now, delete it there; then run truenorth setup again';

function keep({ slug, settings }: Outcome, { file }: SetupWanted): void {
  try {
    writeNew(file, settings);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Fault('terminal', `${slug} is registered, but ${file} could not be written (${code}). ${AGAIN}`);
  }
}
