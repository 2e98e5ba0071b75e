import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/model/action.ts';
import { checkPrint, type Desired, type Observed, plan, standsAfter } from '../../src/review/plan.ts';

const print = (text: string) => createHash('sha1').update(text).digest('base64url');
const content = { state: 'success', title: 'All met', summary: 'fine', annotations: [], button: false } as const;
const label = (name: string, rule = 'a/b') => ({ name, rule, color: 'ffffff', description: '' });
const observed: Observed = { headSha: 'h1', labels: [], ownLabels: [], check: undefined, comment: undefined };
const desired: Desired = { labels: [], undecided: [], check: content, comment: undefined };
const kinds = (actions: readonly Action[]) => actions.map(({ kind }) => kind);

describe('the plan', () => {
  it('reports a check on a head that has none', () => {
    expect(plan(observed, desired, print)).toEqual([{ kind: 'create-check', sha: 'h1', content }]);
  });

  it('makes a new check after a push, since a check belongs to its commit', () => {
    const check = { id: 'c', sha: 'h0', print: checkPrint(content, print) };
    expect(kinds(plan({ ...observed, check }, desired, print))).toEqual(['create-check']);
  });

  it('writes nothing when the check says the same already', () => {
    const check = { id: 'c', sha: 'h1', print: checkPrint(content, print) };
    expect(plan({ ...observed, check }, desired, print)).toEqual([]);
  });

  it('leaves a label alone that a person set, and does not take it for its own', () => {
    const person = { ...observed, labels: [{ name: 'needs: x', by: 'person' as const }] };
    expect(kinds(plan(person, desired, print))).toEqual(['create-check']);
  });

  it('takes its own label away once no rule wishes it', () => {
    const own = {
      ...observed,
      labels: [{ name: 'needs: x', by: 'truenorth' as const }],
      ownLabels: [{ name: 'needs: x', rule: 'a/b' }],
    };
    expect(plan(own, desired, print)).toContainEqual({ kind: 'remove-labels', names: ['needs: x'] });
  });

  it('keeps its own label while the rule that set it cannot judge', () => {
    const own = {
      ...observed,
      labels: [{ name: 'needs: x', by: 'truenorth' as const }],
      ownLabels: [{ name: 'needs: x', rule: 'a/b' }],
    };
    expect(kinds(plan(own, { ...desired, undecided: ['a/b'] }, print))).toEqual(['create-check']);
  });

  it('compares label names as GitHub does, without case', () => {
    const person = { ...observed, labels: [{ name: 'Needs: X', by: 'person' as const }] };
    expect(kinds(plan(person, { ...desired, labels: [label('needs: x')] }, print))).toEqual(['create-check']);
  });

  it('edits its comment in place, and never makes a second one', () => {
    const standing = { ...observed, comment: { id: 'k', print: print('old') } };
    expect(plan(standing, { ...desired, comment: 'new' }, print)).toContainEqual({
      kind: 'edit-comment',
      id: 'k',
      body: 'new',
    });
  });
});

describe('annotations, which GitHub adds and never takes back', () => {
  const annotation = (line: number) => ({ path: 'a.ts', line, level: 'warning' as const, title: 'T', message: 'm' });
  const wish = (...lines: number[]) => ({ ...desired, check: { ...content, annotations: lines.map(annotation) } });

  it('are made once: a check that is updated carries only those that are new', () => {
    const first = standsAfter(observed, plan(observed, wish(1), print), wish(1), { 'create-check': 'c' }, print);
    expect(plan(first, wish(1), print)).toEqual([]);
    const [update] = plan(first, wish(1, 2), print);
    expect(update).toMatchObject({ kind: 'update-check', content: { annotations: [annotation(2)] } });
  });

  it('are all made again on a new head', () => {
    const first = standsAfter(observed, plan(observed, wish(1), print), wish(1), { 'create-check': 'c' }, print);
    const [create] = plan({ ...first, headSha: 'h2' }, wish(1), print);
    expect(create).toMatchObject({ kind: 'create-check', content: { annotations: [annotation(1)] } });
  });
});

