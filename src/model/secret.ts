/** What looks like a credential: tokens of GitHub's, JSON web tokens, keys in PEM, passwords in addresses, authorization headers. */
const SECRET =
  /\b(?:gh[a-z]|github_pat)_\w{8,}|\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)?|-----BEGIN [A-Z ]+-----[^-]*(?:-----END [A-Z ]+-----)?|(?<=:\/\/[^\s/@:]{0,60}:)[^\s/@]+(?=@)|(?<=\b(?:bearer|basic|token) )[\w+/=.-]{8,}/gi;

/** More of a text than this is told to nobody, in characters. */
const LONGEST = 4_000;

/**
 * What somebody else's error says, without what looks like a credential: proxies and drivers repeat what they were sent. Cut to
 * a length, after that, so that no half of one is left.
 */
export const withoutSecrets = (text: string, longest: number): string =>
  text.slice(0, LONGEST).replaceAll(SECRET, '[secret]').slice(0, longest);
