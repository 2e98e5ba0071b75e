import { describe, expect, it } from 'vitest';
import type { PolicyFile } from '../../src/model/memory.ts';
import { remember, resolve, type Source } from '../../src/policy/resolve.ts';

const OWN = '.github/truenorth.yml';
const ORGANISATION = 'acme/.github: .github/truenorth.yml';
const NEW = '4f2a91c0000000000000000000000000000000aa';
const OLD = '9c0ffee0000000000000000000000000000000bb';

const LEVEL = (level: string) => `version: 1\nsecurity: { tests: { level: ${level} } }\n`;
const BROKEN = 'version: 1\nsecurty: {}\n';

const good = (text: string): PolicyFile => ({ state: 'present', commit: NEW, text, good: { commit: NEW, text } });
const broken = (last?: string): PolicyFile => ({
  state: 'present',
  commit: NEW,
  text: BROKEN,
  ...(last === undefined ? {} : { good: { commit: OLD, text: last } }),
});
const absent: PolicyFile = { state: 'absent' };
const repository = (current: PolicyFile): { repository: Source } => ({ repository: { file: OWN, current } });
const organisation = (current: PolicyFile): { organisation: Source } => ({
  organisation: { file: ORGANISATION, current },
});

const testsLevel = (...sources: Partial<Record<'organisation' | 'repository', Source>>[]) =>
  resolve(Object.assign({}, ...sources))?.policy?.security.tests.level;

describe('the rules in force', () => {
  it.each([
    { name: 'no file at all', sources: {} },
    { name: 'neither has one', sources: { ...organisation(absent), ...repository(absent) } },
    {
      name: 'none here, and the other never seen',
      sources: { ...organisation({ state: 'unreadable' }), ...repository(absent) },
    },
  ])('are none: $name', ({ sources }) => {
    expect(resolve(sources)).toBeUndefined();
  });

  it("are the repository's over the organisation's", () => {
    expect(testsLevel(organisation(good(LEVEL('advise'))))).toBe('advise');
    expect(testsLevel(organisation(good(LEVEL('advise'))), repository(absent))).toBe('advise');
    expect(testsLevel(organisation(good(LEVEL('advise'))), repository(good(LEVEL('require'))))).toBe('require');
    expect(testsLevel(organisation(absent), repository(good(LEVEL('require'))))).toBe('require');
  });

  it('are named by the files and commits they come from', () => {
    const [both, own] = [
      resolve({ ...organisation(good(LEVEL('advise'))), ...repository(good(LEVEL('off'))) }),
      resolve(repository(good(LEVEL('off')))),
    ];
    expect(own?.name).toBe('truenorth.yml @ 4f2a91c');
    expect(both?.name).toBe('truenorth.yml @ 4f2a91c, over acme/.github: truenorth.yml @ 4f2a91c');
    expect(own?.print).not.toBe(both?.print);
    expect(resolve(repository(good(LEVEL('off'))))?.print).toBe(own?.print);
  });

  it('stay as they were good last while the file has problems, and say so', () => {
    const inForce = resolve(repository(broken(LEVEL('require'))));
    expect(inForce?.policy?.security.tests.level).toBe('require');
    expect(inForce?.name).toBe('truenorth.yml @ 9c0ffee');
    expect(inForce?.notes).toEqual([
      expect.stringMatching(/^`\.github\/truenorth\.yml:2:1` `securty` is not a practice\. Did you mean `security`\?/),
      'Until this is fixed, the configuration of `9c0ffee` stays in force.',
    ]);
  });

  it('are nothing, and say so, where what was good once is no longer', () => {
    const inForce = resolve(repository(broken('version: 0\n')));
    expect(inForce?.policy).toBeUndefined();
    expect(inForce?.notes.at(-1)).toBe('Until this is fixed, nothing in `.github/truenorth.yml` is in force.');
  });

  it('are nothing while the only file has problems and never was without', () => {
    const inForce = resolve({ ...organisation(absent), ...repository(broken()) });
    expect(inForce?.policy).toBeUndefined();
    expect(inForce?.problems).toMatchObject([{ file: OWN, line: 2, column: 1 }]);
    expect(inForce?.notes.at(-1)).toBe('Until this is fixed, nothing in `.github/truenorth.yml` is in force.');
  });

  it("are the organisation's while the repository's file was never good, and the other way round", () => {
    expect(testsLevel(organisation(good(LEVEL('advise'))), repository(broken()))).toBe('advise');
    expect(testsLevel(organisation(broken()), repository(good(LEVEL('advise'))))).toBe('advise');
    expect(resolve({ ...organisation(broken()), ...repository(good(LEVEL('off'))) })?.problems[0]?.file).toBe(
      ORGANISATION,
    );
  });

  it('keep what was last seen of an organisation file that cannot be read: not seeing is not knowing there is none', () => {
    const last: PolicyFile = { state: 'unreadable', good: { commit: OLD, text: LEVEL('require') } };
    const inForce = resolve({ ...organisation(last), ...repository(absent) });
    expect(inForce?.policy?.security.tests.level).toBe('require');
    expect(inForce?.notes).toEqual(['Organisation policy not visible; the configuration of `9c0ffee` stays in force.']);
  });

  it('say that the organisation policy is not visible where the repository has its own', () => {
    const inForce = resolve({ ...organisation({ state: 'unreadable' }), ...repository(good(LEVEL('advise'))) });
    expect(inForce?.notes).toEqual([expect.stringMatching(/^Organisation policy not visible/)]);
    expect(inForce?.policy?.security.tests.level).toBe('advise');
  });

  it('hold what the organisation locked, and say what is ignored', () => {
    const locks = good(`${LEVEL('require')}locked: [security/tests]\n`);
    const inForce = resolve({ ...organisation(locks), ...repository(good(LEVEL('off'))) });
    expect(inForce?.policy?.security.tests.level).toBe('require');
    expect(inForce?.policy?.locked).toEqual(['security/tests']);
    expect(inForce?.notes).toEqual([
      "`.github/truenorth.yml:2:22` `security/tests` is locked by the organisation; `level` here is ignored. Remove it, or have it changed in the organisation's file.",
    ]);
  });

  it('tell of an outcome in the file that it is taken from, also where a lock took it from the other', () => {
    const theirs =
      'version: 1\nnorth-star:\n  outcomes: [{ id: a, title: A, kpi: none }]\nlocked: [north-star/outcome]\n';
    const ours = 'version: 1\nnorth-star: { outcomes: [{ id: b, title: B }] }\n';
    const inForce = resolve({ ...organisation(good(theirs)), ...repository(good(ours)) });
    expect(inForce?.problems).toMatchObject([{ file: ORGANISATION, line: 3 }]);
  });

  it('hold no lock that a repository declares', () => {
    const inForce = resolve(repository(good(`${LEVEL('off')}locked: [security/tests]\n`)));
    expect(inForce?.policy?.locked).toEqual([]);
    expect(inForce?.notes).toEqual(["`locked` counts in the organisation's file alone."]);
  });

  it.each([
    {
      name: 'too large',
      current: { tooLarge: 51_200 },
      message: 'The file has 51,200 bytes, more than the 32,768 that are read.',
    },
    { name: 'not text', current: { tooLarge: 100 }, message: 'The file is not text.' },
  ])('tell of a file that is $name, in its first line', ({ current, message }) => {
    const inForce = resolve(repository({ state: 'present', commit: NEW, ...current }));
    expect(inForce?.problems).toMatchObject([{ file: OWN, line: 1, column: 1, message }]);
  });

  it('tell at most fifty problems in words', () => {
    const text = ['version: 1', ...Array.from({ length: 80 }, (_, i) => `k${i}: 1`)].join('\n');
    const inForce = resolve(repository({ state: 'present', commit: NEW, text }));
    expect(inForce?.problems).toHaveLength(80);
    expect(inForce?.notes).toHaveLength(52);
    expect(inForce?.notes[50]).toBe('There are 30 more problems.');
  });
});

