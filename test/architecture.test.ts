import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../src');

interface Import {
  from: string;
  to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(join(SRC, from), 'utf8');
  const found = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'/g)];
  return found.map((match) => {
    const spec = match[1] ?? match[2] ?? '';
    const to = spec.startsWith('.')
      ? relative(SRC, normalize(join(SRC, dirname(from), spec))).replaceAll('\\', '/')
      : spec;
    return { from, to };
  });
});

const isOurs = (to: string) => files.includes(to);
const room = (file: string): string => {
  const [first = '', second = ''] = file.split('/');
  if (first === 'practices')
    return second.endsWith('.ts') ? file : second === 'shared' ? 'practices/shared' : `practices/${second}`;
  return file.includes('/') ? first : file;
};
const PURE = ['model', 'policy', 'practices', 'review', 'health', 'doctor', 'learning', 'onboarding'];
const isPure = (file: string) => PURE.includes(file.split('/')[0] ?? '');

/** Pure libraries: schemas, Markdown, YAML, CSV, globs, edit distance, dates. None of them reads, writes or asks the time. */
const PURE_LIBRARIES = [
  'zod',
  'markdown-it',
  'yaml',
  'minimatch',
  'fastest-levenshtein',
  'luxon',
  'smol-toml',
  '@xmldom/xmldom',
  'csv-parse/sync',
];

const offenders = (wrong: (one: Import) => boolean) => imports.filter(wrong).map(({ from, to }) => `${from} → ${to}`);

describe('the doors between rooms', () => {
  it('every import of ours leads to a file that is there', () => {
    expect(offenders(({ to }) => to.endsWith('.ts') && !isOurs(to))).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('model imports zod at most', () => {
    expect(offenders(({ from, to }) => room(from) === 'model' && room(to) !== 'model' && to !== 'zod')).toEqual([]);
  });

  it('pure rooms import pure rooms and pure libraries: no I/O, no logger, no environment', () => {
    expect(
      offenders(({ from, to }) => isPure(from) && !(isOurs(to) && isPure(to)) && !PURE_LIBRARIES.includes(to)),
    ).toEqual([]);
  });

  it('pure rooms ask neither the clock nor chance nor the process', () => {
    const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\.|\bfetch\(|\bsetTimeout\(/;
    const guilty = files.filter((file) => isPure(file) && impure.test(readFileSync(join(SRC, file), 'utf8')));
    expect(guilty).toEqual([]);
  });

  it('a practice imports the model, the practice interface and what is shared; never a sibling', () => {
    const allowed = (from: string, to: string) =>
      ['model', 'practices/practice.ts', 'practices/shared', room(from)].includes(room(to)) || !isOurs(to);
    const isPractice = (file: string) => /^practices\/[^/]+\//.test(file) && room(file) !== 'practices/shared';
    expect(offenders(({ from, to }) => isPractice(from) && !allowed(from, to))).toEqual([]);
  });

  it('only the registry and the policy name practices; only policy, review and health ask the registry', () => {
    const practiceFile = (to: string) => /^practices\/(?!shared\/)[^/]+\//.test(to);
    const namers = offenders(
      ({ from, to }) =>
        practiceFile(to) && !['practices/registry.ts', 'policy/schema.ts'].includes(from) && room(from) !== room(to),
    );
    expect(namers).toEqual([]);
    const askers = ({ from, to }: Import) =>
      to === 'practices/registry.ts' && !['policy', 'review', 'health'].includes(room(from));
    expect(offenders(askers)).toEqual([]);
  });

  it('ports import the model', () => {
    expect(offenders(({ from, to }) => room(from) === 'ports' && !['model', 'ports'].includes(room(to)))).toEqual([]);
  });

  it('flows import pure rooms and ports', () => {
    expect(
      offenders(({ from, to }) => room(from) === 'flows' && !(isPure(to) || ['ports', 'flows'].includes(room(to)))),
    ).toEqual([]);
  });

  it('an adapter imports pure rooms and ports, never a flow, a door or another adapter', () => {
    const adapter = (file: string) => file.split('/').slice(0, 2).join('/');
    const wrong = ({ from, to }: Import) =>
      room(from) === 'adapters' && isOurs(to) && !isPure(to) && room(to) !== 'ports' && adapter(from) !== adapter(to);
    expect(offenders(wrong)).toEqual([]);
  });

  it('doors import flows, ports and the model', () => {
    expect(
      offenders(
        ({ from, to }) =>
          room(from) === 'doors' && isOurs(to) && !['doors', 'flows', 'model', 'ports'].includes(room(to)),
      ),
    ).toEqual([]);
  });

  it('only the wiring builds adapters', () => {
    const allowed = ['wire', 'adapters'];
    const isLog = ({ from, to }: Import) => room(from) === 'commands' && to === 'adapters/telemetry/log.ts';
    expect(offenders((one) => room(one.to) === 'adapters' && !allowed.includes(room(one.from)) && !isLog(one))).toEqual(
      [],
    );
  });

  it('the sandbox is imported by the command line alone', () => {
    const wrong = ({ from, to }: Import) => room(to) === 'sandbox' && !['sandbox', 'commands'].includes(room(from));
    expect(offenders(wrong)).toEqual([]);
  });

  it('only the two ways in hand the environment to the settings', () => {
    const readers = files.filter((file) => /process\.env/.test(readFileSync(join(SRC, file), 'utf8')));
    expect(readers).toEqual(['cli.ts', 'main.ts']);
  });

  it('nothing that somebody wrote can be run: no shell, no other process, no code made of text', () => {
    const runs = /node:(?:child_process|vm|worker_threads|cluster)|\beval\(|\bnew Function\(|\bimport\((?!['"])/;
    // The embedded database has a thread of its own, whose script is a file of ours.
    const ours = ['adapters/database/sqlite-link.ts', 'adapters/database/sqlite-thread.ts'];
    expect(files.filter((file) => runs.test(readFileSync(join(SRC, file), 'utf8')))).toEqual(ours);
    expect(readFileSync(join(SRC, ours[0] ?? ''), 'utf8').match(/new Worker\(.*/g)).toEqual([
      expect.stringMatching(/^new Worker\(script, \{ workerData: opening, /),
    ]);
  });

  it('there is no circle, not even of types', () => {
    const graph = new Map(
      files.map((file) => [file, imports.filter(({ from, to }) => from === file && isOurs(to)).map(({ to }) => to)]),
    );
    const done = new Set<string>();
    const circle = (file: string, path: readonly string[]): string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const next of graph.get(file) ?? []) {
        const found = circle(next, [...path, file]);
        if (found) return found;
      }
      done.add(file);
      return undefined;
    };
    expect(files.map((file) => circle(file, [])).find((found) => found !== undefined)).toBeUndefined();
  });

  it('no file is called after nothing', () => {
    expect(files.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.ts$)/.test(file))).toEqual([]);
  });
});
