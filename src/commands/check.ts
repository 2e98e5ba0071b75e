import { checkPull } from '../flows/check-pull.ts';
import type { Judged } from '../model/verdict.ts';
import { shown } from '../review/words.ts';
import { type Command, EXIT, UsageError } from './command.ts';
import { explained, notThere, READS, readingOf } from './github.ts';
import { coloured, plain, tell, tellJson } from './output.ts';

const COLOURS = { met: 'green', unmet: 'red', unknown: 'yellow', waived: 'gray', 'not-applicable': 'gray' } as const;

export const check: Command = {
  name: 'check',
  takes: '<owner/repo#n>',
  about: 'Judges a pull request as the app would, and writes nothing.',
  options: { json: { type: 'boolean', about: 'the whole report as JSON' } },
  more: `${READS}\nWaivers and the debt ledger are only in the app’s database: what is waived shows as unmet here.\nExit code: 0 nothing stops it, 1 a guardrail does, 2 wrong usage, settings or no configuration, 3 GitHub cannot be reached.`,
  async run({ positionals: [written = '', ...rest], values, environment }) {
    const [, owner, name, number] = /^([\w.-]+)\/([\w.-]+)#([1-9]\d{0,8})$/.exec(written) ?? [];
    if (owner === undefined || name === undefined || number === undefined || rest.length > 0)
      throw new UsageError(
        'check takes one pull request, as owner/repo#12 (in quotes, where the shell reads # as a comment)',
      );
    const reading = await readingOf(environment);
    const checked = await explained(written, async () => {
      const repo = await reading.repo(owner, name);
      return repo && checkPull({ repo, number: Number(number) }, reading);
    });
    if (checked === undefined) throw notThere(`${owner}/${name}`);
    if ('because' in checked) {
      if (checked.because === 'not there') throw notThere(`${owner}/${name}`);
      const why =
        checked.notes.map(plain).join('\n') ||
        'neither the repository nor its organisation has a .github/truenorth.yml';
      throw new UsageError(`${owner}/${name} has no configuration to judge by: ${why}`);
    }
    const { title, report } = checked;
    if (values.json) tellJson({ pull: written, title, ...report });
    else
      tell(
        [
          `${written}: ${plain(title)}`,
          ...shown(report).map(line),
          ...report.notes.map(plain),
          CONCLUSIONS[report.conclusion],
        ].join('\n'),
      );
    return report.conclusion === 'failure' || report.conclusion === 'action_required' ? EXIT.failed : EXIT.fine;
  },
};

const CONCLUSIONS = {
  success: 'Nothing stops it.',
  neutral: 'Nothing stops it; there is advice.',
  failure: 'A required guardrail stops it.',
  action_required: 'A required guardrail could not be judged.',
} as const;

function line({ rule, level, verdict }: Judged): string {
  const remedy =
    verdict.outcome === 'unmet' && verdict.remedy !== undefined ? `\n      → ${plain(verdict.remedy)}` : '';
  const head = `${verdict.outcome.padEnd(14)}  ${rule} (${level})`;
  return `  ${coloured(COLOURS[verdict.outcome], head)}\n      ${plain(verdict.because)}${remedy}`;
}
