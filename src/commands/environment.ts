import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The environment over what `.env` in this folder says, if there is one. */
export function loadEnvironment(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  try {
    return { ...parseEnv(readFileSync('.env', 'utf8')), ...environment };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return environment;
    throw error;
  }
}
