import { gatherPast, type OnRead, type Past, tryOut } from '../flows/backtest-pulls.ts';
import { POLICY_PATH } from '../model/well-known.ts';
import type { Policy } from '../policy/schema.ts';
import { createBar } from './bar.ts';
import { type Command, EXIT, UsageError } from './command.ts';
import { problemLine, textOf } from './config.ts';
import { cacheFolder, explained, mindCache, notThere, READS, readingOf, repositoryIn } from './github.ts';
import { mention, tell, tellJson } from './output.ts';
import { asJson, asMarkdown, asText, type Tried } from './tell-backtest.ts';

export const backtest: Command = {
  name: 'backtest',
  takes: '<owner/repo>',
  about:
    'Shows what a configuration would have done to the last merged pull requests: which it would have stopped, by which rule, and why.',
  options: {
    last: { type: 'string', value: 'N', about: 'how many merged pull requests; default 200, at most 5000' },
    config: {
      type: 'string',
      value: 'FILE',
      about: 'the configuration to try, on top of the organisation’s; default: the one in force',
    },
    against: {
      type: 'string',
      value: 'FILE',
      about: 'another configuration to compare it with; default with --config: the one in force',
    },
    deep: { type: 'boolean', about: 'also try rules that read diffs: one more call per pull request' },
    refresh: { type: 'boolean', about: 'read everything again, whatever an earlier run kept' },
    cache: { type: 'string', value: 'DIR', about: 'where to keep what was read, instead of $XDG_CACHE_HOME/truenorth' },
    markdown: { type: 'boolean', about: 'Markdown, for an issue or a pull request' },
    json: { type: 'boolean', about: 'JSON, for scripts' },
  },
  more: `${READS}\nKeeps what it read, for you alone to see: a run that breaks off resumes where it was, and a second run with another\nconfiguration reads nothing. Each call reads 40 pull requests.\nExit code: 0 tried, 2 wrong usage, settings or configuration, 3 GitHub cannot be reached.`,
  async run({ positionals: [written, ...rest], values, environment }) {
    if (rest.length > 0) throw new UsageError('backtest takes one repository, as owner/repo');
    const [owner, name] = repositoryIn(written, 'backtest');
    if (values.json && values.markdown) throw new UsageError('backtest takes --json or --markdown, not both');
    const last = /^[1-9]\d{0,3}$/.test(String(values.last ?? 200)) ? Number(values.last ?? 200) : 0;
    if (last < 1 || last > 5_000) throw new UsageError('--last is a number from 1 to 5000');
    const files = [values.config, values.against].map((file) => (file === undefined ? undefined : String(file)));
    const texts = await Promise.all(
      files.map(async (file) => (file === undefined ? file : { file, text: await textOf(file) })),
    );
    const reading = await readingOf(environment);
    const cache = await mindCache(String(values.cache ?? cacheFolder(environment)));
    const progress = progressOf(last);
    const wanted = { last, deep: values.deep === true, refresh: values.refresh === true };
    const found = await explained(`${owner}/${name}`, async () => {
      const repo = await reading.repo(owner, name);
      if (repo === undefined) return undefined;
      const shelf = reading.shelf(cache, repo);
      const past = await gatherPast(repo, wanted, { ...reading, shelf }, progress.onRead);
      return past && { repo, past };
    }).finally(progress.stop);
    if (found === undefined) throw notThere(`${owner}/${name}`);
    const { repo, past } = found;
    const [config, against] = texts;
    const chosen = chosenOf(past, config, against);
    if (chosen === undefined) return EXIT.usage;
    const tried: Tried[] = [];
    for (const { called, policy } of chosen) tried.push({ called, result: await tryOut(repo, past, policy, reading) });
    const told = { repository: `${owner}/${name}`, deep: wanted.deep, readAt: new Date(past.at).toISOString(), tried };
    if (values.json) tellJson(asJson(told));
    else tell(values.markdown ? asMarkdown(told) : asText(told));
    return EXIT.fine;
  },
};

interface Written {
  file: string;
  text: string;
}

/** The configurations to try, the one that is asked about first; `undefined` where one has problems, all of them told. */
function chosenOf({ rules }: Past, config: Written | undefined, against: Written | undefined) {
  const read = ({ file, text }: Written): { called: string; policy: Policy | undefined } => {
    const proposed = rules.proposed(text, '');
    const problems = (proposed?.problems ?? []).filter(
      (one) => one.file === POLICY_PATH || one.file.endsWith(`: ${POLICY_PATH}`),
    );
    for (const problem of problems) mention(problemLine({ ...problem, file }));
    return { called: file, policy: problems.length > 0 ? undefined : proposed?.policy };
  };
  const own = { called: 'in force', policy: rules.inForce?.policy };
  const first = config ? read(config) : own;
  const second = against ? read(against) : config ? own : undefined;
  if (first === own || second === own)
    for (const problem of rules.inForce?.problems ?? []) mention(problemLine(problem));
  if (first === own && own.policy === undefined)
    throw new UsageError(
      rules.inForce === undefined
        ? 'the repository has no configuration in force: name one with --config FILE'
        : 'no configuration is in force while the repository’s is not mended: mend it, or name one with --config FILE',
    );
  if (first.policy === undefined || (against && second?.policy === undefined)) return undefined;
  return [first, ...(second ? [second] : [])].flatMap(({ called, policy }) => (policy ? [{ called, policy }] : []));
}

/** A bar on a terminal, nothing elsewhere. */
function progressOf(last: number): { onRead: OnRead; stop: () => void } {
  if (!process.stderr.isTTY) return { onRead: () => {}, stop: () => {} };
  const bar = createBar('{bar} {value}/{total} {what}', { clearOnComplete: true });
  let begun = false;
  return {
    onRead(what, done) {
      if (!begun) bar.start(last, 0, { what });
      begun = true;
      bar.update(Math.min(done, last), { what });
    },
    stop: () => bar.stop(),
  };
}
