import { readFile } from 'node:fs/promises';
import { POLICY_PATH } from '../model/well-known.ts';
import type { Problem } from '../policy/diagnose.ts';
import { type Command, EXIT, UsageError } from './command.ts';
import { coloured, plain, tell, tellJson } from './output.ts';

export const config: Command = {
  name: 'config',
  takes: 'validate [FILE] | schema',
  about: `Checks a configuration (${POLICY_PATH}, unless another file is named), or prints its JSON Schema for editors.`,
  options: { json: { type: 'boolean', about: 'the problems as JSON' } },
  more: 'Lists every problem as FILE:LINE:COLUMN, with how to fix it. Exit code: 0 fine, 2 with problems.',
  async run({ positionals: [what, named, ...rest], values }) {
    const file = named ?? POLICY_PATH;
    if (rest.length > 0) throw new UsageError('config takes one file at most');
    if (what === 'schema') {
      if (named !== undefined) throw new UsageError('config schema takes no file: it is printed');
      tellJson((await import('../policy/schema.ts')).jsonSchema());
      return EXIT.fine;
    }
    if (what !== 'validate') throw new UsageError('config takes validate or schema');
    const problems = await problemsIn(await textOf(file), file);
    if (values.json) tellJson({ file, problems });
    else tell(problems.length === 0 ? `${file}: no problems` : problems.map(problemLine).join('\n'));
    return problems.length === 0 ? EXIT.fine : EXIT.usage;
  },
};

/** Those that show in the file alone; KPIs that the organisation's file may define are not missed. */
async function problemsIn(text: string, file: string): Promise<Problem[]> {
  const [{ read }, { references }] = await Promise.all([
    import('../policy/diagnose.ts'),
    import('../policy/coherence.ts'),
  ]);
  const reading = read(text, file);
  if (reading.value === undefined) return reading.problems;
  const { kpis } = reading.policy.outcomes;
  if (kpis.length === 0) return [];
  return reading.locate(
    references(
      reading.policy,
      kpis.map(({ id }) => id),
    ),
  );
}

/** A problem on a line of its own, as editors and terminals make a link of it. */
export const problemLine = ({ file, line, column, message, fix }: Problem): string =>
  `${coloured('bold', `${file}:${line}:${column}:`)} ${plain(message)} ${plain(fix)}`;

export async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file || "''"} cannot be read${WHY_UNREAD[code ?? ''] ?? ` (${code})`}`);
  }
}

const WHY_UNREAD: Readonly<Record<string, string>> = {
  ENOENT: ': there is no such file',
  EISDIR: ': it is a folder',
  EACCES: ': you may not read it',
};
