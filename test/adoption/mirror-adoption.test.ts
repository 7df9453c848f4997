import { readFileSync } from 'fs';
import { join } from 'path';
import { TerraformResource, TerraformStack } from 'cdktf';
import * as fc from 'fast-check';
import { Body, filter, filters, read, rule, session, sessions } from '../export/builders';
import {
  AdoptionSubject, MirrorAdoption, MirrorEdition, MirrorExport, MirrorFilter, MirrorPolicy, MirrorProtocol, MirrorRule,
  MirrorSession, PortRange,
} from '../../src';
import {
  asHcl, bodiesByPath, FILTER, findings, INBOUND, manifest, messageOf, newApp, newStack, onlyBody, OUTBOUND, source, synth,
  target,
} from '../support/app';
import { played } from '../support/runs';

const fixture = (name: string): string => join(__dirname, '..', 'export', 'fixtures', name);
const account = (): MirrorExport =>
  MirrorExport.fromFiles({ filters: [fixture('mirror-filters.json')], sessions: [fixture('mirror-sessions.json')] });
const WEB = 'tmf-bp1web0000000000001';
const ALL = 'tmf-bp1all0000000000002';
const DUAL = 'tmf-bp1dual000000000003';

/** Runs printed code in a stack, with what it may name. */
function runCode(stack: TerraformStack, code: string): void {
  new Function('MirrorFilter', 'MirrorRule', 'MirrorProtocol', 'PortRange', code).call(
    stack, MirrorFilter, MirrorRule, MirrorProtocol, PortRange,
  );
}

