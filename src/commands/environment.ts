import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { SettingsError } from '../settings.ts';

/**
 * The environment over what `.env` in this folder says, if there is one.
 *
 * @throws SettingsError where there is one that cannot be read, such as the folder that Docker makes of a file that is missing.
 */
export function loadEnvironment(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  try {
    // Some editors begin a file with a mark, which would be a part of the first name.
    return { ...parseEnv(readFileSync('.env', 'utf8').replace(/^\uFEFF/, '')), ...environment };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return environment;
    throw new SettingsError(
      `.env in this folder cannot be read${code === 'EISDIR' ? ': it is a folder' : ` (${code})`}`,
    );
  }
}
