import type { StackStatements } from '../../src/model/document';
import { statementParts } from '../../src/policy/statement-parts';

const parts = (statements: Partial<StackStatements>, tagKeys: string[] = []) =>
  [...statementParts({ version: 1, sessions: {}, ...statements }, tagKeys)];
const sessions = (of: StackStatements['sessions'], tagKeys?: string[]) => /"sessions":(.*),"version":1\}\n$/.exec(
  parts({ sessions: of }, tagKeys).join(''),
)![1];

test.each<[string, Partial<StackStatements>, string]>([
  ['nothing', {}, '{"sessions":{},"version":1}\n'],
  ['empty parts, of which those of the constructs are always written', {
    interfaces: {}, filters: {}, addressBooks: {}, fleets: [], collectors: [], findings: [], checks: [], positions: [], places: {},
    policy: undefined,
  }, '{"findings":[],"fleets":[],"sessions":{},"version":1}\n'],
  ['parts in the order of their names, with sorted keys', {
    positions: ['main.ts:1:2'], interfaces: { 'eni-b': { vpcId: 'vpc-1', mtu: 1500 }, 'eni-a': {} }, places: { 'net/b': 0, 'net/a': 0 },
  }, '{"interfaces":{"eni-a":{},"eni-b":{"mtu":1500,"vpcId":"vpc-1"}},"places":{"net/a":0,"net/b":0},"positions":["main.ts:1:2"],'
  + '"sessions":{},"version":1}\n'],
])('the file holds %s', (_, statements, text) => {
  expect(parts(statements).join('')).toBe(text);
});

test.each<[string, StackStatements['sessions'][string], string]>([
  ['nothing', {}, '{}'],
  ['its position, also the first', { at: 0 }, '{"at":0}'],
  ['that its priority is chosen by the library', { at: 3, defaultPriority: true }, '{"at":3,"defaultPriority":true}'],
  ['to which it gave way', { gaveWayTo: { priority: 2, path: 'net/A' } }, '{"gaveWayTo":{"path":"net/A","priority":2}}'],
  ['its sources', { sources: { 'eni-b': { mtu: 1500 }, 'eni-a': {} } }, '{"sources":{"eni-a":{},"eni-b":{"mtu":1500}}}'],
  ['its target', { target: { mtu: 1500, instanceType: 'ecs.g7.large' } }, '{"target":{"instanceType":"ecs.g7.large","mtu":1500}}'],
  ['all of that', { target: {}, sources: {}, at: 1, gaveWayTo: { path: 'a', priority: 1 }, defaultPriority: true },
    '{"at":1,"defaultPriority":true,"gaveWayTo":{"path":"a","priority":1},"sources":{},"target":{}}'],
])('of a session, it holds %s', (_, session, text) => {
  expect(sessions({ s: session })).toBe(`{"s":${text}}`);
});

test('sessions come by address, each in a part of its own', () => {
  const all = parts({ sessions: { 'b"': { at: 1 }, 'a': { at: 0 }, 'c': {} }, fleets: [] });
  expect(all).toEqual(['{"fleets":', '[]', ',"sessions":', '{"a":{"at":0}', ',"b\\"":{"at":1}', ',"c":{}', '}', ',"version":', '1', '}\n']);
});

test('sources and targets have the tags that somebody asks for', () => {
  const tags = { role: 'web', app: 'shop' };
  const tagged = { s: { sources: { 'eni-a': { tags } }, target: { tags } } };
  expect(sessions(tagged)).toBe('{"s":{"sources":{"eni-a":{}},"target":{}}}');
  expect(sessions(tagged, ['role', 'team'])).toBe(
    '{"s":{"sources":{"eni-a":{"tags":{"role":"web"}}},"target":{"tags":{"role":"web"}}}}',
  );
});
