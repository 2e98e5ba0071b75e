import { loadEnvironment } from './commands/environment.ts';
import { start } from './commands/start.ts';

process.exitCode = await start.run({ positionals: [], values: {}, environment: loadEnvironment(process.env) });
