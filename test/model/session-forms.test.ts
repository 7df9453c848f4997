import { modelOf, stackOf } from './documents';
import { MirrorModel, SESSION_TYPE } from '../../src/model/mirror-model';
import { sessionForms, sourceForms } from '../../src/model/session-forms';

const BODY = { traffic_mirror_filter_id: 'tmf-1', traffic_mirror_target_id: 'lb-1', enabled: true, traffic_mirror_source_ids: ['eni-1'] };
const KNOWN = { instanceType: 'ecs.g7.large', mtu: 1500, regionId: 'cn-hangzhou', serviceManaged: false, ipv6Addresses: 0 };

/** Sessions a, b, … with these arguments and statements. */
function model(...sessions: { body?: object; sources?: object; target?: object }[]): MirrorModel {
  const name = (i: number) => String.fromCharCode(97 + i);
  return modelOf(stackOf('net', {
    resource: { [SESSION_TYPE]: Object.fromEntries(sessions.map(({ body }, i) => [name(i), { ...BODY, ...body }])) },
  }, {
    statements: {
      version: 1,
      sessions: Object.fromEntries(sessions.map(({ sources, target }, i) => [`${SESSION_TYPE}.${name(i)}`, { sources, target } as any])),
    },
  }));
}
type Forms = typeof sessionForms;
const named = (forms: Forms, of: MirrorModel) => forms(of).map(({ sessions }) => sessions.map((s) => s.block.name).join(''));

test.each<[string, object, object]>([
  ['names, numbers and sources', { priority: 1, virtual_network_id: 2, traffic_mirror_session_name: 'x' },
    { traffic_mirror_source_ids: ['eni-2', 'eni-3'], traffic_mirror_session_description: 'y' }],
  ['comments', { '//': { metadata: { path: 'x' } } }, { '//': 'y' }],
  ['nothing, in equal lists and objects', { lifecycle: { ignore_changes: ['a', 'b'] }, tags: { a: 'b', c: 'd' } },
    { lifecycle: { ignore_changes: ['a', 'b'] }, tags: { c: 'd', a: 'b' } }],
])('sessions that differ in %s have one form', (_, one, two) => {
  const m = model({ body: one }, { body: two }, {});
  expect(named(sessionForms, m)[0].slice(0, 2)).toBe('ab');
});

test.each<[string, object, object]>([
  ['an argument', { packet_length: 64 }, { packet_length: 65 }],
  ['an argument of one', { packet_length: 64 }, {}],
  ['the filter', {}, { traffic_mirror_filter_id: 'tmf-2' }],
  ['the target', {}, { traffic_mirror_target_id: 'lb-2' }],
  ['a list', { x: ['a', 'b'] }, { x: ['a', 'c'] }],
  ['the length of a list', { x: ['a'] }, { x: ['a', 'b'] }],
  ['a list and an object', { x: ['a'] }, { x: { 0: 'a' } }],
  ['a value in an object', { x: { a: 1 } }, { x: { a: 2 } }],
  ['a name in an object', { x: { a: 1 } }, { x: { b: 1 } }],
  ['one of two values in an object', { x: { a: 1, b: 1 } }, { x: { a: 1, b: 2 } }],
  ['the number of names', { x: { a: 1 } }, { x: { a: 1, b: 2 } }],
  ['an object and a text', { x: { a: 1 } }, { x: 'a' }],
  ['something inside', { x: [{ a: [1] }] }, { x: [{ a: [2] }] }],
  ['the number of copies', { count: 2 }, {}],
  ['sources that are no ids', {}, { traffic_mirror_source_ids: ['${var.a}'] }],
  ['one source that is no id', { traffic_mirror_source_ids: ['eni-1', 'eni-2'] }, { traffic_mirror_source_ids: ['eni-1', 'i-2'] }],
  ['a list without sources', {}, { traffic_mirror_source_ids: [] }],
  ['an unknown list', {}, { traffic_mirror_source_ids: '${var.a}' }],
])('sessions that differ in %s have two forms', (_, one, two) => {
  expect(named(sessionForms, model({ body: one }, { body: two }))).toEqual(['a', 'b']);
  expect(named(sessionForms, model({ body: two }, { body: one }))).toEqual(['a', 'b']);
});

test.each(['count', 'for_each'])('sessions with %s have a form each', (name) => {
  const body = { [name]: name === 'count' ? 2 : ['x', 'y'] };
  expect(named(sessionForms, model({ body }, { body }))).toEqual(['a', 'b']);
});