it('a check that somebody asked to run again is written though it says the same', () => {
  const check = { id: 'c', sha: 'h1', print: checkPrint(content, print) };
  expect(kinds(plan({ ...observed, check }, { ...desired, renew: true }, print))).toEqual(['update-check']);
});

const name = fc.constantFrom('needs: x', 'Needs: X', 'needs: y', 'north-star: a', 'bug', 'BUG');
const rule = fc.constantFrom('a/b', 'c/d', '');
const check = fc.record({
  state: fc.constantFrom('success', 'neutral', 'failure', 'action_required', 'in_progress'),
  title: fc.constantFrom('t', 'u'),
  summary: fc.constantFrom('s', 'v'),
  annotations: fc.uniqueArray(
    fc.record({
      path: fc.constantFrom('a', 'b'),
      line: fc.integer({ min: 1, max: 3 }),
      level: fc.constant('warning'),
      title: fc.constant('T'),
      message: fc.constantFrom('m', 'n'),
    } as const),
    { selector: (one) => `${one.path}${one.line}${one.message}` },
  ),
  button: fc.boolean(),
} as const);

const anyObserved: fc.Arbitrary<Observed> = fc.record({
  headSha: fc.constantFrom('h1', 'h2'),
  labels: fc.uniqueArray(fc.record({ name, by: fc.constantFrom('truenorth', 'person', 'bot') } as const), {
    selector: (one) => one.name.toLowerCase(),
  }),
  ownLabels: fc.uniqueArray(fc.record({ name, rule }), { selector: (one) => one.name.toLowerCase() }),
  check: fc.option(
    fc.record({ id: fc.constant('c'), sha: fc.constantFrom('h1', 'h2'), print: fc.constantFrom('p', 'q') }),
    {
      nil: undefined,
    },
  ),
  comment: fc.option(fc.record({ id: fc.constant('k'), print: fc.constantFrom(print('hello'), print('bye')) }), {
    nil: undefined,
  }),
});

const anyDesired: fc.Arbitrary<Desired> = fc.record({
  labels: fc.uniqueArray(
    fc.record({
      name,
      rule: fc.constantFrom('a/b', 'c/d'),
      color: fc.constant('ffffff'),
      description: fc.constant(''),
    }),
    { selector: (one) => one.name.toLowerCase() },
  ),
  undecided: fc.subarray(['a/b', 'c/d']),
  check: fc.option(check, { nil: undefined }),
  comment: fc.option(fc.constantFrom('hello', 'bye'), { nil: undefined }),
});

describe('a plan that was carried out', () => {
  const answers = { 'create-check': 'new-check', 'create-comment': 'new-comment' };
  const carriedOut = (before: Observed, wish: Desired) =>
    standsAfter(before, plan(before, wish, print), wish, answers, print);

  it('leaves nothing to do: a second plan is empty', () => {
    fc.assert(
      fc.property(anyObserved, anyDesired, (before, wish) => {
        expect(plan(carriedOut(before, wish), wish, print)).toEqual([]);
      }),
    );
  });

  it('gives what was desired', () => {
    fc.assert(
      fc.property(anyObserved, anyDesired, (before, wish) => {
        const now = carriedOut(before, wish);
        const names = now.labels.map((one) => one.name.toLowerCase());
        for (const one of wish.labels) expect(names).toContain(one.name.toLowerCase());
        if (wish.check) expect(now.check).toMatchObject({ sha: before.headSha, print: checkPrint(wish.check, print) });
        if (wish.comment) expect(now.comment?.print).toBe(print(wish.comment));
      }),
    );
  });

  it('never takes away a label that is not its own', () => {
    fc.assert(
      fc.property(anyObserved, anyDesired, (before, wish) => {
        const own = new Set(before.ownLabels.map((one) => one.name.toLowerCase()));
        const now = new Set(carriedOut(before, wish).labels.map((one) => one.name.toLowerCase()));
        for (const one of before.labels)
          if (!own.has(one.name.toLowerCase())) expect(now).toContain(one.name.toLowerCase());
      }),
    );
  });
});
