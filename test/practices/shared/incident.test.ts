import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsIn } from '../../../src/practices/shared/actions.ts';
import { incidentIn } from '../../../src/practices/shared/incident.ts';

const actions = (...lines: string[]) => actionsIn(`## Actions\n\n${lines.join('\n')}`);

describe('an action', () => {
  it.each([
    ['- [ ] Alert, @ada, 2026-09-20', { done: false, owner: 'ada', due: '2026-09-20' }],
    ['* [x] Alert (@Ada-L, due: 2026-09-20)', { done: true, owner: 'Ada-L', due: '2026-09-20' }],
    ['1. [X] Replay 2026-09-08 by 2026-09-20, seen 2026-09-09', { done: true, due: '2026-09-20' }],
    ['- [ ] Replay 2026-09-08, 2026-09-20', { done: false, due: '2026-09-20' }],
    ['- [ ] **@ada_acme**: 警告を追加 期限2026-09-20', { done: false, owner: 'ada_acme', due: '2026-09-20' }],
    ['- [ ] Alert\n  owner: @ada\n  - due on 2026-09-20', { done: false, owner: 'ada', due: '2026-09-20' }],
    ['- [x] Alert\n  - @ada\n  - 2026-09-20', { done: true, owner: 'ada', due: '2026-09-20' }],
    ['- [ ] @ada/@grace', { done: false, owner: 'ada' }],
    ['- [ ] Alert @acme/platform', { done: false }],
    ['- [ ] Upgrade @types/node', { done: false }],
    ['- [ ] Mail ada@example.com, @login, @TBD', { done: false }],
    ['- [ ] Alert by 2026-02-30', { done: false }],
    ['- [ ] Read docs/2026-09-20-review.md', { done: false }],
  ])('%j is read', (line, action) => {
    const [read, ...more] = actions(line);
    expect({ ...read, text: '' }).toEqual({ ...action, text: '' });
    expect(more).toEqual([]);
  });

  it('is a task under a heading for actions, and nothing else', () => {
    const task = '- [ ] Alert, @ada, 2026-09-20';
    for (const heading of ['## Actions', '**Action items:**', '### 4. Follow-up', 'Corrective actions\n---'])
      expect(actionsIn(`${heading}\n\n${task}\n\n## Next\n\n- [ ] other`)).toHaveLength(1);
    for (const body of [
      task,
      `## Timeline\n\n${task}`,
      `## Actions\n\n> ${task}`,
      `## Actions\n\n\`\`\`\n${task}\n\`\`\``,
      `## Actions\n\n<!--\n${task}\n-->`,
      '## Actions\n\n- Alert, @ada, 2026-09-20',
    ])
      expect(actionsIn(body)).toEqual([]);
  });

  it('is told from the next, and from those within it', () => {
    const read = actions('- [ ] one, @ada', '  - [x] two, 2026-09-20', '- [ ] three', '', 'Words, @grace');
    expect(read).toEqual([
      { text: 'one, @ada', done: false, owner: 'ada' },
      { text: 'two, 2026-09-20', done: true, due: '2026-09-20' },
      { text: 'three', done: false },
    ]);
  });

  it('is one of a hundred, and two hundred characters long at most', () => {
    const read = actions(...Array.from({ length: 150 }, (_, n) => `- [ ] ${n} ${'😀'.repeat(500)}`));
    expect(read).toHaveLength(100);
    for (const { text } of read) expect([...text].length).toBeLessThanOrEqual(200);
  });

  it('is quickly read where many sections hold each other', () => {
    const body = Array.from({ length: 5_000 }, () => '**Actions**\n\n- [ ] @a').join('\n\n');
    const began = performance.now();
    expect(actionsIn(`# Actions\n\n${body}\n\n- [ ] ${'@a-'.repeat(50_000)}`)).toHaveLength(100);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('is found again as it was written', () => {
    const action = fc.record({
      text: fc.stringMatching(/^[a-z]{3,9}( [a-z]{3,9}){0,5}$/),
      done: fc.boolean(),
      owner: fc.stringMatching(/^q[a-z0-9]{1,9}(-[a-z0-9]{1,9})?$/),
      due: fc.constantFrom('2026-09-20', '2027-02-28', '2028-02-29'),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), (all) => {
        const lines = all.map(({ text, done, owner, due }) => `- [${done ? 'x' : ' '}] ${text} @${owner} by ${due}`);
        const read = actions(...lines).map(({ done, owner, due }) => ({ done, owner, due }));
        expect(read).toEqual(all.map(({ done, owner, due }) => ({ done, owner, due })));
      }),
    );
  });
});

describe('an incident', () => {
  const AT = Date.parse('2026-09-08T13:30Z');

  it.each([
    ['Resolved: 2026-09-08T13:30Z', AT],
    ['Resolved: 2026-09-08 13:30 UTC', AT],
    ['**Resolved at:** `2026-09-08 15:30:00+02:00`', AT],
    ['### Resolved\n\n2026-09-08 13:30 GMT', AT],
    ['Resolved: 2026-09-08 13:30:30.5Z', AT + 30_500],
    ['Resolved: 2026-09-08', undefined],
    ['Resolved: 2026-09-08 13:30', undefined],
    ['Resolved: 2026-09-08 13:30 PST', undefined],
    ['Resolved: 2026-09-31T13:30Z', undefined],
    ['Resolved: 2026-09-08T25:30Z', undefined],
    ['Resolved: yes', undefined],
    ['> Resolved: 2026-09-08T13:30Z', undefined],
    ['Unresolved: 2026-09-08T13:30Z', undefined],
  ])('by %j is over at %j', (body, at) => expect(incidentIn(body).resolvedAt).toBe(at));

  it('whose end names no zone ends where the reader says', () => {
    expect(incidentIn('Resolved: 2026-09-08 15:30', 'Europe/Berlin').resolvedAt).toBe(AT);
    expect(incidentIn('Resolved: 2026-09-08 15:30 PST', 'Europe/Berlin').resolvedAt).toBeUndefined();
  });

  it.each([
    ['Deployment: 123', '123'],
    ['### Deployment\n\n4F2A91C', '4f2a91c'],
    ['Deployment: `4f2a91c`, to production', '4f2a91c'],
    ['Deployment: https://github.com/acme/api/deployments/123', '123'],
    ['- Deployment: https://ghe.example:8443/api/v3/repos/acme/api/deployments/123?x=4.', '123'],
    [
      'Deployment: [that one](https://github.com/acme/api/commit/4f2a91c0000000000000000000000000000000aa)',
      '4f2a91c0000000000000000000000000000000aa',
    ],
    ['Deployment: https://github.com/acme/api/deployments/production', undefined],
    ['Deployment: #123', undefined],
    ['Deployment: the second on Monday', undefined],
    ['Deployment: 1234567890123456789', '1234567890123456789'],
    ['<!-- Deployment: 123 -->', undefined],
  ])('by %j was brought by %j', (body, deployment) => expect(incidentIn(body).deployment).toBe(deployment));

  it('is read whatever people write', () => {
    const parts = [
      'Resolved: ',
      'Deployment: ',
      '2026-09-08',
      'T',
      ' ',
      '13:30',
      'Z',
      '\n',
      '\r\n',
      'https://a/deployments/',
      '1',
      '## Actions\n',
      '- [ ] ',
      '\t',
      '  ',
      '@',
      '<!--',
      '<details>',
      '```',
    ];
    const soup = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary' })), { maxLength: 40 });
    fc.assert(
      fc.property(soup, (some) => {
        const { resolvedAt = 0 } = incidentIn(some.join(''), 'Asia/Tokyo');
        expect(Number.isFinite(resolvedAt)).toBe(true);
        for (const { text, owner = 'a' } of actionsIn(some.join(''))) {
          expect(text.length).toBeLessThanOrEqual(400);
          expect(owner).toMatch(/^[a-z\d_-]+$/i);
        }
      }),
    );
  });
});
