import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shelf } from '../ports/runtime.ts';

/** Keeps what was read as files of a folder that nobody else may look into: it holds what people wrote. */
export function createShelf(folder: string): Shelf {
  const fileOf = (key: string) => join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`);
  return {
    async get(key) {
      try {
        return JSON.parse(await readFile(fileOf(key), 'utf8'));
      } catch (error) {
        if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async put(key, value) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Whoever breaks off in the middle of it leaves what was there before.
      const draft = join(folder, `${randomUUID()}.tmp`);
      await writeFile(draft, JSON.stringify(value), { mode: 0o600 });
      await rename(draft, fileOf(key));
    },
  };
}
