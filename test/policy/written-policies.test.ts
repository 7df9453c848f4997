// The policy of code and context that a synth wrote next to its stacks, read back for some of them.
import { StackDocument } from '../../src/model/document';
import { Governance } from '../../src/model/governance';
import { AcknowledgementStatement, DemandStatement, PolicyStatement } from '../../src/model/policy-statement';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { PolicyChoices } from '../../src/policy/policy-file';
import { WrittenPolicies } from '../../src/policy/written-policy';
import { messageOf } from '../support/app';

const { EDITION_2023, EDITION_2026 } = MirrorEdition;
const NOTHING: PolicyChoices = { quotas: {}, severities: {}, acknowledgements: [] };

/** A stack of an app whose stacks are `one` and `two`, unless stated. */
const stack = (path: string, policy?: Partial<PolicyStatement>): StackDocument => ({
  path, folder: path, ...policy && { statements: { policy: { stacks: ['one', 'two'], path, ...policy } } },
}) as StackDocument;
const of = (...documents: StackDocument[]) => new WrittenPolicies(documents);

describe('the edition and the file', () => {
  test('are those that all stacks have', () => {
    expect([of().edition, of(stack('one')).edition, of(stack('one', {})).file]).toEqual([undefined, undefined, undefined]);
    const some = of(stack('one', { edition: EDITION_2026, file: 'p.json' }), stack('two', { edition: EDITION_2026 }), stack('three'));
    expect([some.edition, some.file]).toEqual([EDITION_2026, 'p.json']);
    expect(of(stack('one', {}), stack('two', { edition: EDITION_2026 })).edition).toBe(EDITION_2026);
  });

  test('fails: two of them', () => {
    const two = of(stack('one', { edition: EDITION_2026, file: 'a' }), stack('two', { edition: EDITION_2023, file: 'b' }));
    expect(messageOf(() => two.edition)).toContain('The edition is 2026 in stack one and 2023 in stack two. Allowed: one for all inputs');
    expect(messageOf(() => two.edition)).toContain('--edition');
    expect(messageOf(() => two.file)).toContain('The policy file is a in stack one and b in stack two.');
    expect(messageOf(() => two.file)).toContain('--policy');
  });
});

test('severities and strictness are those of each stack', () => {
  expect(of(stack('one', { strict: true, severities: { TM305: 'off' } }), stack('two', {}), stack('three')).byStack).toEqual(new Map([
    ['one', { strict: true, severities: new Map([['TM305', 'off']]) }], ['two', { strict: undefined, severities: new Map() }],
  ]));
});

