import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../policy/nearest.ts';

/** Exit codes, for scripts. */
export const EXIT = { fine: 0, failed: 1, usage: 2, unreachable: 3 } as const;

/** What was asked for makes no sense; told with the way to the help. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Option {
  type: 'boolean' | 'string';
  /** What stands for its value in the help: `FILE`. */
  value?: string;
  about: string;
}

/** How a command was called, and where it speaks. */
export interface Call {
  positionals: readonly string[];
  values: Readonly<Record<string, string | boolean | undefined>>;
  environment: Readonly<Record<string, string | undefined>>;
}

export interface Command {
  name: string;
  /** As the help shows what follows the name: `<owner/repo#n>`. */
  takes: string;
  about: string;
  /** What more there is to say, below the options. */
  more?: string;
  options?: Readonly<Record<string, Option>>;
  /** Answers the exit code; without one, it goes on until it is stopped. */
  run(call: Call): Promise<number | undefined>;
}

const HELP: Option = { type: 'boolean', about: 'this text' };

/** @throws UsageError where an option is not known, or lacks its value. */
export function parse(command: Command, args: readonly string[]): Pick<Call, 'positionals' | 'values'> {
  const options = { ...command.options, help: HELP };
  const config = Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }]));
  try {
    const { values, positionals } = parseArgs({
      args: [...args].map((arg) => (arg === '-h' ? '--help' : arg)),
      options: config as ParseArgsConfig['options'],
      allowPositionals: true,
    } as ParseArgsConfig);
    return { values: values as Call['values'], positionals };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const unknown = /^Unknown option '--([\w-]+)/.exec(message)?.[1];
    if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || unknown === undefined) throw new UsageError(message);
    const meant = nearest(unknown, Object.keys(options));
    throw new UsageError(`there is no option --${unknown}${meant === undefined ? '' : `; did you mean --${meant}?`}`);
  }
}

/** A command's own help. */
export function helpOf({ name, takes, about, more, options = {} }: Command): string {
  const shown = Object.entries({ ...options, help: HELP }).map(
    ([option, { value, about: what }]) => [`--${option}${value === undefined ? '' : ` ${value}`}`, what] as const,
  );
  return [
    `truenorth ${name}${takes === '' ? '' : ` ${takes}`}`,
    about,
    `Options\n${table(shown)}`,
    ...(more === undefined ? [] : [more]),
  ].join('\n\n');
}

/** Two columns, indented. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`).join('\n');
}