describe('a filter', () => {
  const app = newApp();
  const stack = newStack(app);
  const adopted = MirrorAdoption.of(account()).filter(stack, 'Web', WEB);
  new MirrorSession(stack, 'Session', { filter: adopted, sources: [source('eni-a')], target: target(), priority: 1 });
  const written = synth(app).stack;

  test('is written as it is, without what the provider does not read back', () => {
    expect(onlyBody(written, FILTER)).toEqual({
      '//': { metadata: { path: 'stack/Web/Resource', uniqueId: expect.any(String) } },
      'traffic_mirror_filter_name': 'web',
      'traffic_mirror_filter_description': 'what the web servers do',
      'resource_group_id': 'rg-acfmxazb4ph6aiy',
      'tags': { team: 'soc' },
      'lifecycle': { create_before_destroy: true },
    });
  });

  test('has its rules with their priorities, one after another', () => {
    const inbound = bodiesByPath(written, INBOUND);
    const outbound = bodiesByPath(written, OUTBOUND);
    expect(Object.keys({ ...inbound, ...outbound })).toEqual(['stack/Web/inbound-2', 'stack/Web/inbound-4', 'stack/Web/outbound-1']);
    expect(inbound['stack/Web/inbound-2']).toMatchObject({
      priority: 2,
      action: 'accept',
      protocol: 'TCP',
      source_cidr_block: '192.168.0.0/16',
      destination_cidr_block: '10.0.0.0/8',
      source_port_range: '1/65535',
      destination_port_range: '80/443',
    });
    expect(inbound['stack/Web/inbound-4']).toMatchObject({
      priority: 4,
      action: 'drop',
      protocol: 'ICMP',
      source_port_range: '-1/-1',
      destination_port_range: '-1/-1',
    });
    expect(inbound['stack/Web/inbound-4'].depends_on).toEqual([`${INBOUND}.${inbound['stack/Web/inbound-2']['//'].metadata.uniqueId}`]);
    expect(outbound['stack/Web/outbound-1'].depends_on).toEqual([`${INBOUND}.${inbound['stack/Web/inbound-4']['//'].metadata.uniqueId}`]);
  });

  test('has an import block for itself and each rule', () => {
    const address = (type: string, path: string): string => `${type}.${bodiesByPath(written, type)[path]['//'].metadata.uniqueId}`;
    expect(written.import).toEqual([
      { to: address(FILTER, 'stack/Web/Resource'), id: WEB },
      { to: address(INBOUND, 'stack/Web/inbound-2'), id: `${WEB}:tmr-bp1web000000000000i2` },
      { to: address(INBOUND, 'stack/Web/inbound-4'), id: `${WEB}:tmr-bp1web000000000000i4` },
      { to: address(OUTBOUND, 'stack/Web/outbound-1'), id: `${WEB}:tmr-bp1web000000000000e1` },
    ]);
  });

  test('has no finding', () => {
    expect(findings(app)).toEqual([]);
  });

  test('takes further rules, which are not imported', () => {
    const other = newApp();
    const web = MirrorAdoption.of(account()).filter(newStack(other), 'Web', ALL);
    web.addInboundRule(MirrorRule.accept());
    const more = synth(other).stack;
    expect(Object.keys(bodiesByPath(more, INBOUND))).toEqual(['stack/Web/inbound-1', 'stack/Web/inbound-2']);
    expect(more.import).toHaveLength(2);
  });

  test('writes the same import blocks as HCL', () => {
    const hcl = asHcl(() => {
      const other = newApp();
      MirrorAdoption.of(account()).filter(newStack(other), 'All', ALL);
      other.synth();
      return other;
    });
    const text = readFileSync(join(hcl.outdir, 'stacks', 'stack', 'cdk.tf'), 'utf8');
    const id = /"alicloud_vpc_traffic_mirror_filter" "(\w+)"/.exec(text)![1];
    expect(text.replace(/\s+/g, ' ')).toContain(`import { to = ${FILTER}.${id} id = "${ALL}" }`);
    expect(text.match(/^import \{/gm)).toHaveLength(2);
  });

  test('an overridden logical id is the one that is imported to', () => {
    const other = newApp();
    const all = MirrorAdoption.of(account()).filter(newStack(other), 'All', ALL);
    (all.node.findChild('inbound-1') as TerraformResource).overrideLogicalId('everything');
    expect(synth(other).stack.import[1]).toMatchObject({ to: `${INBOUND}.everything` });
  });
});

describe('the code that takes an adopted filter\'s place', () => {
  /** What a filter writes, without the import blocks. */
  function resources(make: (stack: TerraformStack) => void): unknown {
    const app = newApp();
    make(newStack(app));
    return synth(app).stack.resource;
  }

  test('is short where the rule is', () => {
    expect(MirrorAdoption.of(account()).filterCode('All', ALL)).toBe([
      'new MirrorFilter(this, "All", {',
      '  resourceGroupId: "rg-acfmxazb4ph6aiy",',
      '  inbound: [',
      '    MirrorRule.accept({ priority: 1 }),',
      '  ],',
      '});',
    ].join('\n'));
  });

  test.each([['Web', WEB], ['All', ALL]])('writes the same resources: %s', (id, filterId) => {
    const code = MirrorAdoption.of(account()).filterCode(id, filterId);
    expect(resources((stack) => runCode(stack, code)))
      .toEqual(resources((stack) => { MirrorAdoption.of(account()).filter(stack, id, filterId); }));
  });

  test('fails for a filter that cannot be adopted', () => {
    expect(messageOf(() => MirrorAdoption.of(account()).filterCode('Dual', DUAL))).toContain('is for IPv6');
  });
});

describe('all filters', () => {
  test('that can be adopted are, under their ids; the rest is a warning', () => {
    const app = newApp();
    const stack = newStack(app);
    const adoption = MirrorAdoption.of(account());
    const web = adoption.filter(stack, 'Web', WEB);
    expect(adoption.filters(stack).map(({ node }) => node.path)).toEqual([`stack/${ALL}`]);
    expect(Object.keys(bodiesByPath(synth(app).stack, FILTER))).toEqual([`${web.node.path}/Resource`, `stack/${ALL}/Resource`]);
    const annotations: { message: string }[] = manifest(app).stacks.stack.annotations;
    const about = annotations.filter(({ message }) => message.includes(DUAL)).map(({ message }) => message);
    expect(about).toEqual([
      expect.stringMatching(
        /^filter tmf-bp1dual000000000003 \(dual-stack\) of .*mirror-filters.json, page 2, record 1 cannot be adopted: inbound rule 1 .* is for IPv6/,
      ),
      expect.stringMatching(/inbound rule 12 .* has a priority outside 1 to 10.*, and export again\. If there are more rules/),
    ]);
  });
});

describe('what cannot be adopted', () => {
  test('is said of the fixture: an endpoint as target, VNI 0, a name of one byte, IPv6, a priority above 10', () => {
    const adoption = MirrorAdoption.of(account());
    expect(adoption.adoptableFilters.map(({ filterId }) => filterId)).toEqual([ALL, WEB]);
    expect(adoption.adoptableSessions.map(({ sessionId }) => sessionId)).toEqual(['tms-bp1a000000000000001', 'tms-bp1b000000000000002']);
    expect(adoption.notAdoptable.map(({ subject, id, name, reason }) => [subject, id, name, reason])).toEqual([
      [
        AdoptionSubject.FILTER, DUAL, 'dual-stack',
        'inbound rule 1 (tmr-bp1dual00000000000i1) is for IPv6, for which the provider has no argument',
      ],
      [
        AdoptionSubject.FILTER, DUAL, 'dual-stack',
        'inbound rule 12 (tmr-bp1dual00000000000i12) has a priority outside 1 to 10, the only priorities that the provider accepts',
      ],
      [
        AdoptionSubject.SESSION, 'tms-bp1c000000000000003', 'endpoint',
        'its target ep-bp1gwlb01 is of the type "GatewayLoadBalancerEndpoint", and the provider supports only NetworkInterface and SLB',
      ],
      [AdoptionSubject.SESSION, 'tms-bp1d000000000000004', 'd', 'the name "d", as the provider counts: 1 byte long, outside 2 to 128'],
      [
        AdoptionSubject.SESSION, 'tms-bp1d000000000000004', 'd',
        'its VNI is 0, which the provider cannot write, since it takes 0 for a missing VNI',
      ],
    ]);
    expect(adoption.toText().split('\n')[0]).toBe('2 of 3 filters and 2 of 4 sessions can be adopted');
    expect(adoption.toText().split('\n')).toHaveLength(6);
  });

  const reasons = (more: Body, kind: 'filter' | 'session'): string[] => MirrorAdoption.of(kind === 'filter'
    ? read([filters([filter('a', more)])])
    : read(undefined, [sessions([session('a', 1, more)])])).notAdoptable.map(({ reason }) => reason);
  const inRule = (more: Body): Body => ({ EgressRules: [rule(3, { TrafficDirection: 'egress', ...more })] });

  test.each<[string, Body, string]>([
    ['a filter that is being changed', { TrafficMirrorFilterStatus: 'Modifying' }, 'the filter is Modifying'],
    ['a name of more bytes than characters', { TrafficMirrorFilterName: '流'.repeat(50) }, '150 bytes long, outside 1 to 128'],
    ['a description that is too long', { TrafficMirrorFilterDescription: '量'.repeat(90) }, '270 bytes long, outside 1 to 256'],
    ['a rule that is being made', inRule({ TrafficMirrorFilterRuleStatus: 'Creating' }), 'outbound rule 3 (tmr-3) is Creating'],
    ['an IPv6 CIDR', inRule({ SourceCidrBlock: '2001:db8::/32' }), 'the source "2001:db8::/32" of outbound rule 3'],
    ['a CIDR with host bits', inRule({ DestinationCidrBlock: '10.0.0.5/8' }), 'the destination "10.0.0.5/8" of outbound rule 3'],
    [
      'ports that are none',
      inRule({ SourcePortRange: '0/65535' }),
      'the source ports "0/65535" of outbound rule 3 (tmr-3): the port 0 does not exist',
    ],
    ['ALL with ports of another protocol', inRule({ Protocol: 'ALL' }), 'is for ALL and has the destination ports 443/443'],
    [
      'ALL without ports',
      inRule({ Protocol: 'ALL', SourcePortRange: '', DestinationPortRange: '-1/-1' }),
      'is for ALL and has no source ports',
    ],
    ['a priority of 0', inRule({ Priority: 0 }), 'outbound rule 0 (tmr-3) has a priority outside 1 to 10'],
  ])('a filter: %s', (_, more, reason) => {
    expect(reasons(more, 'filter')).toEqual([expect.stringContaining(reason)]);
  });

  test.each<[string, Body, string]>([
    ['that is being deleted', { TrafficMirrorSessionStatus: 'Deleting' }, 'the session is Deleting'],
    [
      'with a description of one byte',
      { TrafficMirrorSessionDescription: 'x' },
      'the description "x", as the provider counts: 1 byte long, outside 2 to 256',
    ],
    ['without a source', { TrafficMirrorSourceIds: [] }, 'it has no source'],
    ['with a target of an unknown type', { TrafficMirrorTargetType: 'NLB' }, 'of the type "NLB"'],
    ['with a target id of another form', { TrafficMirrorTargetId: 'gwlb-a' }, '"gwlb-a" does not have the form of an id of the type SLB'],
    ['with a load balancer as interface', { TrafficMirrorTargetType: 'NetworkInterface' }, '"lb-sensors" does not have the form'],
    ['with VNI 0', { VirtualNetworkId: 0 }, 'its VNI is 0'],
  ])('a session %s', (_, more, reason) => {
    expect(reasons(more, 'session')).toEqual([expect.stringContaining(reason)]);
  });

  test.each<[string, Body]>([
    ['a filter with a name of one byte', { TrafficMirrorFilterName: 'x' }],
    ['a filter without rules', { IngressRules: [] }],
    ['an ICMP rule with ports, which the provider does not compare', inRule({ Protocol: 'ICMP' })],
    ['an ICMP rule without ports', inRule({ Protocol: 'ICMP', SourcePortRange: undefined, DestinationPortRange: undefined })],
  ])('but %s can', (_, more) => {
    expect(reasons(more, 'filter')).toEqual([]);
  });

  test('but a session that is off, or locked, can', () => {
    expect(reasons({ Enabled: false, TrafficMirrorSessionBusinessStatus: 'FinancialLocked' }, 'session')).toEqual([]);
  });
});

describe('fails at the line where it is asked for', () => {
  const stack = newStack(newApp());
  const adoption = MirrorAdoption.of(account());
  adoption.filter(stack, 'Web', WEB);

  test.each<[string, string, string[]]>([
    ['a filter that cannot be adopted', DUAL, ['[stack/Again]', 'is for IPv6', 'priority outside 1 to 10', 'MirrorFilter.fromFilterId']],
    ['a filter that is not in the export', 'tmf-none', ['[stack/Again]', '"tmf-none"', 'export again']],
    ['a filter that was adopted', WEB, ['[stack/Again]', 'stack/Web already adopts it']],
  ])('%s', (_, id, words) => {
    const message = messageOf(() => adoption.filter(stack, 'Again', id));
    for (const word of words) expect(message).toContain(word);
  });
});

test('every filter that can be adopted is written word for word', () => {
  const ports = fc.oneof(
    fc.constant('-1/-1'),
    fc.tuple(fc.integer({ min: 1, max: 65_535 }), fc.integer({ min: 1, max: 65_535 })).map((ends) => ends.sort((a, b) => a - b).join('/')),
  );
  const cidr = fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 })).map(([address, length]) => {
    const network = length === 0 ? 0 : Math.floor(address / 2 ** (32 - length)) * 2 ** (32 - length);
    return `${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.')}/${length}`;
  });
  const body = fc.record({
    Action: fc.constantFrom('accept', 'drop'), Protocol: fc.constantFrom('ALL', 'ICMP', 'TCP', 'UDP'),
    SourceCidrBlock: cidr, DestinationCidrBlock: cidr, SourcePortRange: ports, DestinationPortRange: ports,
  }).map((r) => (['ALL', 'ICMP'].includes(r.Protocol) ? { ...r, SourcePortRange: '-1/-1', DestinationPortRange: '-1/-1' } : r));
  const direction = fc.dictionary(fc.integer({ min: 1, max: 10 }).map(String), body, { maxKeys: 10 });
  fc.assert(fc.property(direction, direction, (ingress, egress) => {
    const records = (rules: Record<string, Body>, prefix: string): Body[] =>
      Object.entries(rules).map(([priority, r]) =>
        rule(Number(priority), { ...r, TrafficDirection: prefix, TrafficMirrorFilterRuleId: `tmr-${prefix}${priority}` }),
      );
    const exported = read([filters([filter('a', { IngressRules: records(ingress, 'ingress'), EgressRules: records(egress, 'egress') })])]);
    const app = newApp();
    MirrorPolicy.of(app)
      .edition(MirrorEdition.EDITION_2026)
      .acknowledge('TM201', 'the filter has no rule in the account either')
      .acknowledge('TM202', 'as many as the account has');
    const stack = newStack(app);
    const adoption = MirrorAdoption.of(exported);
    expect(adoption.notAdoptable).toEqual([]);
    expect(adoption.filters(stack)).toHaveLength(1);
    const written = synth(app).stack;
    for (const [type, name, given] of [[INBOUND, 'inbound', ingress], [OUTBOUND, 'outbound', egress]] as const) {
      const expected = Object.entries(given).map(([priority, r]) => [`stack/tmf-a/${name}-${priority}`, {
        priority: Number(priority),
        action: r.Action,
        protocol: r.Protocol,
        source_cidr_block: r.SourceCidrBlock,
        destination_cidr_block: r.DestinationCidrBlock,
        source_port_range: r.SourcePortRange, destination_port_range: r.DestinationPortRange,
      }]);
      const found = Object.entries(bodiesByPath(written, type)).map(
        ([
          path,
          { priority, action, protocol, source_cidr_block, destination_cidr_block, source_port_range, destination_port_range },
        ]) => [
          path,
          { priority, action, protocol, source_cidr_block, destination_cidr_block, source_port_range, destination_port_range },
        ],
      );
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    }
    expect(written.import).toHaveLength(1 + Object.keys(ingress).length + Object.keys(egress).length);

    const other = newApp();
    MirrorPolicy.of(other).edition(MirrorEdition.EDITION_2026).acknowledge('TM201', 'the same').acknowledge('TM202', 'the same');
    runCode(newStack(other), adoption.filterCode('tmf-a', 'tmf-a'));
    expect(synth(other).stack.resource).toEqual(written.resource);
  }), played(30, 1));
});
