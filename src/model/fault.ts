import { HOUR } from './time.ts';

/**
 * Nobody is waited for longer, in ms: GitHub's limits are renewed every hour. Whoever asks for more, such as a proxy or a broken header,
 * is asked again by then, and a wait that is longer all the same was noted before the clock was turned back.
 */
export const LONGEST_WAIT = 2 * HOUR;

/**
 * Why a piece of work could not be finished, in the three ways that call for different answers:
 *
 * - `transient`: the same work may succeed later; `retryAt` is when GitHub asks to be called again (ms since the epoch).
 * - `terminal`: it will not succeed by trying again (repository gone, permission missing); it ends with a log line.
 * - `policy`: a person's configuration is the cause; it is shown to the person who can mend it.
 */
export class Fault extends Error {
  readonly kind: 'transient' | 'terminal' | 'policy';
  readonly retryAt: number | undefined;
  /** Set where GitHub throttles the whole installation: no other call of it can succeed before `retryAt`. */
  readonly throttled: boolean;

  constructor(
    kind: Fault['kind'],
    message: string,
    options: { retryAt?: number | undefined; throttled?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.kind = kind;
    this.retryAt = options.retryAt;
    this.throttled = options.throttled ?? false;
  }
}
