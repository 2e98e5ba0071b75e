import { readSettings } from '../settings.ts';
import { type Command, EXIT } from './command.ts';
import { tell } from './output.ts';

export const restored: Command = {
  name: 'restored',
  takes: '',
  about:
    'Marks a database as restored from a backup; the app then looks on GitHub for what has happened since, and writes nothing twice.',
  options: {
    new: { type: 'boolean', about: 'there is no backup: start from a new database, created if need be' },
  },
  more: 'Run it after the backup is in place, and before the app runs on it (docs/operate/backup.md). The database is the app’s:\nDATABASE_URL or TRUENORTH_DATA_DIR, from the environment or from .env in this folder. GitHub is not contacted.',
  async run({ values, environment }) {
    const settings = readSettings(environment);
    const { wireRestored } = await import('../wire/commands.ts');
    const { since } = await wireRestored({ settings, isNew: values.new === true });
    tell(`Start the app: it looks for what happened since ${new Date(since).toISOString()}.`);
    return EXIT.fine;
  },
};
