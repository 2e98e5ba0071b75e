import { type DestinationStream, type Logger, pino } from 'pino';
import { withoutSecrets } from '../../model/secret.ts';
import { fieldsNow } from './during.ts';

/** The app's log: one JSON line an event, on standard output unless told otherwise, with nothing secret in it. */
export function createLog(level: string, to: DestinationStream = pino.destination(1)): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: fieldsNow,
    serializers: { err: bare, error: bare },
    redact: { paths: ['*.authorization', '*.headers', '*.privateKey', '*.secret', '*.token'], remove: true },
  };
  return pino(options, { write: (line: string) => to.write(escaped(line)) });
}

/** What a terminal obeys, or what reorders or hides: JSON lets most of it stand, a line of a log must not. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const escaped = (line: string): string =>
  line.replaceAll(UNSEEN, (found) =>
    Array.from({ length: found.length }, (_, i) => `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );

/** An error without what hangs on it: Octokit's carry request and response, with headers and people's text. */
function bare(error: unknown): object {
  if (!(error instanceof Error)) return { message: withoutSecrets(String(error), 500) };
  const status = 'status' in error && typeof error.status === 'number' ? { status: error.status } : {};
  return {
    type: error.name,
    message: withoutSecrets(error.message, 500),
    ...status,
    // The places alone: above them stands the message again, whole.
    stack: error.stack?.split('\n').filter(isPlace).slice(0, 7).join('\n'),
    ...(error.cause instanceof Error
      ? { cause: withoutSecrets(`${error.cause.name}: ${error.cause.message}`, 300) }
      : {}),
  };
}

const isPlace = (line: string): boolean => /^ {4}at [^\n]*:\d+:\d+\)?$/.test(line);
