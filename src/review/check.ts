import type { Annotation, CheckContent } from '../model/action.ts';
import type { Judged, Report } from '../model/verdict.ts';
import { worst } from './evaluate.ts';
import { mark, passing, pastesOf, type RulePage, sentence, shown, tally, titled } from './words.ts';

/** The one check run's name, on every commit. */
export const CHECK_NAME = 'truenorth';

/** GitHub's limit is 65,535 characters; the rest is for what is said about the cut. */
const LIMIT = 65_000;

/** One pull request's check: its verdicts in a table, then, folded, what does not apply. */
export function checkOf(report: Report, page: RulePage): CheckContent {
  return {
    ...{ state: report.conclusion, title: headline(report), summary: within(bodyOf(report, page)) },
    ...{ annotations: annotationsOf(report), button: pastesOf(report).length > 0 },
  };
}

/** What is said of single lines: of required guardrails as failures, of others as warnings. */
function annotationsOf(report: Report): Annotation[] {
  const judged = shown(report).flatMap(({ title, level, verdict }) =>
    verdict.outcome === 'unmet' || verdict.outcome === 'unknown'
      ? (verdict.evidence ?? []).flatMap(({ path, line, text }) =>
          path === undefined || line === undefined
            ? []
            : {
                path,
                line,
                level: level === 'require' ? ('failure' as const) : ('warning' as const),
                title,
                message: withoutCode(text),
              },
        )
      : [],
  );
  const proposed = (report.proposal?.problems ?? []).map(({ path, line, message }) => ({
    ...{ path, line, level: 'failure' as const, title: 'Configuration', message },
  }));
  return [...proposed, ...judged];
}

/** An annotation is plain text: what keeps a code span together would be read. */
const withoutCode = (text: string): string => text.replaceAll(/(`+)( ?)(.*?)\2\1(?!`)/g, '$3');

/** The check of a commit that several pull requests share: the worst verdict, with all of them named. */
export function sharedCheckOf(reports: readonly { number: number; report: Report }[], page: RulePage): CheckContent {
  const state = worst(reports.map(({ report }) => report.conclusion));
  const named = reports.map(({ number }) => `#${number}`).join(', ');
  const parts = reports.map(({ number, report }) => `## #${number}: ${headline(report)}\n\n${bodyOf(report, page)}`);
  return {
    state,
    title: `${reports.length} pull requests: ${named}`.slice(0, 200),
    summary: within(`This commit belongs to ${named}; the worst verdict counts.\n\n${parts.join('\n\n')}`),
    annotations: unique(reports.flatMap(({ report }) => annotationsOf(report))),
    // The button could not tell which of the descriptions is meant.
    button: false,
  };
}

const unique = (annotations: readonly Annotation[]): Annotation[] => [
  ...new Map(annotations.map((one) => [`${one.path}\n${one.line}\n${one.message}`, one])).values(),
];

const BARE = { annotations: [], button: false };

/** What stands on the check while nothing could be judged: it is retried, or a person has to look. */
export function troubleCheck(trouble: { reference: string; because: string; final: boolean }): CheckContent {
  const { reference, because, final } = trouble;
  return final
    ? {
        ...BARE,
        state: 'action_required',
        title: 'Could not be judged',
        summary: `${because} Push a commit, edit the description or press **Re-run** to try again. Reference \`${reference}\`.`,
      }
    : {
        ...BARE,
        state: 'in_progress',
        title: 'Waiting for GitHub',
        summary: `${because} Truenorth will try again by itself. Reference \`${reference}\`.`,
      };
}

/** What stands on the check once the configuration is gone. */
export const noPolicyCheck = (): CheckContent => ({
  ...BARE,
  state: 'success',
  title: 'No configuration',
  summary: 'There is no `.github/truenorth.yml` any more, so nothing is judged here.',
});

/** What stands on the check when the only configuration is broken and none was ever good. */
export function brokenPolicyCheck(notes: readonly string[]): CheckContent {
  return {
    ...BARE,
    state: 'action_required',
    title: 'The configuration has errors',
    summary: within(`No guardrail can be judged until the configuration is fixed.\n\n${bullets(notes)}`),
  };
}

function headline(report: Report): string {
  const wrong = report.proposal?.problems.length ?? 0;
  const proposed =
    wrong === 0 ? '' : `; the proposed configuration has ${wrong === 1 ? 'a problem' : `${wrong} problems`}`;
  return `${headlineOf(report)}${proposed}`;
}

function headlineOf(report: Report): string {
  const counts = tally(report);
  const { required, advised, unknown, applicable } = counts;
  const unmet = [required > 0 ? `${required} required` : '', advised > 0 ? `${advised} advised` : '']
    .filter(Boolean)
    .join(', ');
  const guardrails = applicable === 1 ? '1 guardrail' : `${applicable} guardrails`;
  if (unmet !== '') return `${unmet} of ${guardrails} unmet${unknown > 0 ? `, ${unknown} could not be judged` : ''}`;
  if (unknown > 0) return `${unknown} of ${guardrails} could not be judged`;
  if (applicable === 0) return 'No guardrail applies';
  const so = passing(counts);
  if (applicable === 2) return `Both guardrails that apply are ${so}`;
  return applicable === 1 ? `The one guardrail that applies is ${so}` : `All ${applicable} guardrails ${so}`;
}

function bodyOf(report: Report, page: RulePage): string {
  const verdicts = shown(report);
  const applicable = verdicts.filter(({ verdict }) => verdict.outcome !== 'not-applicable');
  const aside = verdicts.filter(({ verdict }) => verdict.outcome === 'not-applicable');
  return [
    applicable.length > 0 ? table(applicable, page) : '',
    (report.proposal?.text ?? []).join('\n\n'),
    bullets(report.notes),
    aside.length > 0 ? folded(aside, page) : '',
    `<sub>Judged by ${report.policy}</sub>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const table = (judged: readonly Judged[], page: RulePage): string =>
  [
    '| | Guardrail | Verdict | Why | What to do |',
    '|---|---|---|---|---|',
    ...judged.map((one) => row(one, page)),
  ].join('\n');

function row(judged: Judged, page: RulePage): string {
  const { verdict, level } = judged;
  const remedy = verdict.outcome === 'unmet' ? (verdict.remedy ?? '') : '';
  const why = verdict.outcome === 'unmet' ? `<br>${judged.why}` : '';
  return `| ${mark(judged)} | ${titled(judged, page)} | ${verdict.outcome}, ${level === 'require' ? 'required' : 'advised'} | ${sentence(verdict.because)}${why} | ${remedy} |`;
}

const folded = (judged: readonly Judged[], page: RulePage): string =>
  `<details><summary>${judged.length} ${judged.length === 1 ? 'does' : 'do'} not apply</summary>\n\n${judged
    .map((one) => `- ${titled(one, page)}: ${one.verdict.because}`)
    .join('\n')}\n\n</details>`;

const bullets = (notes: readonly string[]): string => notes.map((note) => `- ${note}`).join('\n');

/** Cut at a line's end, and said so. */
function within(text: string): string {
  if (text.length <= LIMIT) return text;
  const cut = text.lastIndexOf('\n', LIMIT);
  return `${text.slice(0, cut > 0 ? cut : LIMIT)}\n\n(cut: the text is longer than GitHub takes)`;
}
