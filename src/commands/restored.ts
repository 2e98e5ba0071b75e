import { readSettings } from '../settings.ts';
import { type Command, EXIT } from './command.ts';
import { tell } from './output.ts';

export const restored: Command = {
  name: 'restored',
  takes: '',
  about:
    'Tells a database that it is a backup that was put back; the app then looks on GitHub for what happened since, and writes nothing twice.',
  options: {
    new: { type: 'boolean', about: 'there is no backup: makes a new database, if there is none, and tells it so' },
  },
  more: 'To be run after the backup is in its place, and before the app runs on it (docs/operate/backup.md). The database is the app’s:\nDATABASE_URL or TRUENORTH_DATA_DIR, from the environment or from .env in this folder. GitHub is not asked.',
  async run({ values, environment }) {
    const settings = readSettings(environment);
    const { wireRestored } = await import('../wire/commands.ts');
    const { since } = await wireRestored({ settings, isNew: values.new === true });
    tell(`Start the app: it looks for what happened since ${new Date(since).toISOString()}.`);
    return EXIT.fine;
  },
};
