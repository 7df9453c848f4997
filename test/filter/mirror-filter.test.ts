import { readFileSync } from 'fs';
import { join } from 'path';
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorFilter, MirrorPolicy, MirrorLedger, MirrorProtocol, MirrorRule, MirrorSession, MirroredFleet, PortRange,
} from '../../src';
import {
  asHcl, bodiesByPath, FILTER, filterIn, findings, INBOUND, messageOf, newApp, newStack, onlyBody, OUTBOUND, SESSION, source,
  synth, target,
} from '../support/app';
import { expectConformsToSchema } from '../support/schema';

let app: App;
let stack: TerraformStack;

beforeEach(() => {
  app = newApp();
  stack = newStack(app);
});

const tcp = (port: number, priority?: number) =>
  MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(port), priority });

test('an empty filter is one resource', () => {
  new MirrorFilter(stack, 'Filter');
  const { stack: json } = synthUnchecked(app);
  expect(Object.keys(json.resource)).toEqual([FILTER]);
  expect(onlyBody(json, FILTER)).toEqual({
    '//': { metadata: { path: 'stack/Filter/Resource', uniqueId: expect.any(String) } },
    lifecycle: { create_before_destroy: true },
  });
});

test('rules are resources of their own, keyed by direction and priority, one after another', () => {
  new MirrorFilter(stack, 'Filter', {
    inbound: [tcp(443), MirrorRule.drop({ source: '10.0.0.0/8' })],
    outbound: [MirrorRule.accept({ protocol: MirrorProtocol.ICMP })],
    filterName: 'web', description: 'web traffic', tags: { team: 'a' }, resourceGroupId: 'rg-1',
  });
  const { stack: json } = synth(app);
  expectConformsToSchema(json);
  expect(bodiesByPath(json, INBOUND)).toEqual({
    'stack/Filter/inbound-1': {
      '//': expect.anything(),
      'traffic_mirror_filter_id': expect.stringMatching(/^\$\{alicloud_vpc_traffic_mirror_filter\.Filter_\w+\.id\}$/),
      'priority': 1, 'action': 'accept', 'protocol': 'TCP',
      'source_cidr_block': '0.0.0.0/0',
      'source_port_range': '-1/-1',
      'destination_cidr_block': '0.0.0.0/0',
      'destination_port_range': '443/443',
      'lifecycle': { replace_triggered_by: [expect.stringMatching(/^terraform_data\.Filter_RuleKinds_\w+\.input\.inbound-1$/)] },
    },
    'stack/Filter/inbound-2': {
      '//': expect.anything(),
      'traffic_mirror_filter_id': expect.stringMatching(/^\$\{alicloud_vpc_traffic_mirror_filter\.Filter_\w+\.id\}$/),
      'priority': 2, 'action': 'drop', 'protocol': 'ALL',
      'source_cidr_block': '10.0.0.0/8',
      'source_port_range': '-1/-1',
      'destination_cidr_block': '0.0.0.0/0',
      'destination_port_range': '-1/-1',
      'depends_on': [expect.stringMatching(/^alicloud_vpc_traffic_mirror_filter_ingress_rule\.Filter_inbound-1_/)],
      'lifecycle': { replace_triggered_by: [expect.stringMatching(/^terraform_data\.Filter_RuleKinds_\w+\.input\.inbound-2$/)] },
    },
  });
  const outbound = bodiesByPath(json, OUTBOUND)['stack/Filter/outbound-1'];
  expect(outbound).toMatchObject({ protocol: 'ICMP', source_port_range: '-1/-1', destination_port_range: '-1/-1' });
  // The service forbids concurrent writes on one filter, whatever the direction.
  expect(outbound.depends_on).toEqual([expect.stringMatching(/^alicloud_vpc_traffic_mirror_filter_ingress_rule\.Filter_inbound-2_/)]);
  expect(onlyBody(json, FILTER)).toMatchObject({
    traffic_mirror_filter_name: 'web', traffic_mirror_filter_description: 'web traffic', tags: { team: 'a' }, resource_group_id: 'rg-1',
  });
  expect(onlyBody(json, FILTER)).not.toHaveProperty('ingress_rules');
  expect(onlyBody(json, 'terraform_data')).toMatchObject({ input: { 'inbound-1': 'other', 'inbound-2': 'other', 'outbound-1': 'icmp' } });
});

