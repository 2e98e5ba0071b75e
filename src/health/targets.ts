/**
 * What figures are held against where nothing is configured. They are where a look is worth while, not laws: from DORA's published
 * bands (change fail rate, recovery) and from what reviewers and CI can keep up.
 */
export const TARGETS = {
  alignment: 0.8,
  'in-time': 0.8,
  'first-try': 0.9,
  'change-fail': 0.15,
  /** Minutes: a day. */
  recovery: 24 * 60,
  ownership: 0.9,
  adherence: 0.8,
} as const;
