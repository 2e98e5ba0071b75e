/** What is named like a tracker's issue and is none: standards, formats, algorithms and models, with their numbers. */
const NO_TRACKERS =
  'TODO FIXME HACK XXX UTF UCS ISO IEC IEEE ANSI DIN ECMA ASCII RFC PEP JEP JSR KEP WCAG CVE CWE SHA MD CRC AES DES RSA HMAC PKCS ES TLS SSL HTTP ' +
  'IPV HTML OAUTH GPT LLAMA MPEG USB AVX SSE UINT GPL LGPL AGPL BSD';

/**
 * `#12`, `GH-12`, `owner/name#12`, a tracker's `ABC-12`, or an issue's address. A number that begins with 0 is none, nor are
 * six equal digits (both are colours), nor is a version's such as `TLS-1.2`.
 */
const ISSUE = new RegExp(
  [
    String.raw`(?<!&)#(?!0|(\d)\1{5}\b)\d{1,9}(?!\w)`,
    String.raw`\b(?!(?:${NO_TRACKERS.replaceAll(' ', '|')})-)[A-Z][A-Z0-9]{1,9}-[1-9]\d{0,8}\b(?!\.\d)`,
    String.raw`\/(?:issues?|work_items|tickets?|stor(?:y|ies)|tasks?)\/[\w-]{0,40}\d`,
  ].join('|'),
);

/** Whether a comment names an issue, by which its debt is found again. */
export const namesIssue = (comment: string): boolean => ISSUE.test(comment);
