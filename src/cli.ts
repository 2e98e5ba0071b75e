import { loadEnvironment } from './commands/environment.ts';
import { mindOutput } from './commands/output.ts';
import { runCommand } from './commands/run.ts';

mindOutput();
process.exitCode = await runCommand(process.argv.slice(2), () => loadEnvironment(process.env));
