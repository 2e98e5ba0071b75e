import { z } from 'zod';

/**
 * What an event says that GitHub cannot be asked for later, committed together with the subject's key before the
 * webhook is acknowledged. About 1 KB at most; everything else is read again when the work is done.
 */
export const EventFact = z.discriminatedUnion('kind', [
  /** A label was set or taken away, and by whom. */
  z.object({
    kind: z.literal('label'),
    label: z.string(),
    set: z.boolean(),
    by: z.enum(['truenorth', 'person', 'bot']),
    at: z.string(),
  }),
  /** The merge queue asks for a check on a commit made from this base. */
  z.object({ kind: z.literal('merge-group'), base: z.string(), ref: z.string() }),
  /** Who looks after the pull request has changed. */
  z.object({ kind: z.literal('people') }),
  /** Somebody asked to judge again: nothing remembered may be trusted. */
  z.object({ kind: z.literal('again') }),
  /** GitHub's Re-run: judged again, and the check is written even if it says the same. */
  z.object({ kind: z.literal('rerun') }),
  /** Lines of a comment as it was first written, and its author: editing it later changes nothing. */
  z.object({
    kind: z.literal('command'),
    comment: z.object({ id: z.number().int(), nodeId: z.string() }),
    lines: z.array(z.string()),
    by: z.string(),
    /** Found by reading: it may have been answered by a run that nobody remembers. */
    found: z.boolean().optional(),
  }),
  /** The button on the check was pressed, and by whom. */
  z.object({ kind: z.literal('button'), by: z.string() }),
  /** An issue changed: its labels, one that was taken away included, and whether it is gone from the repository. */
  z.object({
    kind: z.literal('issue'),
    number: z.number().int(),
    labels: z.array(z.string()),
    /** It has more labels than are told here. */
    more: z.boolean().optional(),
    gone: z.boolean(),
  }),
  /** A label was renamed or taken out of the repository, and so off everything that had it: its names, before and after. */
  z.object({ kind: z.literal('labels'), names: z.array(z.string()) }),
  /** A KPI's reading, as it was told, however odd; without a day it is of the day on which it came. */
  z.object({
    kind: z.literal('reading'),
    kpi: z.string(),
    value: z.number().or(z.string()),
    day: z.string().optional(),
    source: z.enum(['dispatch', 'command']),
  }),
  /** The repository, or the whole installation, is no longer ours to look at. */
  z.object({ kind: z.literal('removed') }),
  /** It is ours to look at, or is again. */
  z.object({ kind: z.literal('added') }),
  /** A repository was renamed: the name that it had, and its node id, since another may have taken that name. */
  z.object({ kind: z.literal('renamed'), from: z.string(), nodeId: z.string() }),
]);
export type EventFact = z.infer<typeof EventFact>;
