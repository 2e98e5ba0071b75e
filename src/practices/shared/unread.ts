import { code } from '../../model/markdown.ts';
import type { Finding, Findings, Unread } from '../../model/pull.ts';
import type { Verdict } from '../../model/verdict.ts';

/** The verdict of a rule that lacks what could not be read. */
export const cannotJudge = ({ because, cause }: Unread): Verdict => ({ outcome: 'unknown', because, cause });

/** The verdict where changed files could not be read, pointing at each; `undefined` where all were. */
export function cannotJudgeFor(unread: Findings['unread']): Verdict | undefined {
  const [first] = unread;
  if (first === undefined) return undefined;
  const evidence = unread.map(({ path, line, because }) => ({ text: because, path, line }));
  return { outcome: 'unknown', because: first.because, cause: first.cause, evidence };
}

/** A text is not what its file name says; `line`, from 1, is where that shows. */
export class Unparsable extends Error {
  override name = 'Unparsable';
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/** What is found in a file, or that its text could not be parsed, which is the pull request's own doing. */
export function parsing(path: string, find: () => Finding[]): Findings {
  try {
    return { found: find(), unread: [] };
  } catch (error) {
    if (!(error instanceof Unparsable)) throw error;
    const { line } = error;
    const because = `${code(line === undefined ? path : `${path}:${line}`)} could not be read: ${error.message}`;
    return { found: [], unread: [{ path, because, cause: 'subject', ...(line === undefined ? {} : { line }) }] };
  }
}
