import { z } from 'zod';

/** How much a rule insists. `observe` is recorded and shown nowhere on the subject. */
export const Level = z.enum(['off', 'observe', 'advise', 'require']);
export type Level = z.infer<typeof Level>;

/**
 * Something that can be looked at: a place in the text, a file, an issue. Written by Truenorth, so it is safe Markdown.
 * With a path and a line of an unmet verdict, it is annotated there.
 */
export const Evidence = z.object({ text: z.string(), path: z.string().optional(), line: z.number().int().optional() });
export type Evidence = z.infer<typeof Evidence>;

/** A label that a verdict asks for. Colour is six hexadecimal digits, as in GitHub's API. */
export const LabelWish = z.object({ name: z.string(), color: z.string(), description: z.string() });
export type LabelWish = z.infer<typeof LabelWish>;

/**
 * A rule's answer on one subject. `unknown` is never counted as met or unmet; its cause decides how it concludes,
 * because nobody passes by breaking what is judged: `subject` when the judged content itself is the cause.
 */
export const Verdict = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.enum(['met', 'unmet']),
    /** One sentence, safe Markdown: why the rule applies and what was found. */
    because: z.string(),
    evidence: z.array(Evidence),
    /** What to do about it, one sentence of safe Markdown. */
    remedy: z.string().optional(),
    /** Labels the subject should carry while this verdict stands. */
    labels: z.array(LabelWish).optional(),
    /** Markdown to paste into the description that would answer the rule. */
    paste: z.string().optional(),
    /** What is said once everything is met: "Serves **Clinics go live in a day**." */
    headline: z.string().optional(),
    /** A paragraph of safe Markdown that opens the comment, whatever else there is to say. */
    greeting: z.string().optional(),
  }),
  /** Unmet, and let pass for a time. Given by the engine, never by a rule. */
  z.object({ outcome: z.literal('waived'), because: z.string() }),
  z.object({ outcome: z.literal('not-applicable'), because: z.string() }),
  z.object({
    outcome: z.literal('unknown'),
    because: z.string(),
    cause: z.enum(['subject', 'elsewhere']),
    evidence: z.array(Evidence).optional(),
  }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** One rule's verdict with the level in force when it was given. */
export const Judged = z.object({
  rule: z.string(),
  title: z.string(),
  why: z.string(),
  level: Level,
  verdict: Verdict,
});
export type Judged = z.infer<typeof Judged>;

/** Told of every judgement. */
export type OnJudged = (judged: readonly Judged[]) => void;

/** GitHub's names for a finished check's conclusion, those that Truenorth uses. */
export const Conclusion = z.enum(['success', 'neutral', 'failure', 'action_required']);
export type Conclusion = z.infer<typeof Conclusion>;

/** What the configuration that a pull request proposes would do. */
export const Proposal = z.object({
  /** Paragraphs of safe Markdown. */
  text: z.array(z.string()),
  /** What is wrong with it, by line, as plain text. */
  problems: z.array(z.object({ path: z.string(), line: z.number().int(), message: z.string() })),
});
export type Proposal = z.infer<typeof Proposal>;

/** Everything that was judged on one subject, and what it amounts to. */
export const Report = z.object({
  conclusion: Conclusion,
  judged: z.array(Judged),
  notes: z.array(z.string()),
  proposal: Proposal.optional(),
  policy: z.string(),
});
export type Report = z.infer<typeof Report>;