test('sessions of the same stack wait for the last rule, also for one that is added later', () => {
  const filter = filterIn(stack);
  const other = newStack(app, 'other');
  const props = { filter, target: target() };
  new MirrorSession(stack, 'Session', { ...props, sources: [source('eni-a')] });
  new MirroredFleet(stack, 'Fleet', { filter, sources: [source('eni-b')], targets: [target()], ledger: MirrorLedger.inMemory() });
  new MirrorSession(other, 'Session', { ...props, sources: [source('eni-c')] });
  new MirrorSession(stack, 'Foreign', {
    ...props,
    filter: MirrorFilter.fromFilterId(stack, 'Imported', 'tmf-1'),
    sources: [source('eni-d')],
  });
  filter.addOutboundRule(tcp(443));
  const { stack: json, other: otherJson } = synth(app);
  const last = [expect.stringMatching(/^alicloud_vpc_traffic_mirror_filter_egress_rule\.Filter_outbound-1_/)];
  const waits = Object.fromEntries(Object.entries(bodiesByPath(json, SESSION)).map(([path, body]) => [path, body.depends_on]));
  expect(waits).toEqual({ 'stack/Session/Resource': last, 'stack/Fleet/eni-b': last, 'stack/Foreign/Resource': undefined });
  expect(onlyBody(otherJson, SESSION)).not.toHaveProperty('depends_on');
});

test('a rule\'s address stays when another is appended, and when its content changes', () => {
  const names = (rules: MirrorRule[]) => {
    const other = newApp();
    new MirrorFilter(newStack(other), 'Filter', { inbound: rules });
    return Object.keys(synth(other).stack.resource[INBOUND]);
  };
  const one = names([tcp(443)]);
  expect(names([tcp(443), tcp(80)])).toContain(one[0]);
  expect(names([MirrorRule.accept({ source: '10.0.0.0/8' })])).toEqual(one);
});

test('only a change to or from ICMP changes a rule\'s kind', () => {
  const kinds = (rule: MirrorRule) => {
    const other = newApp();
    new MirrorFilter(newStack(other), 'Filter', { inbound: [rule] });
    return onlyBody(synth(other).stack, 'terraform_data').input;
  };
  const all = kinds(MirrorRule.accept());
  expect(kinds(tcp(443))).toEqual(all);
  expect(kinds(MirrorRule.accept({ protocol: MirrorProtocol.UDP }))).toEqual(all);
  expect(kinds(MirrorRule.accept({ protocol: MirrorProtocol.ICMP }))).toEqual({ 'inbound-1': 'icmp' });
});

test('a stated priority is kept, and the next position follows it', () => {
  new MirrorFilter(stack, 'Filter', { inbound: [tcp(1, 4), tcp(2), tcp(3, 2), tcp(4)] });
  const byPath = bodiesByPath(synth(app).stack, INBOUND);
  expect(Object.fromEntries(Object.entries(byPath).map(([path, b]) => [path, b.destination_port_range]))).toEqual({
    'stack/Filter/inbound-4': '1/1', 'stack/Filter/inbound-5': '2/2', 'stack/Filter/inbound-2': '3/3', 'stack/Filter/inbound-3': '4/4',
  });
});

test('both directions count by themselves, and rules may be added later', () => {
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [tcp(1)] });
  filter.addOutboundRule(tcp(2));
  filter.addInboundRule(tcp(3));
  const json = synth(app).stack;
  expect(Object.keys(bodiesByPath(json, INBOUND))).toEqual(['stack/Filter/inbound-1', 'stack/Filter/inbound-2']);
  expect(Object.keys(bodiesByPath(json, OUTBOUND))).toEqual(['stack/Filter/outbound-1']);
  const dependencies = [...Object.values(bodiesByPath(json, INBOUND)), ...Object.values(bodiesByPath(json, OUTBOUND))].map((b) =>
    b.depends_on?.[0].split('.')[1].replace(/_[0-9A-F]{8}$/, ''),
  );
  expect(dependencies).toEqual([undefined, 'Filter_outbound-1', 'Filter_inbound-1']);
  expect(onlyBody(json, 'terraform_data').input).toEqual({ 'inbound-1': 'other', 'outbound-1': 'other', 'inbound-2': 'other' });
});

