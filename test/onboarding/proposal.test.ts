import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Beginning } from '../../src/model/beginning.ts';
import { proposal } from '../../src/onboarding/proposal.ts';
import { read } from '../../src/policy/diagnose.ts';
import { beginning } from './beginning.ts';

const proposed = (more: Partial<Beginning>) => parse(proposal([beginning(more)]).text);

/** The file once people have taken the # away. */
const said = (text: string) =>
  text
    .replace(/^version: 1$/m, '')
    .replaceAll(/^# (?=north-star:| )/gm, '')
    .replace(/^/, 'version: 1\n');

describe('a proposal', () => {
  it('where there is nothing to draw from, is the defaults', () => {
    expect(proposed({})).toEqual({ version: 1 });
    expect(proposal([]).drawn).toBe(0);
  });

  it.each<[string, Partial<Beginning>, object]>([
    ['a debt label', { labels: ['bug', 'Tech Debt'] }, { 'technical-debt': { labels: ['Tech Debt'] } }],
    ['an incident label', { labels: ['outage'] }, { resilience: { 'post-incident': { label: 'outage' } } }],
    ['an experiment label', { labels: ['Experiment'] }, { outcomes: { experiment: { label: 'Experiment' } } }],
    ['a feature flag label', { labels: ['feature flag'] }, { resilience: { toggles: { label: 'feature flag' } } }],
    [
      'folders of decision records and infrastructure',
      { folders: ['docs', 'docs/adr', 'infra'] },
      { communication: { 'decision-record': { paths: ['docs/adr/**'], when: { paths: ['infra/**'] } } } },
    ],
    [
      'a template that asks already',
      { templates: ['## 🔙 Rollback\n\n### Privacy:\n'] },
      { resilience: { recovery: { level: 'advise' } }, security: { privacy: { level: 'advise' } } },
    ],
    [
      'teams in CODEOWNERS, of this organisation alone',
      { codeowners: { path: 'CODEOWNERS', text: '* @Acme/core @them/all\n/ui @acme/product # @acme/mentors\n' } },
      {
        security: { ownership: { level: 'advise' } },
        ...{ alignment: { product: 'acme/product' }, waivers: { approvers: 'Acme/core' } },
      },
    ],
  ])('draws from %s', (_, more, config) => {
    expect(proposed(more)).toEqual({ version: 1, ...config });
  });

  it('offers a North Star to put into words, with a folder, a label and a bot that are there', () => {
    const more = { folders: ['docs', 'web'], labels: ['chore'], files: ['dependabot.yml', 'renovate.json'] };
    const { text } = proposal([beginning(more)]);
    expect(parse(text)).toEqual({ version: 1 });
    expect(parse(said(text))['north-star']).toMatchObject({
      outcomes: [{ paths: ['web/**'] }],
      outcome: { exempt: { labels: ['chore'], authors: ['dependabot[bot]', 'renovate[bot]'] } },
    });
  });

  it('says of each value where it is from', () => {
    const { text } = proposal([
      beginning({ labels: ['incident'], codeowners: { path: 'docs/CODEOWNERS', text: '* @acme/a' } }),
    ]);
    expect(text).toContain('label: incident # a label that is there');
    expect(text).toContain('approvers: acme/a # a team in docs/CODEOWNERS: it owns everything');
  });

  it('is valid whatever is there, also once the # is taken away', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.constantFrom(
        'tech-debt',
        'Debt',
        'incident',
        'chore',
        'dependencies',
        'experiment',
        'docs/adr',
        'infra',
        'rfcs',
        'web',
      ),
      fc.constantFrom(
        'dependabot.yml',
        'renovate.json5',
        '## Threat model',
        '## Privacy',
        '* @acme/x',
        '/a @acme/mentors',
      ),
    );
    const some = fc.array(odd, { maxLength: 12 });
    const text = some.map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(some, some, some, some, text, (labels, folders, files, templates, owners) => {
        const codeowners = { path: 'CODEOWNERS', text: owners };
        const file = proposal([
          beginning({ labels, folders, files, templates, codeowners }),
          beginning({ labels: folders }),
        ]).text;
        expect(read(file, 'truenorth.yml').problems).toEqual([]);
        expect(read(said(file), 'truenorth.yml').problems).toEqual([]);
      }),
    );
  });
});
