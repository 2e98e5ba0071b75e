import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Level } from '../../src/model/verdict.ts';
import { merge, type Raw } from '../../src/policy/merge.ts';
import { Policy } from '../../src/policy/schema.ts';
import { evaluate } from '../../src/review/evaluate.ts';
import { pullFacts } from '../support/facts.ts';

const LOCK = 'security/threat-model';

/** Small valid configurations: maps, lists and scalars that two files may both set. */
const section = fc.record(
  {
    level: fc.constantFrom(...Level.options),
    headings: fc.array(fc.constantFrom('Security', 'Threat model', 'Risks'), { minLength: 1, maxLength: 2 }),
    'min-words': fc.integer({ min: 1, max: 50 }),
    when: fc.record({ labels: fc.constant(['security']), paths: fc.constant(['a/**']) }, { requiredKeys: ['labels'] }),
  },
  { requiredKeys: [] },
);
const policy: fc.Arbitrary<Raw> = fc.record(
  {
    security: fc.record({ 'threat-model': section, privacy: section }, { requiredKeys: [] }),
    'technical-debt': fc.record({ labels: fc.array(fc.constantFrom('debt', 'cleanup')) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

const threatModel = (raw: Raw | undefined): Raw | undefined =>
  (raw?.security as Record<string, Raw> | undefined)?.['threat-model'];
const rank = (level: unknown): number => Level.options.indexOf(Level.parse(level ?? 'advise'));

describe("a repository's configuration over its organisation's", () => {
  it.each([
    {
      name: 'maps merge key by key',
      organisation: { security: { tests: { level: 'require' }, privacy: { level: 'advise' } } },
      repository: { security: { tests: { level: 'off' } } },
      expected: { security: { tests: { level: 'off' }, privacy: { level: 'advise' } } },
    },
    {
      name: 'lists replace',
      organisation: { 'technical-debt': { labels: ['debt', 'cleanup'] } },
      repository: { 'technical-debt': { labels: ['tech-debt'] } },
      expected: { 'technical-debt': { labels: ['tech-debt'] } },
    },
  ])('$name', ({ organisation, repository, expected }) => {
    expect(merge(organisation, repository, []).value).toEqual(expected);
  });

  it('is itself where the other has none', () => {
    fc.assert(
      fc.property(policy, (one) => {
        expect(merge(one, undefined, []).value).toEqual(one);
        expect(merge(undefined, one, []).value).toEqual(one);
        expect(merge(one, {}, [LOCK]).value).toEqual(one);
        expect(merge(one, one, []).value).toEqual(one);
      }),
    );
  });

  it('comes to the same in whatever order three are put together', () => {
    fc.assert(
      fc.property(policy, policy, policy, (a, b, c) => {
        const both = (one: Raw, other: Raw) => merge(one, other, []).value;
        expect(both(both(a, b), c)).toEqual(both(a, both(b, c)));
      }),
    );
  });

  it('wins, but for what is locked', () => {
    fc.assert(
      fc.property(policy, policy, (organisation, repository) => {
        const { value } = merge(organisation, repository, [LOCK]);
        const { 'threat-model': _, ...others } = (repository.security ?? {}) as Raw;
        expect(value).toMatchObject(repository.security ? { ...repository, security: others } : repository);
      }),
    );
  });

  it('changes neither file', () => {
    fc.assert(
      fc.property(policy, policy, (organisation, repository) => {
        const before = structuredClone([organisation, repository]);
        merge(organisation, repository, [LOCK]);
        expect([organisation, repository]).toEqual(before);
      }),
    );
  });

  it('reaches no prototype, whatever its keys', () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}');
    const { value } = merge({ security: {} }, hostile, [LOCK]);
    expect(({} as Raw).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
  });
});

describe('a rule that the organisation locked', () => {
  it("keeps the organisation's values, but for a higher level", () => {
    fc.assert(
      fc.property(policy, policy, (organisation, repository) => {
        const { level, ...rest } = threatModel(merge(organisation, repository, [LOCK]).value) ?? {};
        const { level: standing, ...own } = threatModel(organisation) ?? {};
        const wished = threatModel(repository)?.level;
        expect(rest).toEqual(own);
        expect(rank(level)).toBe(Math.max(rank(standing), wished === undefined ? 0 : rank(wished)));
      }),
    );
  });

  it.each([
    {
      name: 'a lower level is ignored, and told',
      organisation: { level: 'require' },
      repository: { level: 'observe' },
      level: 'require',
      told: ['`security/threat-model` is locked by the organisation; `level` here is ignored.'],
    },
    {
      name: 'so are other options',
      organisation: {},
      repository: { headings: ['X'], 'min-words': 1 },
      level: undefined,
      told: ['`security/threat-model` is locked by the organisation; `headings`, `min-words` here are ignored.'],
    },
    {
      name: 'a higher level counts, without a word',
      organisation: { level: 'advise' },
      repository: { level: 'require' },
      level: 'require',
      told: [],
    },
    {
      name: 'a level below the default of a rule that the organisation did not set is lower too',
      organisation: {},
      repository: { level: 'off' },
      level: undefined,
      told: ['`security/threat-model` is locked by the organisation; `level` here is ignored.'],
    },
    {
      name: 'the same level is nothing to tell',
      organisation: { level: 'advise' },
      repository: { level: 'advise' },
      level: 'advise',
      told: [],
    },
  ])('$name', ({ organisation, repository, level, told }) => {
    const inFile = (rule: Raw) => ({ security: { 'threat-model': rule } });
    const { value, ignored } = merge(inFile(organisation), inFile(repository), [LOCK]);
    expect(threatModel(value)?.level).toBe(level);
    expect(ignored.map(({ message }) => message)).toEqual(told);
  });
});

describe('what a locked rule leans on', () => {
  const ORGANISATION = {
    'north-star': { outcomes: [{ id: 'a', title: 'A' }], outcome: { level: 'require' } },
    outcomes: { experiment: { label: 'trial' } },
    'technical-debt': { budget: { points: 40 } },
    trust: { mentors: 'acme/mentors' },
    alignment: { product: 'acme/product' },
  };
  const REPOSITORY = {
    'north-star': { outcomes: [], statement: 'Ours' },
    outcomes: { experiment: { label: 'bug', level: 'advise' } },
    'technical-debt': { labels: ['never'], points: { default: 0 }, reserve: { paydown: '5%' } },
    trust: { mentors: 'acme/us', pulse: 'on' },
    alignment: { product: 'acme/us', engineering: 'acme/us' },
    communication: { 'decision-record': { paths: ['nowhere/**'], level: 'advise' } },
  };
  const merged = (locked: string[], organisation: Raw = ORGANISATION, repository: Raw = REPOSITORY) =>
    merge({ version: 1, ...organisation }, { version: 1, ...repository }, locked);

  it.each([
    ['north-star/outcome', ['north-star.outcomes']],
    ['communication/decision-record', ['north-star.outcomes']],
    ['alignment/milestone', ['north-star.outcomes']],
    ['outcomes/measure', ['outcomes.experiment.label']],
    ['technical-debt/budget', ['technical-debt.labels', 'technical-debt.points']],
    ['trust/first-contribution', ['trust.mentors']],
    ['trust/shared-decision', ['communication.decision-record.paths']],
    ['alignment/discovery', ['alignment.product']],
    ['security/threat-model', []],
  ])('is locked with it, and that is told at its place: %s', (rule, held) => {
    const { value, ignored } = merged([rule]);
    const all = merged([]).value;
    const at = (raw: unknown, path: string) =>
      path.split('.').reduce<unknown>((under, key) => (under as Raw | undefined)?.[key], raw);
    for (const path of held) {
      expect(at(all, path)).toEqual(at(REPOSITORY, path));
      expect(at(value, path)).toEqual(at(ORGANISATION, path));
      expect(ignored).toContainEqual({
        path: path.split('.'),
        at: 'key',
        message: `\`${rule}\` is locked by the organisation and leans on it; \`${path}\` here is ignored.`,
        fix: expect.any(String),
      });
    }
    expect(at(value, 'trust.pulse')).toBe('on');
    expect(at(value, 'technical-debt.reserve')).toEqual({ paydown: '5%' });
  });

  it('is said once, though several locked rules lean on it', () => {
    const { ignored } = merged(['north-star/outcome', 'alignment/milestone']);
    expect(ignored.map(({ path }) => path.join('.'))).toEqual(['north-star.outcomes']);
  });

  it('stays for the repository to fill where the organisation leaves it empty', () => {
    const own = { 'north-star': { outcomes: [{ id: 'b', title: 'B' }] } };
    expect(merged(['north-star/outcome'], {}, own)).toMatchObject({ value: own, ignored: [] });
  });

  it('undoes no rule: an empty list of outcomes switches nothing off', () => {
    const { value } = merged(['north-star/outcome']);
    const { judged } = evaluate(pullFacts({}), Policy.parse(value), '');
    expect(judged.find(({ rule }) => rule === 'north-star/outcome')?.verdict.outcome).toBe('unmet');
  });
});

describe('who may waive, and for how long', () => {
  const ours = { version: 1, waivers: { approvers: 'acme/us', longest: '520 weeks' } };
  const theirs = { version: 1, waivers: { approvers: 'acme/security', longest: '7 days' } };

  it('is for the organisation to say once it has locked a rule', () => {
    expect(merge(theirs, ours, [LOCK]).value).toEqual(theirs);
    expect(merge({ version: 1 }, ours, [LOCK])).toMatchObject({
      value: { version: 1 },
      ignored: [{ path: ['waivers'], message: 'The organisation has locked rules; `waivers` here is ignored.' }],
    });
  });

  it('else for the repository', () => {
    expect(merge(theirs, ours, []).value).toEqual(ours);
  });
});
