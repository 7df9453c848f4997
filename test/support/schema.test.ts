import { expectConformsToSchema, schemaProblems } from './schema';

const session = {
  priority: 1,
  traffic_mirror_filter_id: 'tmf-1',
  traffic_mirror_source_ids: ['eni-1'],
  traffic_mirror_target_id: 'lb-1',
  traffic_mirror_target_type: 'SLB',
};
const stackOf = (body: any, type = 'alicloud_vpc_traffic_mirror_session') => ({ resource: { [type]: { A: body } } });

test('a session as the provider takes it conforms', () => {
  expect(
    schemaProblems(
      stackOf({ ...session, tags: { a: 'b' }, timeouts: { create: '5m' }, lifecycle: {}, provider: 'alicloud.b', depends_on: ['a.b'] }),
    ),
  ).toEqual([]);
});

test('an expression fits any type', () => {
  expect(
    schemaProblems(
      stackOf({ ...session, priority: '${var.p}', traffic_mirror_source_ids: '${var.ids}', tags: '${var.tags}', enabled: '${var.on}' }),
    ),
  ).toEqual([]);
});

test.each<[string, any, string]>([
  ['an unknown attribute', { ...session, vni: 1 }, 'A.vni: no such attribute'],
  ['a number that is text', { ...session, priority: '1' }, 'A.priority: is a number, got "1"'],
  ['a truth value that is text', { ...session, enabled: 'true' }, 'A.enabled: is a bool, got "true"'],
  ['a list that is text', { ...session, traffic_mirror_source_ids: 'eni-1' }, 'A.traffic_mirror_source_ids: is a list'],
  ['an item of the wrong type', { ...session, traffic_mirror_source_ids: [1] }, 'A.traffic_mirror_source_ids[0]: is a string'],
  ['a map value of the wrong type', { ...session, tags: { a: 1 } }, 'A.tags.a: is a string'],
  ['a missing attribute', { ...session, priority: undefined }, 'A.priority: is required'],
  ['a computed attribute', { ...session, status: 'Created' }, 'A.status: is computed'],
  ['an attribute of a nested block', { ...session, timeouts: { create: 5, read: '1m' } }, 'A.timeouts.create: is a string'],
])('fails for %s', (_, body, problem) => {
  expect(schemaProblems(stackOf(body)).join('\n')).toContain(problem);
  expect(() => expectConformsToSchema(stackOf(body))).toThrow(problem);
});

test('fails for nested blocks, unknown resources, data sources and provider arguments', () => {
  const filter = 'alicloud_vpc_traffic_mirror_filter';
  expect(schemaProblems(stackOf({ ingress_rules: [{ protocol: 'TCP', port: 1 }] }, filter)).join()).toContain(
    'A.ingress_rules[0].port: no such attribute',
  );
  expect(schemaProblems(stackOf({ dynamic: { ingress_rules: { content: { port: 1 } } } }, filter)).join()).toContain(
    'ingress_rules.content.port',
  );
  expect(schemaProblems(stackOf({}, 'alicloud_none')).join()).toContain('alicloud_none.A: no such resource');
  expect(schemaProblems({ data: { alicloud_zones: { A: { zone: 'a' } } } }).join()).toContain('data.alicloud_zones.A.zone');
  expect(schemaProblems({ provider: { alicloud: [{ alias: 'a', regoin: 'b' }] } }).join()).toContain('provider.alicloud[0].regoin');
});
