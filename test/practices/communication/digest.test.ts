import { describe, expect, it } from 'vitest';
import { digest } from '../../../src/practices/communication/digest.ts';
import { calendarRules, occasionsOf } from '../../../src/review/calendar.ts';
import { policy } from '../../support/facts.ts';

describe('the weekly digest on the calendar', () => {
  it('lacks a repository until one is set', () => {
    expect(digest.lacks(policy().communication)).toBe(
      'no digest repository is set (`communication.digest.repository`)',
    );
    expect(
      digest.lacks(policy({ communication: { digest: { repository: 'acme/health' } } }).communication),
    ).toBeUndefined();
  });

  it('asks nobody for anything: Truenorth writes it itself', () => {
    const set = policy({ communication: { digest: { repository: 'acme/health' } } });
    expect(calendarRules(set).map(({ id }) => id)).toContain('communication/digest');
    expect(occasionsOf(set).map(({ id }) => id)).not.toContain('digest');
  });
});