test('fails for the eleventh rule of a direction', () => {
  const filter = new MirrorFilter(stack, 'Filter', { inbound: Array.from({ length: 10 }, (_, i) => tcp(i + 1)) });
  const message = messageOf(() => filter.addInboundRule(tcp(11)));
  expect(message).toContain('[stack/Filter]');
  expect(message).toContain('is 11. Allowed: 1 to 10');
  filter.addOutboundRule(tcp(11));
  expect(Object.keys(bodiesByPath(synthUnchecked(app).stack, OUTBOUND))).toHaveLength(1);
});

test('fails for a priority that the direction has already', () => {
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [tcp(1, 2)] });
  expect(messageOf(() => filter.addInboundRule(tcp(2, 2)))).toContain(
    '[stack/Filter] priority of inbound rule "accept TCP 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 2/2" is 2',
  );
  filter.addInboundRule(tcp(3, 1));
  expect(messageOf(() => filter.addInboundRule(tcp(4)))).toContain(
    'is 2. Allowed: a priority that no other inbound rule of the filter has',
  );
  filter.addOutboundRule(tcp(2, 2));
  expect(Object.keys(bodiesByPath(synth(app).stack, OUTBOUND))).toEqual(['stack/Filter/outbound-2']);
});

test.each<[string, object, string]>([
  ['an empty name', { filterName: '' }, 'filterName is "": 0 bytes long'],
  ['a name of 129 bytes', { filterName: 'a'.repeat(129) }, 'Shorten it to 128 bytes'],
  ['a name of 43 Chinese characters, which are 129 bytes', { filterName: '网'.repeat(43) }, '129 bytes long'],
  ['a name that is a link', { filterName: 'http://a' }, 'Leave the scheme out'],
  ['a description of 257 bytes', { description: 'a'.repeat(257) }, ': 257 bytes long, outside 1 to 256'],
  ['21 tags', { tags: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, 'v'])) }, 'has 21 tags. Allowed: at most 20'],
  ['a reserved tag', { tags: { 'acs:a': 'b' } }, 'starts with acs:, which is reserved'],
  ['a tag of 129 characters', { tags: { ['k'.repeat(129)]: 'b' } }, '129 characters long'],
])('fails for %s', (_, props, text) => {
  const message = messageOf(() => new MirrorFilter(stack, 'Filter', props));
  expect(message).toContain('[stack/Filter]');
  expect(message).toContain(text);
});

