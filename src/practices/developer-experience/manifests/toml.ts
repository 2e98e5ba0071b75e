import { parse, TomlError } from 'smol-toml';
import { Unparsable } from '../../shared/unread.ts';

/** @throws Unparsable where the text is no TOML */
export function toml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new Unparsable('it is not valid TOML', error.line);
  }
}
