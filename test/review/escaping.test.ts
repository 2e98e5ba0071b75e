import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { expect, it } from 'vitest';
import type { IssueFacts } from '../../src/model/issue.ts';
import type { PullFacts } from '../../src/model/pull.ts';
import { milestone } from '../../src/practices/alignment/milestone.ts';
import { registry } from '../../src/practices/registry.ts';
import { checkOf } from '../../src/review/check.ts';
import { commentOf } from '../../src/review/comment.ts';
import { evaluate, reportOf } from '../../src/review/evaluate.ts';
import { evaluateIssue, issueRulesFor } from '../../src/review/issues.ts';
import { waive } from '../../src/review/waivers.ts';
import { issueFacts, policy, pullFacts } from '../support/facts.ts';

/** What people write to be read as something else: mentions, references, links, HTML, the ends of cells, spans and fences. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...['@cleo', '@acme/staff', '#12', 'acme/api#3', 'https://evil.example', '[a](https://evil.example)', '![x](y)'],
      ...[
        '<img src=x onerror=alert(1)>',
        '</details>',
        '<!-- truenorth:review -->',
        '-->',
        '|',
        '`',
        '``',
        '```',
        '\n',
        '\r',
      ],
      ...['\n\n# Heading', '\u202e', '\u200b', '**', '\\', '~~~', '&lt;b&gt;', 'a', ' ', '.ts', '/', 'src', 'moment'],
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const everyRule = (title: string, ask: string) => {
  const config: Record<string, Record<string, object>> = {};
  for (const { id, rules } of registry)
    config[id] = Object.fromEntries(rules.map((rule) => [rule.id, { level: 'advise' }]));
  const put = (practice: string, more: object) => {
    config[practice] = { ...config[practice], ...more };
  };
  put('north-star', {
    outcomes: [
      { id: 'activation', title },
      { id: 'reliability', title: 'Up' },
    ],
  });
  put('security', { 'threat-model': { level: 'advise', ask, headings: [ask.slice(0, 80)] } });
  put('developer-experience', {
    'paved-road': { level: 'advise', npm: { allow: ['zod'], instead: { [title]: ask } } },
  });
  put('trust', { mentors: 'acme/mentors' });
  put('alignment', { product: 'acme/product' });
  return policy(config);
};

const facts: fc.Arbitrary<PullFacts> = fc
  .record({ texts: fc.array(hostile, { minLength: 8, maxLength: 8 }), newcomer: fc.boolean(), whole: fc.boolean() })
  .map(({ texts, newcomer, whole }) => {
    const [path = '', label = '', login = '', milestone = '', what = '', detail = '', body = '', because = ''] = texts;
    const file = { path: `src/auth/${path}`, status: 'added' as const, additions: 50, deletions: 0 };
    const found = { found: [{ path: file.path, line: 1, what, detail }], unread: [] };
    return pullFacts({
      title: `feat: ${body}`,
      body: `Outcome: ${body}\n\n${because}`,
      author: { login, bot: false },
      labels: [
        { name: label, by: 'person' },
        { name: `north-star: ${label}`, by: 'person' },
      ],
      closes: [{ number: 3, labels: [label], milestone }],
      linked: [{ number: 3, labels: [label], participants: [login] }],
      files: whole
        ? { whole, files: [file] }
        : { whole: false, files: [file], because: 'GitHub lists only 1 of its 2 changed files', cause: 'subject' },
      newcomer,
      teams: { 'acme/mentors': { members: ['mira', login] }, 'acme/product': { members: ['pia'] } },
      codeowners: { path: 'CODEOWNERS', text: body },
      findings: Object.fromEntries(
        registry.flatMap(({ rules }) =>
          rules.flatMap((rule) => (rule.on === 'pull' ? (rule.extracts ?? []) : [])).map(({ id }) => [id, found]),
        ),
      ),
      declared: { outcomes: [{ id: 'activation', title: milestone, keywords: [], paths: [] }], decisions: ['src/**'] },
    });
  });

const md = new MarkdownIt({ html: true, linkify: true });
/** The only HTML that Truenorth writes. */
const OURS = /^(?:<!-- truenorth:review -->|<\/?details>|<\/?summary>|<\/?sub>|<br>|[^<>]|\s)*$/;