test('the longest names and tags are taken', () => {
  const props = {
    filterName: '网'.repeat(42) + 'ab',
    description: 'a'.repeat(256),
    tags: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${'k'.repeat(126)}${i + 10}`, 'v'])),
  };
  new MirrorFilter(stack, 'Filter', { ...props, inbound: [tcp(443)] });
  expect(onlyBody(synth(app).stack, FILTER)).toMatchObject({
    traffic_mirror_filter_name: props.filterName,
    traffic_mirror_filter_description: props.description,
    tags: props.tags,
  });
});

test('an imported filter writes nothing and is referred to by its id', () => {
  const imported = MirrorFilter.fromFilterId(stack, 'Imported', 'tmf-bp1abc');
  new MirrorSession(stack, 'Session', { filter: imported, sources: [source('eni-1')], target: target() });
  const byAttributes = MirrorFilter.fromFilterAttributes(stack, 'Other', { filterId: '${var.filter}' });
  expect(byAttributes.filterId).toBe('${var.filter}');
  const json = synth(app).stack;
  expect(Object.keys(json.resource)).toEqual([SESSION]);
  expect(onlyBody(json, SESSION).traffic_mirror_filter_id).toBe('tmf-bp1abc');
});

test.each(['', 'tms-1', 'my-filter', 'tmf-', ' tmf-1'])('fails to import filter id %j', (id) => {
  const message = messageOf(() => MirrorFilter.fromFilterId(stack, 'Imported', id));
  expect(message).toContain(`[stack/Imported] filterId is ${JSON.stringify(id)}`);
});

test('a provider with an alias reaches the filter and all its rules', () => {
  const provider = new alicloud.provider.AlicloudProvider(stack, 'Other', { region: 'cn-beijing', alias: 'other' });
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [tcp(443)], outbound: [tcp(80)], provider });
  filter.addInboundRule(tcp(22));
  const json = synth(app).stack;
  const bodies = [onlyBody(json, FILTER), ...Object.values<any>(json.resource[INBOUND]), ...Object.values<any>(json.resource[OUTBOUND])];
  expect(bodies.map((b) => b.provider)).toEqual(Array(4).fill('alicloud.other'));
  expectConformsToSchema(json);
});

test('a filter of another stack is reached through its state', () => {
  const filters = newStack(app, 'filters');
  const filter = filterIn(filters);
  new MirrorSession(stack, 'Session', { filter, sources: [source('eni-1')], target: target() });
  const json = synth(app);
  const output = Object.keys(json.filters.output)[0];
  expect(json.filters.output[output].value).toMatch(/^\$\{alicloud_vpc_traffic_mirror_filter\.Filter_[0-9A-F]+\.id\}$/);
  expect(onlyBody(json.stack, SESSION).traffic_mirror_filter_id).toBe(
    `\${data.terraform_remote_state.cross-stack-reference-input-filters.outputs.${output}}`,
  );
  expect(findings(app).filter((f) => f.severity === 'error')).toEqual([]);
});

test('two filters of one stack are chained each for itself', () => {
  new MirrorFilter(stack, 'A', { inbound: [tcp(1), tcp(2)] });
  new MirrorFilter(stack, 'B', { inbound: [tcp(1), tcp(2)] });
  const byPath = bodiesByPath(synth(app).stack, INBOUND);
  expect(byPath['stack/B/inbound-1']).not.toHaveProperty('depends_on');
  expect(byPath['stack/B/inbound-2'].depends_on[0]).toContain('.B_inbound-1');
  expect(byPath['stack/B/inbound-2'].lifecycle.replace_triggered_by[0]).toContain('.B_RuleKinds');
});

test('in HCL what triggers a replacement is a reference, not a text', () => {
  const hcl = asHcl(() => {
    const other = newApp();
    new MirrorFilter(newStack(other), 'Filter', { inbound: [tcp(443)], outbound: [tcp(443)] });
    other.synth();
    return readFileSync(join(other.outdir, 'stacks', 'stack', 'cdk.tf'), 'utf8');
  });
  expect(hcl.match(/replace_triggered_by = .*/g)).toEqual([
    expect.stringMatching(/= \[terraform_data\.Filter_RuleKinds_\w+\.input\.inbound-1\]$/),
    expect.stringMatching(/= \[terraform_data\.Filter_RuleKinds_\w+\.input\.outbound-1\]$/),
  ]);
});

/** Where a filter without rules is meant, the check on it would refuse the synth. */
function synthUnchecked(of: App): Record<string, any> {
  MirrorPolicy.of(of).acknowledge('TM201', 'a filter without rules is what this test looks at')
    .acknowledge('TM202', 'a filter with too many rules is what this test looks at');
  return synth(of);
}

describe('rules on a filter that is managed elsewhere', () => {
  const shared = (scope = stack, id = 'Shared', filterId = 'tmf-bp1shared') => MirrorFilter.fromFilterId(scope, id, filterId);
  const onShared = (json: any) =>
    Object.fromEntries(
      [...Object.entries(bodiesByPath(json, INBOUND)), ...Object.entries(bodiesByPath(json, OUTBOUND))].map(([path, body]) => [
        path,
        body.depends_on?.[0].split('.')[1].replace(/_[0-9A-F]{8}$/, ''),
      ]),
    );

  test('all handles of one filter in a stack share one chain, and its sessions wait for the last rule', () => {
    const [first, second] = [shared(stack, 'A'), shared(stack, 'B')];
    new MirrorSession(stack, 'Session', { filter: first, sources: [source('eni-1')], target: target() });
    first.addInboundRule(tcp(443, 3));
    second.addOutboundRule(tcp(443, 3));
    first.addInboundRule(tcp(80, 1));
    shared(stack, 'Other', 'tmf-bp1other').addInboundRule(tcp(22, 3));
    const json = synth(app).stack;
    expectConformsToSchema(json);
    expect(onShared(json)).toEqual({
      'stack/TrafficMirrorFilterRules/tmf-bp1shared/inbound-3': undefined,
      'stack/TrafficMirrorFilterRules/tmf-bp1shared/outbound-3': 'TrafficMirrorFilterRules_tmf-bp1shared_inbound-3',
      'stack/TrafficMirrorFilterRules/tmf-bp1shared/inbound-1': 'TrafficMirrorFilterRules_tmf-bp1shared_outbound-3',
      'stack/TrafficMirrorFilterRules/tmf-bp1other/inbound-3': undefined,
    });
    expect(bodiesByPath(json, INBOUND)['stack/TrafficMirrorFilterRules/tmf-bp1shared/inbound-1']).toMatchObject({
      traffic_mirror_filter_id: 'tmf-bp1shared',
      priority: 1,
    });
    expect(onlyBody(json, SESSION).depends_on).toEqual([
      expect.stringMatching(/_ingress_rule\.TrafficMirrorFilterRules_tmf-bp1shared_inbound-1_/),
    ]);
    // The rules of the app are known.
    expect(findings(app).filter((f) => f.id === 'TM201')).toEqual([]);
  });

  test('a rule keeps its address if the handle moves', () => {
    const names = (id: string) => {
      const other = newApp();
      shared(newStack(other), id).addInboundRule(tcp(443, 3));
      return Object.keys(synth(other).stack.resource[INBOUND]);
    };
    expect(names('A')).toEqual(names('B'));
  });

  test('a priority is required, and must be free', () => {
    const filter = shared();
    const message = messageOf(() => filter.addInboundRule(tcp(443)));
    expect(message).toContain(
      '[stack/Shared] priority of inbound rule "accept TCP 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 443/443" is not set. Allowed: 1 to 10',
    );
    filter.addInboundRule(tcp(443, 3));
    expect(messageOf(() => shared(stack, 'Again').addInboundRule(tcp(80, 3)))).toContain(
      '[stack/Again] priority of inbound rule "accept TCP 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 80/80" is 3',
    );
    filter.addOutboundRule(tcp(80, 3));
  });

  test('a handle of a MirrorFilter of the stack adds to that filter', () => {
    const filter = new MirrorFilter(stack, 'Filter', { inbound: [tcp(1)] });
    shared(stack, 'Handle', filter.filterId).addInboundRule(tcp(2));
    const json = synth(app).stack;
    expect(onShared(json)).toEqual({ 'stack/Filter/inbound-1': undefined, 'stack/Filter/inbound-2': 'Filter_inbound-1' });
  });

  test('filters of two stacks with the same address are two filters', () => {
    const [a, b] = ['a', 'b'].map((id) => new MirrorFilter(newStack(app, id), 'Filter', { inbound: [tcp(1)] }));
    shared(stack, 'A', a.filterId).addInboundRule(tcp(2, 5));
    shared(stack, 'B', b.filterId).addInboundRule(tcp(2, 5));
    const json = synth(app).stack;
    expect(Object.values<any>(json.resource[INBOUND]).map((body) => body.traffic_mirror_filter_id)).toEqual([
      expect.stringContaining('outputs'),
      expect.stringContaining('outputs'),
    ]);
    expect(new Set(Object.values(onShared(json)))).toEqual(new Set([undefined]));
  });

  test('the provider of the attributes reaches the rules, and is the same for all handles', () => {
    const provider = new alicloud.provider.AlicloudProvider(stack, 'Other', { region: 'cn-beijing', alias: 'other' });
    MirrorFilter.fromFilterAttributes(stack, 'Shared', { filterId: 'tmf-bp1shared', provider }).addInboundRule(tcp(443, 1));
    expect(messageOf(() => shared(stack, 'Again').addInboundRule(tcp(80, 2)))).toContain(
      '[stack/Again] provider is not set. Allowed: stack/Other',
    );
    expect(onlyBody(synth(app).stack, INBOUND).provider).toBe('alicloud.other');
  });

  test('two stacks that add rules to one filter are a finding', () => {
    shared().addInboundRule(tcp(443, 1));
    const found = () => findings(app).filter((f) => f.id === 'TM218').map((f) => `${f.severity} ${f.problem}`);
    expect(found()).toEqual([]);
    const other = newStack(app, 'other');
    shared(other).addInboundRule(tcp(80, 2));
    expect(found()).toEqual([
      'warning Stacks other and stack add rules to filter tmf-bp1shared, but the service allows one write on a filter at a time',
    ]);
  });

  test('a filter to which the app adds only a rule that drops is undecided, not passed', () => {
    const filter = shared();
    filter.addInboundRule(MirrorRule.drop({ priority: 1 }));
    new MirrorSession(stack, 'Session', { filter, sources: [source('eni-1')], target: target() });
    expect(
      findings(app)
        .filter((f) => f.id === 'TM201')
        .map((f) => `${f.severity} ${f.problem}`),
    ).toEqual(['undecided Cannot check the rules of filter tmf-bp1shared: they are not in this app']);
  });
});