describe('acknowledgements', () => {
  const given = { check: 'TM305', scope: '', reason: 'why', where: 'MirrorPolicy.of(app)' };
  const shown = (...documents: StackDocument[]) => of(...documents).acknowledgements.map(({ id, scope, undecided, isPart, stacks }) =>
    ({ id, scope, undecided, isPart, stacks: Object.fromEntries(stacks!) }));

  test('of the app are one for all its stacks', () => {
    const whole: AcknowledgementStatement = { ...given, owner: 'team', expires: '2999-01-01', subject: 'x', undecided: true };
    expect(of(stack('one', { acknowledgements: [whole] })).acknowledgements)
      .toEqual([{
        id: 'TM305', scope: '', subject: 'x', reason: 'why', undecided: true, owner: 'team', expires: '2999-01-01',
        where: 'MirrorPolicy.of(app)', isPart: true, stacks: new Map([['one', true]]),
      }]);
    expect(shown(stack('one', { acknowledgements: [given] }), stack('two', { acknowledgements: [given] }))).toEqual([
      { id: 'TM305', scope: '', undecided: false, isPart: false, stacks: { one: true, two: true } },
    ]);
  });

  test('are none if nobody has any', () => {
    expect(shown(stack('one', {}), stack('two'))).toEqual([]);
  });

  test('of two apps are two', () => {
    expect(shown(stack('one', { acknowledgements: [given] }), stack('three', { stacks: ['three'], acknowledgements: [given] }))).toEqual([
      { id: 'TM305', scope: '', undecided: false, isPart: true, stacks: { one: true } },
      { id: 'TM305', scope: '', undecided: false, isPart: false, stacks: { three: true } },
    ]);
  });

  test('of a stack are whole without the others, and so are those of a part of it', () => {
    expect(shown(stack('one', { acknowledgements: [{ ...given, scope: 'one' }, { ...given, scope: 'one/Team' }] }))).toEqual([
      { id: 'TM305', scope: 'one', undecided: false, isPart: false, stacks: { one: true } },
      { id: 'TM305', scope: 'one/Team', undecided: false, isPart: false, stacks: { one: false } },
    ]);
  });

  test('above a stack may have their finding in one that is not read', () => {
    const nested = (path: string, policy: Partial<PolicyStatement>) =>
      ({ path, folder: path.replace('/', '-'), statements: { policy: { stacks: ['a-one', 'a-two'], path, ...policy } } }) as StackDocument;
    const acknowledgements = [{ ...given, scope: 'a' }];
    expect(shown(nested('a/one', { acknowledgements }))).toMatchObject([{ isPart: true, stacks: { 'a/one': true } }]);
    expect(shown(nested('a/one', { acknowledgements }), nested('a/two', { acknowledgements }))).toMatchObject([
      { isPart: false, stacks: { 'a/one': true, 'a/two': true } },
    ]);
  });
});

describe('the policy of a stack', () => {
  const demand = (index: number, more: Partial<Governance>): DemandStatement => ({ index, scope: '', ...more });

  test('is that of the file without a written one', () => {
    const file: PolicyChoices = { ...NOTHING, account: 'file', quotas: { r: { a: 1 } }, governance: { scope: '', monthlyCost: 1 } };
    expect(of(stack('one')).of(stack('one'), file)).toEqual(
      { account: 'file', quotas: { r: { a: 1 } }, governance: [{ scope: '', monthlyCost: 1 }] },
    );
    const one = stack('one', { account: 'code', quotas: { r: { b: 2 } }, governance: [demand(0, { monthlyCost: 2 })] });
    expect(of(one).of(one, file)).toEqual({ account: 'code', quotas: { r: { a: 1, b: 2 } }, governance: [{ scope: '', monthlyCost: 2 }] });
    const silent = stack('one', {});
    expect(of(silent).of(silent, file)).toMatchObject({ account: 'file', quotas: { r: { a: 1 } }, governance: [{ monthlyCost: 1 }] });
  });

  test('has the demands of its app in their order, as far as they concern it', () => {
    const one = stack('one', { governance: [demand(2, { targets: ['c'] }), demand(0, { targets: ['a'] })] });
    const two = stack('two', { governance: [demand(1, { scope: 'two/X', targets: ['b'] }), demand(0, { targets: ['a'] })] });
    const foreign = stack('three', { stacks: ['three'], governance: [demand(0, { targets: ['z'] })] });
    const all = of(one, two, foreign);
    const targets = (document: StackDocument) => all.of(document, NOTHING).governance!.map((g) => g.targets![0]);
    expect([targets(one), targets(two), targets(foreign), targets(one)]).toEqual([['a', 'c'], ['a', 'c', 'b'], ['z'], ['a', 'c']]);
  });

  test('knows the sessions of the account only if all stacks of its app are read', () => {
    const foreignSessions = { sessions: [], allowed: ['x'] };
    const one = stack('one', { governance: [demand(0, { foreignSessions })] });
    const two = stack('two', { governance: [demand(0, {})] });
    const of0 = (documents: StackDocument[], document: StackDocument) => of(...documents).of(document, NOTHING).governance!
      .map((g) => g.foreignSessions?.allowed[0] ?? 'none');
    expect(of0([one], one)).toEqual(['none']);
    expect([of0([one, two], one), of0([one, two], two), of0([two, one], two)]).toEqual([['x'], ['x'], ['x']]);
  });
});
