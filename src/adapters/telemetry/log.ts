import { type DestinationStream, type Logger, pino } from 'pino';

/** The app's log: one JSON line an event, on standard output unless told otherwise, with nothing secret in it. */
export function createLog(level: string, to: DestinationStream = pino.destination(1)): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: bare, error: bare },
    redact: { paths: ['*.authorization', '*.headers', '*.privateKey', '*.secret', '*.token'], remove: true },
  };
  return pino(options, to);
}

/** An error without what hangs on it: Octokit's carry request and response, with headers and people's text. */
function bare(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error).slice(0, 500) };
  const status = 'status' in error && typeof error.status === 'number' ? { status: error.status } : {};
  return {
    type: error.name,
    message: error.message.slice(0, 500),
    ...status,
    stack: error.stack?.split('\n').slice(1, 8).join('\n'),
    ...(error.cause instanceof Error ? { cause: `${error.cause.name}: ${error.cause.message.slice(0, 300)}` } : {}),
  };
}
