import { Governance } from '../../src/model/governance';
import { concerns, demandsIn, demandsOf } from '../../src/policy/demands';
import { mergedQuotas } from '../../src/policy/policy-values';

const at = (scope: string, more: Partial<Governance>): Governance => ({ scope, ...more });

describe('demands of several layers', () => {
  test.each<[string, Governance[], Governance[]]>([
    ['none', [], []],
    ['one', [at('a', { monthlyCost: 1, targets: ['x'] })], [at('a', { monthlyCost: 1, targets: ['x'] })]],
    ['of two scopes', [at('a', { monthlyCost: 1 }), at('', { monthlyCost: 2 })], [at('a', { monthlyCost: 1 }), at('', { monthlyCost: 2 })]],
    ['the last budget counts', [at('', { monthlyCost: 1 }), at('', { monthlyCost: 2 })], [at('', { monthlyCost: 2 })]],
    ['each budget by itself', [at('', { monthlyCost: 1, sourcesPerTarget: 3 }), at('', { monthlyCost: 2 })], [
      at('', { monthlyCost: 2, sourcesPerTarget: 3 }),
    ]],
    ['all budgets and switches', [
      at('', {
        monthlyCost: 1, gigabytesPerMonth: 1, sourcesPerTarget: 1, interruptedSources: 1, interruptedSeconds: 1, forbidPublicTargets: true,
      }),
      at('', {
        monthlyCost: 2, gigabytesPerMonth: 2, sourcesPerTarget: 2, interruptedSources: 2, interruptedSeconds: 2, forbidPublicTargets: false,
      }),
    ], [
      at('', {
        monthlyCost: 2, gigabytesPerMonth: 2, sourcesPerTarget: 2, interruptedSources: 2, interruptedSeconds: 2, forbidPublicTargets: false,
      }),
    ]],
    ['lists add up', [at('', { targets: ['x'] }), at('', { targets: ['y'] })], [at('', { targets: ['x'] }), at('', { targets: ['y'] })]],
    ['lists beside budgets', [at('', { targets: ['x'], monthlyCost: 1 }), at('', { requiredTags: { a: '*' }, monthlyCost: 0 })], [
      at('', { targets: ['x'] }), at('', { requiredTags: { a: '*' } }), at('', { monthlyCost: 0 }),
    ]],
    ['a layer without a value', [at('', { monthlyCost: 1 }), at('', { monthlyCost: undefined, targets: undefined })], [
      at('', { monthlyCost: 1 }),
    ]],
    ['layers of one scope apart from those of another', [
      at('a', { monthlyCost: 1 }), at('b', { monthlyCost: 5 }), at('a', { monthlyCost: 2 }),
    ], [
      at('a', { monthlyCost: 2 }), at('b', { monthlyCost: 5 }),
    ]],
  ])('%s', (_, layers, expected) => {
    expect(demandsOf(layers)).toStrictEqual(expected);
  });

  test('do not change what they are made of', () => {
    const layers = [at('', { monthlyCost: 1, targets: ['x'] }), at('', { monthlyCost: 2 })];
    demandsOf(layers);
    expect(layers).toEqual([at('', { monthlyCost: 1, targets: ['x'] }), at('', { monthlyCost: 2 })]);
  });
});

test('a file or context has one layer or none', () => {
  expect([demandsIn({}), demandsIn({ governance: at('', {}) })]).toEqual([[], [at('', {})]]);
});

test('a scope is about a stack at it, above it or in it', () => {
  expect(['', 'a', 'a/stack', 'a/stack/X', 'b', 'a/sta', 'a/stacks'].map((scope) => concerns(scope, 'a/stack'))).toEqual(
    [true, true, true, true, false, false, false],
  );
});

test('quotas of layers: the last one of a region and name counts', () => {
  expect(mergedQuotas({ r: { a: 1, b: 1 } }, {}, { r: { b: 2 }, s: { a: 3 } }, { s: { a: 4 } })).toEqual(
    { r: { a: 1, b: 2 }, s: { a: 4 } },
  );
  expect(mergedQuotas()).toEqual({});
});
