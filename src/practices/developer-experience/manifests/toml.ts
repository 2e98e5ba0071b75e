import { parse, TomlError } from 'smol-toml';
import { ManifestError } from './manifest.ts';

/** @throws ManifestError where the text is no TOML */
export function toml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new ManifestError('it is not valid TOML', error.line);
  }
}