describe("an outcome's KPI", () => {
  const outcome = (kpi: string) => `version: 1\nnorth-star:\n  outcomes:\n    - { id: a, title: A, kpi: ${kpi} }\n`;
  const kpis = (id: string) =>
    `version: 1\noutcomes:\n  kpis:\n    - { id: ${id}, title: T, direction: up, baseline: 0, target: 1 }\n`;

  it("may be the organisation's, also where the repository has KPIs of its own", () => {
    const own = good(outcome('uptime') + kpis('latency').replace('version: 1\n', ''));
    expect(resolve({ ...organisation(good(kpis('uptime'))), ...repository(own) })?.problems).toEqual([]);
  });

  it('that nobody defines is a problem at its place, and the rest stays in force', () => {
    const inForce = resolve({ ...organisation(good(kpis('uptime'))), ...repository(good(outcome('uptim'))) });
    expect(inForce?.problems).toEqual([
      { file: OWN, line: 4, column: 31, message: '`uptim` is not a KPI.', fix: 'Did you mean `uptime`?' },
    ]);
    expect(inForce?.policy?.['north-star'].outcomes).toHaveLength(1);
  });

  it('in a file of the organisation is told there', () => {
    const inForce = resolve({ ...organisation(good(outcome('uptime'))), ...repository(good(LEVEL('off'))) });
    expect(inForce?.problems).toMatchObject([{ file: ORGANISATION, line: 4 }]);
  });

  it('is not doubted while the file that may define it cannot be seen', () => {
    const sources = { ...organisation({ state: 'unreadable' }), ...repository(good(outcome('uptime'))) };
    expect(resolve(sources)?.problems).toEqual([]);
  });
});

describe('what is remembered of a file', () => {
  const before = good(LEVEL('off'));
  const rows: { name: string; reading: Omit<PolicyFile, 'good'>; expected: PolicyFile }[] = [
    {
      name: 'a good text is the good one',
      reading: { state: 'present', commit: OLD, text: LEVEL('advise') },
      expected: { state: 'present', commit: OLD, text: LEVEL('advise'), good: { commit: OLD, text: LEVEL('advise') } },
    },
    {
      name: 'a text with problems leaves the good one',
      reading: { state: 'present', commit: OLD, text: BROKEN },
      expected: { state: 'present', commit: OLD, text: BROKEN, good: { commit: NEW, text: LEVEL('off') } },
    },
    {
      name: 'so does a file too large',
      reading: { state: 'present', commit: OLD, tooLarge: 99_999 },
      expected: { state: 'present', commit: OLD, tooLarge: 99_999, good: { commit: NEW, text: LEVEL('off') } },
    },
    {
      name: 'and one that cannot be read',
      reading: { state: 'unreadable' },
      expected: { state: 'unreadable', good: { commit: NEW, text: LEVEL('off') } },
    },
    { name: 'a file that is gone is gone', reading: { state: 'absent' }, expected: { state: 'absent' } },
  ];
  it.each(rows)('$name', ({ reading, expected }) => {
    expect(remember(before, reading, OWN)).toEqual(expected);
  });

  it('is nothing good where there never was', () => {
    expect(remember(undefined, { state: 'present', commit: OLD, text: BROKEN }, OWN)).not.toHaveProperty('good');
  });
});
