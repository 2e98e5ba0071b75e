import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { observability } from '../../../src/practices/resilience/observability.ts';
import { cutShort, file, files, policy, pullFacts } from '../../support/facts.ts';

const judge = (change: Partial<PullFacts>) => observability.judge(pullFacts(change), policy().resilience);

describe('observability is asked for', () => {
  it('from 30 changed lines of source on', () => {
    expect(judge({ files: files(file('src/a.ts', 20), file('src/b.ts', 10)) })).toMatchObject({
      outcome: 'unmet',
      because: '30 lines of source change; the section is missing',
    });
    expect(judge({ files: files(file('src/a.ts', 29)) })).toMatchObject({
      outcome: 'not-applicable',
      because: '29 lines of source change, fewer than 30',
    });
  });

  it.each([
    'test/a.ts',
    'src/a.test.ts',
    'docs/a.md',
    'package-lock.json',
    'dist/bundle.js',
    'src/api.pb.go',
    'CHANGELOG.md',
  ])('not for %s, whose lines are tests, prose or what a tool wrote', (path) => {
    expect(judge({ files: files(file(path, 500)) }).outcome).toBe('not-applicable');
  });

  it('for lines that are removed as well as for those that are added', () => {
    expect(judge({ files: files(file('src/a.ts', 0, { deletions: 40 })) }).outcome).toBe('unmet');
  });

  it('unless the list of files was cut short before there were enough', () => {
    expect(judge({ files: cutShort(file('src/a.ts', 40)) }).outcome).toBe('unmet');
    expect(judge({ files: cutShort(file('src/a.ts', 4)) })).toMatchObject({ outcome: 'unknown', cause: 'subject' });
  });

  it('and answered by a section of that name', () => {
    const body =
      '### 2. Observability 📈\n\nThe import counter gets a label, and an alert fires at five percent failures.';
    expect(judge({ files: files(file('src/a.ts', 40)), body }).outcome).toBe('met');
  });
});