test('a form counts its sessions and sources', () => {
  const ids = (...all: number[]) => ({ body: { traffic_mirror_source_ids: all.map((i) => `eni-${i}`) } });
  const [form] = sessionForms(model(ids(1, 2), ids(3, 4, 5), ids(6)));
  expect([form.byId, form.sessions.length, form.sources, form.mostSources, form.first]).toEqual([true, 3, 6, 3, form.sessions[0]]);
  const [open] = sessionForms(model({ body: { traffic_mirror_source_ids: '${var.a}' } }));
  expect([open.byId, open.sessions.length, open.sources, open.mostSources]).toEqual([false, 1, 0, 0]);
});

test('the forms of a model are found once', () => {
  const m = model({}, {});
  expect(sessionForms(m)).toBe(sessionForms(m));
  expect(sourceForms(m)).toBe(sourceForms(m));
  expect(named(sessionForms, model({}))).toEqual(['a']);
});

test('forms that take turns are found again, by target', () => {
  const turns = Array.from({ length: 12 }, (_, i) => ({ body: { packet_length: i % 4, traffic_mirror_target_id: `lb-${i % 2}` } }));
  expect(named(sessionForms, model(...turns))).toEqual(['aei', 'bfj', 'cgk', 'dhl']);
});

test('four forms of a target are remembered, and no more', () => {
  const turns = (forms: number) => Array.from({ length: 2 * forms }, (_, i) => ({ body: { packet_length: i % forms } }));
  expect(sessionForms(model(...turns(4)))).toHaveLength(4);
  expect(sessionForms(model(...turns(5)))).toHaveLength(10);
});

test('sessions of other stacks, or that the app cannot change, are apart', () => {
  const resource = { [SESSION_TYPE]: { a: BODY, b: BODY, c: BODY } };
  const standing = new Set([`${SESSION_TYPE}.b`]);
  const m = modelOf(stackOf('one', { resource }, { standing }), stackOf('two', { resource }));
  expect(sessionForms(m).map(({ sessions }) => sessions.map((s) => `${s.stack.path} ${s.block.name}`))).toEqual([
    ['one b'], ['one a', 'one c'], ['two a', 'two b', 'two c'],
  ]);
});

test.each<[string, object | undefined, object | undefined, boolean]>([
  ['nothing', undefined, undefined, true],
  ['equal statements', { mtu: 1500 }, { mtu: 1500 }, true],
  ['other names', { mtu: 1500, key: 'a' }, { mtu: 1500, key: 'b' }, true],
  ['a trait', { mtu: 1500 }, { mtu: 8500 }, false],
  ['a statement about one', { mtu: 1500 }, undefined, false],
  ['a statement about the other', undefined, { mtu: 1500 }, false],
])('targets with %s: one form is %s', (_, one, two, together) => {
  expect(named(sessionForms, model({ target: one }, { target: two }))).toEqual(together ? ['ab'] : ['a', 'b']);
});

describe('forms by the sources', () => {
  const session = (...known: object[]) => ({
    body: { traffic_mirror_source_ids: known.map((__, i) => `eni-${i}`) },
    sources: Object.fromEntries(known.map((one, i) => [`eni-${i}`, one])),
  });
  const forms = (of: MirrorModel) => sourceForms(of).map(({ sessions, byId, traits }) =>
    [sessions.map((s) => s.block.name).join(''), byId, traits]);

  test('sources alike are one form', () => {
    const other = { ...KNOWN, key: 'x' };
    expect(forms(model(session(KNOWN), session(other, KNOWN), session(KNOWN)))).toEqual([['abc', true, KNOWN]]);
  });

  test('sessions whose sources differ must be looked at, but together', () => {
    const mixed = session(KNOWN, { ...KNOWN, mtu: 1 });
    expect(forms(model(mixed, session(KNOWN), mixed, session(KNOWN), session(KNOWN, KNOWN, { ...KNOWN, mtu: 1 })))).toEqual([
      ['ace', true, undefined], ['bd', true, KNOWN],
    ]);
  });

  test.each(Object.keys(KNOWN))('%s sets them apart', (trait) => {
    expect(forms(model(session(KNOWN), session({ ...KNOWN, [trait]: undefined }))).map(([names]) => names)).toEqual(['a', 'b']);
  });

  test('sources that are no ids have the form of their arguments', () => {
    expect(forms(model({ body: { traffic_mirror_source_ids: ['i-1'] } }, { body: { traffic_mirror_source_ids: ['i-2'] } }))).toEqual([
      ['ab', false, undefined],
    ]);
  });
});
