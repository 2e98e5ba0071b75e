import type { Depth, SetAside } from '../ports/queue.ts';
import { readSettings, type Settings } from '../settings.ts';
import { type Command, EXIT, UsageError } from './command.ts';
import { plain, tell, tellJson } from './output.ts';

export const queue: Command = {
  name: 'queue',
  takes: '',
  about:
    'Shows what is in the queue, and what was set aside after too many failures, with the reason; retries it if asked.',
  options: {
    retry: { type: 'string', value: 'KEY', about: "retry what was set aside under this name, or 'all' of it" },
    json: { type: 'boolean', about: 'the same as JSON' },
  },
  more: 'The database is the app’s: DATABASE_URL or TRUENORTH_DATA_DIR, from the environment or from .env in this folder. The app may keep\nrunning, and picks up a retry within a second. GitHub is not contacted.',
  async run({ values: { retry, json }, environment }) {
    const settings = readSettings(environment);
    const { wireQueue } = await import('../wire/commands.ts');
    const { queue, close } = await wireQueue({ settings });
    try {
      if (retry === undefined) {
        const now = { depth: await queue.depth(), aside: await queue.aside() };
        json ? tellJson(asJson(now)) : tell(asText(now, placeOf(settings)));
      } else {
        const retried = await queue.tryAgain(retry === 'all' ? undefined : String(retry));
        if (retried.length === 0 && retry !== 'all')
          throw new UsageError(`nothing is set aside under ${JSON.stringify(retry)}; truenorth queue lists what is`);
        json ? tellJson({ retried }) : tell(`To be tried again: ${retried.map(plain).join(', ') || 'nothing'}.`);
      }
      return EXIT.fine;
    } finally {
      await close();
    }
  },
};

/** Where it was looked, since in another folder there is another queue. A database's address may hold a password. */
const placeOf = ({ databaseUrl, dataDirectory }: Settings): string =>
  databaseUrl === undefined ? dataDirectory : 'PostgreSQL';

interface Now {
  depth: Depth;
  aside: readonly SetAside[];
}

const asJson = ({ depth: { waiting, scheduled, running, oldest }, aside }: Now) => ({
  ...{ waiting, scheduled, running, oldestSeconds: Math.round(oldest / 1_000) },
  setAside: aside.map((one) => ({ ...one, since: new Date(one.since).toISOString() })),
});

function asText({ depth: { waiting, scheduled, running, oldest }, aside }: Now, place: string): string {
  const longest = waiting > 0 ? ` (the longest for ${Math.round(oldest / 1_000)} s)` : '';
  const counts = `${waiting} waiting${longest}, ${running} under way, ${scheduled} for later, ${aside.length} set aside`;
  return [
    `In ${place}: ${counts}.`,
    ...aside.map(textOf),
    ...(aside.length > 0 ? ["To try again: truenorth queue --retry 'KEY', or --retry all."] : []),
  ].join('\n\n');
}

function textOf({ key, since, tries, reason }: SetAside): string {
  const tried = `${tries} ${tries === 1 ? 'try' : 'tries'}`;
  return `${plain(key)}\n  asked for ${new Date(since).toISOString()}, ${tried}, the last: ${plain(reason)}`;
}
