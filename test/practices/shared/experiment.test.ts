import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentIn } from '../../../src/practices/shared/experiment.ts';

describe('the day by which an experiment is to be decided', () => {
  it.each([
    ['Decide by: 2026-12-31', '2026-12-31'],
    ['- **Decide by:** Thursday, 2026-12-31', '2026-12-31'],
    ['### Decide by\n\n2026-12-31', '2026-12-31'],
    ['Decision date：2026-12-31', '2026-12-31'],
    ['Decide by: 2027-01-31\n\nExtended because of the holidays; before: Decide by: 2026-12-31', '2027-01-31'],
    ['Decide by: 31.12.2026', undefined],
    ['Decide by: 2026-13-01', undefined],
    ['<!-- Decide by: 2026-12-31 -->', undefined],
    ['> Decide by: 2026-12-31', undefined],
    ['We decide by tossing a coin on 2026-12-31', undefined],
  ])('of %j is %j', (body, day) => expect(experimentIn(body).decideBy).toBe(day));

  it('is found again, whatever stands around it', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.stringMatching(/^[a-z .]{0,40}$/), (date, text) => {
        const written = date.toISOString().slice(0, 10);
        expect(experimentIn(`${text}\n\nDecide by: ${written}\n\n${text}`).decideBy).toBe(written);
      }),
    );
  });
});

describe('an experiment', () => {
  it.each([
    'Decision: ship it',
    '## Decision: stop',
    '### Decision\n\nStop.',
    '## Decision\n\n| Clinic | What |\n|---|---|\n| A | ship |',
    '## Decision\n\nやめる',
    '## Decision\n\n_No response_\n\nShip it after all.',
    '## Decision\n\nDecide by: 2026-12-31\n\nWe stop.',
  ])('is decided by %j', (body) => expect(experimentIn(body).decided).toBe(true));

  it.each([
    '',
    '## Decision',
    '### Decision\n\n_No response_',
    'Decision: TBD',
    'Decision: not yet',
    '## Decision\n\n**Not decided yet.**',
    'Decision: N/A, because we wait for numbers',
    '## Decision\n\nN/A, because we wait for numbers',
    '## Decision\n\n- [ ] ship\n- [ ] stop',
    '## Decision date\n\n2026-12-31',
    '## Decision by\n\n2026-12-31',
    '## Decision\n\nDecide by: 2026-12-31',
    '## Decision\n\n### Decide by\n\n2026-12-31',
    '<!-- Decision: ship -->',
  ])('is not decided by %j', (body) => expect(experimentIn(body).decided).toBe(false));

  it('is read whatever people write, the same each time', () => {
    const parts = [
      '## Decision',
      'Decide by: ',
      '2026-12-31',
      '\n',
      '\n\n',
      '<!--',
      '```',
      '> ',
      '- [ ] ',
      'Decision: ',
    ];
    const soup = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary' })), { maxLength: 30 });
    fc.assert(
      fc.property(soup, (some) => {
        const read = experimentIn(some.join(''));
        expect(read.decideBy ?? '2026-12-31').toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(experimentIn(some.join(''))).toEqual(read);
      }),
    );
  });
});
