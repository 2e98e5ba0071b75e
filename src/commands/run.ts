import { readFileSync } from 'node:fs';
import { Fault } from '../model/fault.ts';
import { nearest } from '../policy/nearest.ts';
import { SettingsError } from '../settings.ts';
import { type Call, EXIT, helpOf, parse, table, UsageError } from './command.ts';
import { mention, tell } from './output.ts';
import { commands } from './registry.ts';

/** Runs the command line, and answers its exit code. What went wrong is told in a sentence, to who can mend it. */
export async function runCommand(
  args: readonly string[],
  environment: () => Call['environment'],
): Promise<number | undefined> {
  try {
    return await run(args, environment);
  } catch (error) {
    const message = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error);
    mention(`truenorth: ${message}${error instanceof UsageError ? '\nTry --help.' : ''}`);
    const isUsage = error instanceof UsageError || error instanceof SettingsError;
    return isUsage || (error instanceof Fault && error.kind === 'terminal') ? EXIT.usage : EXIT.unreachable;
  }
}

async function run(args: readonly string[], environment: () => Call['environment']): Promise<number | undefined> {
  const [name, ...rest] = args;
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    const asked = rest[0] === undefined ? undefined : commandOf(rest[0]);
    tell(asked === undefined ? help() : helpOf(asked));
    return name === undefined ? EXIT.usage : EXIT.fine;
  }
  if (name === '--version' || name === '-v') {
    tell(version());
    return EXIT.fine;
  }
  const command = commandOf(name);
  const { positionals, values } = parse(command, rest);
  if (values.help) {
    tell(helpOf(command));
    return EXIT.fine;
  }
  if (command.takes === '' && positionals.length > 0)
    throw new UsageError(`${name} takes options only, not ${JSON.stringify(positionals[0])}`);
  return command.run({ positionals, values, environment: environment() });
}

function commandOf(name: string) {
  const found = commands.find((command) => command.name === name);
  if (found) return found;
  const names = commands.map((command) => command.name);
  const meant = nearest(name, names);
  throw new UsageError(
    `there is no command ${JSON.stringify(name)}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  );
}

const help = (): string =>
  [
    'truenorth: engineering-leadership practices as guardrails on GitHub',
    table(commands.map(({ name, takes, about }) => [`${name} ${takes}`.trim(), firstSentence(about)])),
    'truenorth help <command> says more, and its options. --version tells the version.',
    'Results go to standard output, progress and logs to standard error; NO_COLOR turns colours off.\nExit code: 0 fine, 1 a guardrail or check failed, 2 wrong usage or settings, 3 GitHub or the database cannot be reached, or the result cannot be written.',
  ].join('\n\n');

const firstSentence = (text: string): string => text.split(/[.;:(]\s?/, 1)[0]?.trim() ?? text;

const version = (): string =>
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version as string;
