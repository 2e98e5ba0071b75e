import { DateTime } from 'luxon';
import { fieldIn } from './fields.ts';

/** What an incident's issue says of it. */
export interface Incident {
  /** When it was over, in ms. */
  resolvedAt?: number;
  /** The deployment that brought it: its id, or the beginning of its commit. */
  deployment?: string;
}

const RESOLVED = ['Resolved', 'Resolved at', 'Resolved on'];
const DEPLOYMENT = ['Deployment', 'Deployment id', 'Deployed commit'];

/** `2026-09-08T13:30Z`, `2026-09-08 13:30 UTC`, `2026-09-08 15:30:00+02:00`. */
const INSTANT =
  /(?<!\d)(20\d{2}-\d{2}-\d{2})[T ]{1,3}(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?: ?\(?(z|utc|gmt|[+-]\d{2}:?\d{2})(?![\p{L}\p{N}:])|(?! ?\(?[\p{L}\p{N}:+-]))/iu;
const COMMIT = /^[0-9a-f]{7,40}$/i;
const ID = /^\d{1,15}$/;
/** An address names a deployment by its id, or its commit; GitHub's own, github.com's or another server's. */
const ADDRESS =
  /\bhttps?:\/\/[^\s<>()[\]"'`]{1,300}?\/(?:deployments\/(\d{1,15})|commits?\/([0-9a-f]{7,40}))(?![\w-])/i;

/**
 * Reads what an incident's issue says of its end and of its deployment. A time without a zone is taken to be in `zone`; without one
 * it is left out, since a wrong hour is worse than none.
 */
export function incidentIn(body: string, zone?: string): Incident {
  const resolved = fieldIn(body, RESOLVED);
  const resolvedAt = resolved && instantIn(resolved.value, zone);
  const deployment = deploymentIn(body);
  return {
    ...(resolvedAt === undefined ? {} : { resolvedAt }),
    ...(deployment === undefined ? {} : { deployment }),
  };
}

function instantIn(written: string, zone: string | undefined): number | undefined {
  const [, day, time, offset] = INSTANT.exec(written) ?? [];
  const told = offset === undefined ? zone : 'utc';
  if (told === undefined) return undefined;
  const suffix = offset === undefined ? '' : /^[+-]/.test(offset) ? offset : 'Z';
  const at = DateTime.fromISO(`${day}T${time}${suffix}`, { zone: told });
  return at.isValid ? at.toMillis() : undefined;
}

function deploymentIn(body: string): string | undefined {
  const field = fieldIn(body, DEPLOYMENT);
  if (field === undefined) return undefined;
  const [first = ''] = field.value.replaceAll('`', '').split(/[\s,;]/);
  if (ID.test(first)) return first;
  if (COMMIT.test(first)) return first.toLowerCase();
  // A visible address is one word without punctuation; the line as it was written still has it.
  const [, id, sha] = ADDRESS.exec(body.split(/\r\n?|\n/)[field.line - 1]?.slice(0, LONGEST) ?? '') ?? [];
  return id ?? sha?.toLowerCase();
}

/** As much of a line as is looked at. */
const LONGEST = 1_000;
