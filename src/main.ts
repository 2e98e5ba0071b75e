import { loadEnvironment } from './commands/environment.ts';
import { runCommand } from './commands/run.ts';

process.exitCode = await runCommand(['start'], () => loadEnvironment(process.env));
