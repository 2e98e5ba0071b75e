import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Beginning } from '../../src/model/beginning.ts';
import { FORMS } from '../../src/onboarding/forms.ts';
import { onboardingIssue } from '../../src/onboarding/issue.ts';
import { newFile } from '../../src/onboarding/new-file.ts';
import { beginning } from './beginning.ts';

const WEB = 'https://github.com';
const issue = (home: Beginning, text = 'version: 1\n') =>
  onboardingIssue({
    ...{ home, sources: [home], forAll: false, proposal: { text, drawn: 1 }, tried: undefined, web: WEB },
  });

describe('a link to a new file', () => {
  it('opens GitHub’s page filled in', () => {
    const { link = '', filledIn } = newFile(
      WEB,
      beginning({ defaultBranch: 'release/1' }),
      '.github/truenorth.yml',
      'a: (b)\n# c & d\n',
    );
    const url = new URL(link);
    expect([filledIn, url.pathname]).toEqual([true, '/acme/api/new/release/1']);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      filename: '.github/truenorth.yml',
      value: 'a: (b)\n# c & d\n',
    });
    expect(link).not.toMatch(/[()\s]/);
  });

  it('is left empty where the text is too long for an address', () => {
    const { link = '', filledIn } = newFile(WEB, beginning(), 'a.yml', '€'.repeat(2_000));
    expect([filledIn, link]).toEqual([false, 'https://github.com/acme/api/new/main?filename=a.yml']);
  });

  it('is none before the first commit', () => {
    expect(newFile(WEB, beginning({ defaultBranch: '' }), 'a.yml', 'a')).toEqual({ link: undefined, filledIn: false });
  });

  it.each(FORMS)('holds the form for $about', ({ file, text }) => {
    expect(newFile(WEB, beginning(), file, text).filledIn).toBe(true);
  });
});

describe('the onboarding issue', () => {
  it('explains in ten lines', () => {
    expect(issue(beginning()).match(/^\d+\. /gm)).toHaveLength(10);
  });

  it('shows the file in a block that nothing in it ends', () => {
    expect(issue(beginning(), 'a: "````"\n')).toContain('`````yaml\na: "````"\n`````');
  });

  it('offers only the forms that are not there', () => {
    const body = issue(beginning({ forms: ['tech-debt.md', 'experiment.yml'] }));
    expect(body).toContain('[incidents](');
    expect(body).not.toMatch(/\[technical debt\]|\[experiments\]/);
    expect(issue(beginning({ forms: ['debt.yml', 'outage.yml', 'experiment.yml'] }))).not.toContain('## Issue forms');
  });

  it('says how to try the proposal', () => {
    expect(issue(beginning())).toContain('npx truenorth backtest acme/api --config truenorth.yml');
  });

  it('offers the forms that the docs show, word for word', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/how-to/issue-forms.md'), 'utf8');
    for (const { file, text } of FORMS) {
      expect(page).toContain(`\`\`\`yaml\n${text}\`\`\``);
      expect(page).toContain(file);
    }
  });
});