/** What GitHub would make of a text outside of code: its words, its links, its HTML. */
function rendered(text: string): { words: string; links: number; html: string } {
  const seen = { words: '', links: 0, html: '' };
  const walk = (tokens: ReturnType<typeof md.parse>) => {
    for (const token of tokens) {
      if (token.type === 'text') seen.words += `${token.content}\n`;
      if (token.type === 'link_open' || token.type === 'image') seen.links++;
      if (token.type.startsWith('html')) seen.html += token.content;
      if (token.children) walk(token.children);
    }
  };
  walk(md.parse(text, {}));
  return seen;
}

/** Nothing but Truenorth's own words, and code. */
function expectHarmless(text: string): void {
  const { words, links, html } = rendered(text);
  expect(words).not.toMatch(/@\w|#\d|https?:\/\/|\|/);
  expect(links).toBe(0);
  expect(html).toMatch(OURS);
}

it('nothing that a person wrote becomes a mention, a reference, a link or HTML, nor leaves its table', () => {
  fc.assert(
    fc.property(facts, hostile, hostile, (one, title, ask) => {
      const shown = (text: string) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 100) || 'x';
      const config = everyRule(shown(title), shown(ask));
      const { judged, mishaps } = evaluate(one, config, 'r');
      expect(mishaps).toEqual([]);
      const waiver = {
        rule: 'security/threat-model',
        until: '2026-12-31',
        because: ask,
        by: title,
        at: '2026-11-01T00:00:00Z',
      };
      for (const list of [judged, waive(judged, [waiver], Date.parse('2026-11-23'), 'Etc/UTC')]) {
        const report = reportOf(list, 'truenorth.yml @ 4f2a91c', []);
        for (const text of [checkOf(report, () => undefined).summary, commentOf(report, true, () => undefined) ?? ''])
          expectHarmless(text);
      }
    }),
  );
});

const issue: fc.Arbitrary<IssueFacts> = fc
  .record({ texts: fc.array(hostile, { minLength: 4, maxLength: 4 }), open: fc.boolean() })
  .map(({ texts: [what = '', label = '', action = '', day = ''], open }) =>
    issueFacts({
      ...{ title: what, open, now: Date.parse('2026-12-01T10:00Z') },
      labels: ['tech-debt', 'incident', 'experiment', `debt: ${label}`],
      body: `Decide by: ${day}\n\nDebt: ${what}\n\n## Causes\n\nhuman error ${what}\n\n## Actions\n\n- [ ] ${action}`,
      subIssues: [{ text: action, done: false, owners: [what], number: 8 }],
    }),
  );

it('nor does it on an issue, nor in what is found of a milestone', () => {
  fc.assert(
    fc.property(issue, hostile, (facts, title) => {
      const config = everyRule('Live', 'Why');
      const { judged, mishaps } = evaluateIssue(facts, issueRulesFor(config, facts.labels), 'r');
      expect(mishaps).toEqual([]);
      expect(judged.length).toBeGreaterThanOrEqual(3);
      const report = reportOf(judged, 'truenorth.yml @ 4f2a91c', []);
      expectHarmless(commentOf(report, true, () => undefined, 'issue') ?? '');
      for (const { verdict } of judged)
        for (const { text } of 'evidence' in verdict ? (verdict.evidence ?? []) : []) expectHarmless(text);
      const facing = {
        number: 1,
        title,
        description: `Outcome: ${title}`,
        open: true,
        outcomes: [{ id: 'a-b', title }],
      };
      const { because } = milestone.judge(facing, config.alignment);
      expectHarmless(because);
    }),
  );
});
