import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { threatModel } from '../../../src/practices/security/threat-model.ts';
import { isSensitive } from '../../../src/practices/shared/files.ts';
import { cutShort, file, files, policy, pullFacts } from '../../support/facts.ts';

const judge = (change: Partial<PullFacts>, options: object = {}) =>
  threatModel.judge(pullFacts(change), policy({ security: { 'threat-model': options } }).security);

const auth = files(file('services/auth/token.ts'));
const ANSWER = 'A stolen session could be replayed; it is bound to the device now.';

describe('a sensitive path', () => {
  it.each([
    'services/auth/index.ts',
    'src/OAuthClient.java',
    'lib/authorization.rb',
    'app/LoginForm.tsx',
    'web/session.go',
    'src/accessToken.ts',
    'core/encryption/aes.py',
    'db/migrations/001.ts',
    'schema/tables.sql',
    'Dockerfile',
    'build/api.Dockerfile',
    'docker-compose.yml',
    'infra/main.tf',
    'k8s/app.yaml',
    '.github/workflows/ci.yml',
    'src/PaymentGateway.kt',
    'api/uploads/handler.ts',
    'config/permissions.yml',
    '.github/workflows/deploy_test.yml',
    '.github/workflows/release.test.yml',
    '.github/actions/test/index.js',
    'db/migrations/0042_ab_test.sql',
    'schema/plan_spec.sql',
    'config/auth_test.yml',
    'docker-compose.test.yml',
    'infra/test/main.tf',
    'infra/test/deploy.sh',
  ])('is %s', (path) => {
    expect(isSensitive(path)).toBe(true);
  });

  it.each([
    'src/authors/list.ts',
    'lib/tokenizer.ts',
    'docs/auth.md',
    'test/auth/login.test.ts',
    'src/auth.spec.ts',
    'test/fixtures/seed.sql',
    'infra/network_test.go',
    'Tests/Auth/LoginHelper.php',
    'Tests/AppTests/Login.swift',
    'App.Tests/Auth/Helper.cs',
    'ios/AppUITests/Login.swift',
    'app/src/androidTest/Login.kt',
    'README.md',
    'src/booking.ts',
    'src/obsession.ts',
  ])('is not %s', (path) => {
    expect(isSensitive(path)).toBe(false);
  });
});

describe('the threat model is asked for', () => {
  it('when a sensitive path changes, and which', () => {
    expect(judge({ files: auth })).toMatchObject({
      outcome: 'unmet',
      because: '`services/auth/token.ts` is a sensitive path; the section is missing',
      remedy: 'Add a section `## Threat model`: `What could an attacker do with this, and what stops them?`',
      labels: [{ name: 'needs: threat-model' }],
    });
  });

  it('when a file is moved away from a sensitive path', () => {
    expect(judge({ files: files(file('src/x.ts', 1, { previousPath: 'src/auth/x.ts' })) }).outcome).toBe('unmet');
  });

  it('not when no sensitive path changes', () => {
    expect(judge({ files: files(file('src/booking.ts')) })).toEqual({
      outcome: 'not-applicable',
      because: 'No sensitive path changed',
    });
  });

  it('by the configured paths alone, where there are any', () => {
    const when = { paths: ['billing/**'] };
    expect(judge({ files: auth }, { when }).outcome).toBe('not-applicable');
    expect(judge({ files: files(file('billing/a.ts')) }, { when }).outcome).toBe('unmet');
  });

  it('by a configured label, whatever its case', () => {
    const labels = [{ name: 'Security', by: 'person' as const }];
    expect(judge({ labels }, { when: { labels: ['security'] } }).outcome).toBe('unmet');
    expect(judge({}, { when: { labels: ['security'] } }).outcome).toBe('not-applicable');
  });
});

describe('the answer', () => {
  it.each([
    ['is good', `## Threat model\n\n${ANSWER}`, 'met', /section found at line 3?|words/],
    ['under another of the headings', `## Security\n\n${ANSWER}`, 'met', /words/],
    [
      'says why it does not apply',
      '## Threat model\n\nN/A, because this only renames a file that nobody can reach from outside.',
      'met',
      /reason/,
    ],
    ['is missing', 'Nothing here', 'unmet', /the section is missing/],
    ['is empty', '## Threat model\n\n## Other\n\ntext', 'unmet', /is empty/],
    ['is a placeholder', '## Threat model\n\nTBD', 'unmet', /holds a placeholder/],
    ['is too short', '## Threat model\n\nWe checked it.', 'unmet', /3 words, 8 asked/],
    ['is hidden in a comment', `## Threat model\n\n<!-- ${ANSWER} -->`, 'unmet', /is empty/],
  ])('%s', (_, body, outcome, because) => {
    const verdict = judge({ files: auth, body });
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.because).toMatch(because);
  });

  it('is not the unchanged template', () => {
    const template = `## Threat model\n\n${ANSWER}`;
    expect(judge({ files: auth, body: template, templates: [template] }).because).toMatch(/unchanged template/);
  });

  it('gives a block to paste only while the section is missing', () => {
    const paste = (body: string) => {
      const verdict = judge({ files: auth, body });
      return verdict.outcome === 'unmet' ? verdict.paste : undefined;
    };
    expect(paste('')).toContain('## Threat model');
    expect(paste('## Threat model\n\nTBD')).toBeUndefined();
  });
});

describe('when GitHub did not list all files', () => {
  it('a sensitive one among those listed is enough to ask', () => {
    expect(judge({ files: cutShort(file('src/auth.ts')) }).outcome).toBe('unmet');
  });

  it('none among them proves nothing', () => {
    expect(judge({ files: cutShort(file('src/a.ts')) })).toMatchObject({ outcome: 'unknown', cause: 'subject' });
  });

  it('an answer that is there is an answer', () => {
    expect(judge({ files: cutShort(file('src/a.ts')), body: `## Threat model\n\n${ANSWER}` }).outcome).toBe('met');
  });
});
