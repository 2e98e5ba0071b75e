import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../github/refusal.ts';
import { markdownPiece, type Piece } from './parts.ts';

const RULES = join(import.meta.dirname, '../../../docs/rules');

/** Where a rule's page is, for the check to link to. */
export const GUIDE = '/docs/rules';

/** A page of docs/rules, such as `security/tests.md`. */
export async function guidePage(name: string): Promise<Piece> {
  if (!/^[a-z-]+(?:\/[a-z-]+)?\.md$/.test(name)) throw new Refusal(404, 'There is no such page.');
  const text = await readFile(join(RULES, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Refusal(404, 'There is no such page.');
    throw error;
  });
  return markdownPiece(text);
}
