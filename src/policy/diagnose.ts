import { unique } from './coherence.ts';
import { type Explanation, explain, wanted } from './explain.ts';
import type { Raw } from './merge.ts';
import { Policy } from './schema.ts';
import { type Finding, type Place, parseYaml } from './yaml.ts';

/** Something to mend in a configuration file, told as sentences of safe Markdown. Line and column count from 1. */
export interface Problem extends Place {
  file: string;
  message: string;
  fix: string;
}

/** A configuration file as read: `value` as it is written and complete as `policy`, or else all problems in order. */
export type Reading = Good | Bad;

export interface Good extends Common {
  value: Raw;
  policy: Policy;
}

interface Bad extends Common {
  value?: undefined;
}

interface Common {
  problems: Problem[];
  /** Problems that show only together with another file, at their places in this one. */
  locate(explanations: readonly Explanation[]): Problem[];
}

/** The largest file that is read, in bytes. */
export const LARGEST = 32 * 1024;

/** Reads one configuration file. It never throws, whatever the text, and every problem is listed. */
export function read(text: string, file: string): Reading {
  const size = text.length > LARGEST ? text.length : new TextEncoder().encode(text).length;
  if (size > LARGEST) return unread(file, tooLarge(size));
  if (text.includes('\0')) return unread(file, NOT_TEXT);

  const yaml = parseYaml(text.replace(/^\uFEFF/, ''));
  const problems = (findings: readonly Finding[]): Problem[] =>
    findings.map((finding) => ({ file, ...finding })).sort((a, b) => a.line - b.line || a.column - b.column);
  const locate: Reading['locate'] = (explanations) =>
    problems(explanations.map(({ path, at, message, fix }) => ({ ...yaml.place(path, at), message, fix })));

  if (yaml.findings.length > 0) return { problems: problems(yaml.findings), locate };
  if (yaml.value === null) return unread(file, EMPTY);
  const parsed = Policy.safeParse(yaml.value, { error: wanted });
  const wrong = parsed.success
    ? unique(parsed.data)
    : parsed.error.issues.flatMap((issue) => explain(issue, yaml.value));
  if (parsed.success && wrong.length === 0)
    return { value: yaml.value as Raw, policy: parsed.data, problems: [], locate };
  return { problems: locate(wrong), locate };
}

/** The reading of a file that could not be read at all, for the reason given. */
export const unread = (file: string, because: { message: string; fix: string }): Reading => ({
  problems: [{ file, line: 1, column: 1, ...because }],
  locate: (explanations) => explanations.map(({ message, fix }) => ({ file, line: 1, column: 1, message, fix })),
});

/** Why a file of so many bytes is not read; GitHub also gives no text of a file that is not text. */
export const tooLarge = (bytes: number): { message: string; fix: string } =>
  bytes > LARGEST
    ? {
        message: `The file has ${bytes.toLocaleString('en')} bytes, more than the ${LARGEST.toLocaleString('en')} that are read.`,
        fix: 'Shorten lists, or use fewer and wider patterns.',
      }
    : NOT_TEXT;

const NOT_TEXT = { message: 'The file is not text.', fix: 'Save it as UTF-8.' };

const EMPTY = { message: 'The file is empty.', fix: 'Write `version: 1`, and below it what you ask for.' };
