import { describe, expect, it } from 'vitest';
import { issuesNamed } from '../../../src/practices/shared/issue-links.ts';

const named = (description: string) => issuesNamed(description, { owner: 'acme', name: 'api' });

describe('a description names an issue', () => {
  it.each([
    '#12',
    'GH-12',
    'acme/api#12',
    'ACME/API#12',
    'https://github.com/acme/api/issues/12',
    'https://github.com/acme/api/issues/12#issuecomment-7',
    '[the issue](https://github.com/acme/api/issues/12)',
    '[#12](https://tracker.example/12)',
  ])('as %s', (issue) => {
    for (const [before, after] of [
      ['Part of ', '.'],
      ['### Part of ', ''],
      ['**Part of ', '**'],
      ['- [ ] ', ''],
      ['<details><summary>', '</summary></details>\n'],
      ['| a |\n|---|\n| ', ' |'],
    ])
      expect(named(`${before}${issue}${after}`)).toEqual([12]);
  });

  it.each([
    '<https://github.com/acme/api/issues/12>',
    '[the issue](<https://github.com/acme/api/issues/12> "Tokens")',
    '[the issue][1]\n\n[1]: https://github.com/acme/api/issues/12',
    '[`a`\nlink](\nhttps://github.com/acme/api/issues/12\n)',
    '<p>Part of #12</p>',
  ])('in any of the ways of Markdown: %s', (issue) => {
    expect(named(issue)).toEqual([12]);
  });

  it.each(['close', 'closes', 'closed', 'fix', 'fixes', 'fixed', 'resolve', 'resolves', 'resolved'])(
    'by the closing keyword %s, as GitHub documents it',
    (keyword) => {
      const shout = keyword.toUpperCase();
      for (const said of [
        `${keyword} #12`,
        `${keyword}: #12`,
        `${shout} #12`,
        `${shout}: #12`,
        `${keyword} acme/api#12`,
      ])
        expect(named(said)).toEqual([12]);
      expect(named(`${keyword} #12, ${keyword} #3, ${keyword} acme/web#4`)).toEqual([12, 3]);
    },
  );

  it('each once, in order', () => {
    expect(
      named(
        'Closes #12.\n\n# Part of https://github.com/acme/api/issues/3\n\nSee GH-12, [x](https://a.example/acme/api/issues/4)',
      ),
    ).toEqual([12, 3, 4]);
  });
});

describe('a description names no issue', () => {
  it.each([
    'Part of acme/web#12',
    'https://github.com/acme/web/issues/12',
    'https://github.com/acme/api/pull/12',
    '`#12`',
    '`https://github.com/acme/api/issues/12`',
    '``` \n#12\n```',
    '> #12',
    '<!-- Closes #12 -->',
    '<blockquote>\n\nCloses #12\n\n</blockquote>',
    '<pre>\n#12\n</pre>',
    'See <code>#12</code>',
    '![#12](https://github.com/acme/api/issues/12)',
    '&#12;',
    'a#12',
    '#0',
  ])('by %j', (description) => {
    expect(named(description)).toEqual([]);
  });
});
