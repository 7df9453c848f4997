import { InterfaceStatement } from '../../src/model/interface-statement';
import { SharedTexts } from '../../src/model/shared-texts';
import { SourceStatements } from '../../src/model/source-statements';
import { StatementTexts } from '../../src/model/statement-texts';

const A = { mtu: 1 };
const B = { mtu: 2 };
const C = { mtu: 3 };

describe('the statements about the sources of a session', () => {
  test('are in the order of the sources', () => {
    const given = SourceStatements.of({ 'eni-2': A, 'eni-1': B });
    expect([given.length, given.id(0), given.id(1), given.statement(0), given.statement(1)]).toEqual([2, 'eni-2', 'eni-1', A, B]);
    expect(SourceStatements.of(given)).toBe(given);
  });

  test('are found by id, at any position', () => {
    const given = SourceStatements.listed(['a', 'b', 'c'], [A, undefined, C]);
    expect(['a', 'b', 'c', 'd'].map((id) => given.get(id))).toEqual([A, undefined, C, undefined]);
    for (const at of [0, 1, 2, 3, 9]) expect(['a', 'c', 'd'].map((id) => given.get(id, at))).toEqual([A, C, undefined]);
    expect(SourceStatements.listed([], []).get('a')).toBeUndefined();
  });

  test('of an id twice: the one at its position, or else the last one', () => {
    const given = SourceStatements.listed(['a', 'b', 'a'], [A, B, C]);
    expect([given.get('a', 0), given.get('a', 1), given.get('a', 2), given.get('a', 3)]).toEqual([A, C, C, C]);
  });

  test('keep their place if the ids are renamed', () => {
    const given = SourceStatements.listed(['a', 'b'], [A, undefined]);
    expect(given.named((id) => id)).toBe(given);
    for (const other of ['a', 'b']) {
      const named = given.named((id) => id === other ? `#${id}` : id);
      expect([named.id(0), named.id(1), named.statement(0), named.statement(1)])
        .toEqual([other === 'a' ? '#a' : 'a', other === 'b' ? '#b' : 'b', A, undefined]);
    }
  });

  test.each<[string, string[], (InterfaceStatement | undefined)[], string]>([
    ['none', [], [], '{}'],
    ['one', ['a'], [A], '{"a":{"mtu":1}}'],
    ['one without a statement', ['a'], [undefined], '{}'],
    ['several, by id', ['b', 'a"'], [A, B], '{"a\\"":{"mtu":2},"b":{"mtu":1}}'],
    ['some', ['b', 'a'], [undefined, B], '{"a":{"mtu":2}}'],
    ['one id twice', ['a', 'b', 'a'], [A, B, C], '{"a":{"mtu":3},"b":{"mtu":2}}'],
    ['one id twice, the last one without a statement', ['a', 'a'], [A, undefined], '{"a":{"mtu":1}}'],
  ])('are written as JSON: %s', (_, ids, statements, json) => {
    expect(SourceStatements.listed(ids, statements).json(new StatementTexts())).toBe(json);
  });
});

describe('the text of a statement', () => {
  test('has sorted keys', () => {
    expect(new StatementTexts().of({ vpcId: 'v', mtu: 1, key: undefined })).toBe('{"mtu":1,"vpcId":"v"}');
  });

  test('is its own, also after others that are nearly alike', () => {
    const statements: InterfaceStatement[] = [
      A, { mtu: 1, vpcId: 'v' }, A, { vpcId: 'v' }, {}, { mtu: 2 }, ...Array.from({ length: 20 }, (_, i) => ({ mtu: i })), A,
      { securityGroupIds: ['a'] }, { securityGroupIds: ['b'] },
    ];
    const texts = new StatementTexts();
    expect(statements.map((statement) => texts.of(statement))).toEqual(statements.map((statement) => JSON.stringify(statement)));
  });

  test.each<[string[] | undefined, object | undefined, string]>([
    [undefined, { a: 'b' }, '{"mtu":1}'],
    [[], { a: 'b' }, '{"mtu":1}'],
    [['a'], undefined, '{"mtu":1}'],
    [['a'], { a: 'b', c: 'd' }, '{"mtu":1,"tags":{"a":"b"}}'],
    [['a', 'x', 'toString'], { a: 'b' }, '{"mtu":1,"tags":{"a":"b"}}'],
    // The tag is missing. That is not unknown.
    [['x'], { a: 'b' }, '{"mtu":1,"tags":{}}'],
  ])('with the needed tags %j of %j is %s', (keys, tags, text) => {
    expect(new StatementTexts(keys).of({ mtu: 1, tags } as InterfaceStatement)).toBe(text);
  });
});

describe('equal texts of sessions are shared', () => {
  const share = (bodies: Record<string, any>): Record<string, any> => {
    new SharedTexts().share(bodies);
    return bodies;
  };
  const body = (...dependsOn: unknown[]) => ({
    traffic_mirror_filter_id: 'f', traffic_mirror_target_id: 'x', traffic_mirror_target_type: 5, priority: 1, depends_on: dependsOn,
  });

  test('lists of one dependency are one list', () => {
    const { a, b, c, d, e, f, i } = share({
      a: body('x.y'), b: body('x.y'), i: body('x.y'), c: body('x.z'), d: body('x.y', 'x.z'), e: body(5), f: body(5),
    });
    expect([a, b, c, d, e].map((one) => one.depends_on)).toEqual([['x.y'], ['x.y'], ['x.z'], ['x.y', 'x.z'], [5]]);
    expect([b.depends_on === a.depends_on, i.depends_on === a.depends_on, f.depends_on === e.depends_on]).toEqual([true, true, false]);
    const { g, h } = share({ g: body('x.y', 'x.z'), h: body('x.y', 'x.w') });
    expect([g.depends_on, h.depends_on]).toEqual([['x.y', 'x.z'], ['x.y', 'x.w']]);
  });

  test('and nothing changes', () => {
    const bodies = () => ({
      a: { ...body('x.y'), '//': { metadata: { uniqueId: 'a', path: 'p' } }, 'traffic_mirror_source_ids': ['eni-1', 'eni-2', 'eni-3'] },
      b: { '//': { metadata: { uniqueId: 'other' } }, 'depends_on': 'x' },
      c: null, d: 'text', e: { '//': {}, 'traffic_mirror_source_ids': '${var.x}' }, f: {}, g: { '//': 'comment' },
      h: { traffic_mirror_source_ids: ['eni-1'] }, i: { traffic_mirror_source_ids: [] },
    });
    expect(share(bodies())).toEqual(bodies());
  });
});
