import { describe, expect, it } from 'vitest';
import type { Documents } from '../../../src/model/occasion.ts';
import { expectations } from '../../../src/practices/trust/expectations.ts';
import { policy } from '../../support/facts.ts';
import { at } from '../../support/history.ts';
import { occasionFacts } from '../../support/occasion.ts';

const options = (more: object) => policy({ trust: { expectations: more } }).trust;
const FULL = options({ paths: ['ladder.md', 'docs/**'], every: '26 weeks' });
const [one] = expectations.occasions(FULL);
const facts = (documents: Documents, named = true) => occasionFacts({ documents, named });
const OLD = { path: 'ladder.md', changedAt: at('2026-03-01') };
const NEW = { path: 'docs/lead.md', changedAt: at('2026-11-20') };

describe('expectations', () => {
  it('do not apply without documents or a cadence', () => {
    expect(expectations.lacks(options({}))).toBe('no documents are configured (`trust.expectations.paths`)');
    expect(expectations.lacks(options({ paths: ['a.md'] }))).toContain('no cadence');
    expect(expectations.lacks(FULL)).toBeUndefined();
    expect(expectations.occasions(options({ paths: ['a.md'] }))).toEqual([]);
  });

  it('need not be revisited where all are there and changed since the last time', () => {
    expect(one?.isSpared?.(facts({ found: [NEW], missing: [] }))).toBe(true);
    expect(one?.isSpared?.(facts({ found: [NEW, OLD], missing: [] }))).toBe(false);
    expect(one?.isSpared?.(facts({ found: [NEW], missing: ['ladder.md'] }))).toBe(false);
  });

  it('are named where those who read it may know of them, and counted elsewhere', () => {
    const documents = { found: [NEW, OLD], missing: ['roles/**'] };
    expect(one?.agenda(facts(documents)).slice(0, 2)).toEqual([
      'Write what is missing: `roles/**`',
      'Read `ladder.md` again: it changed last on 2026-03-01',
    ]);
    expect(one?.agenda(facts(documents, false)).slice(0, 2)).toEqual([
      'Write what is missing: no document for 1 configured path',
      'Read again what did not change since 2026-11-16: 1 document',
    ]);
  });
});
