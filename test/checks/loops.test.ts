// TM409: whether the filter of a mirrored sensor copies the VXLAN packets that it receives, rule by rule.
import { add, addCollector, Fixture, INBOUND, right, rule, SESSION, stated } from './fixtures';
import { reasonsIn, reasonsOf } from './reasons';

const EGRESS = 'alicloud_vpc_traffic_mirror_filter_egress_rule';
const VXLAN = { protocol: 'UDP', destination_port_range: '4789/4789' };
const ALL = { protocol: 'ALL', destination_port_range: '-1/-1' };

/** The sensor behind the load balancer is the source, and the filter has these inbound rules. */
const mirrored = (f: Fixture, rules: readonly object[]) => {
  f.terraform.resource[INBOUND] = Object.fromEntries(rules.map((more, i) => [`inbound-${i}`, rule(i + 1, more)]));
  f.terraform.resource[SESSION].web.traffic_mirror_source_ids = ['eni-bp1sensor'];
  f.statements.sessions[`${SESSION}.web`].sources = {
    'eni-bp1sensor': stated({ primaryIp: '10.10.9.5', vswitchId: 'vsw-bp1sensor', securityGroupIds: ['sg-bp1sensor'] }),
  };
};
const tm409 = (change: (f: Fixture) => void) => reasonsOf(change, /^TM409/).findings;
const COMMON = {
  source: 'eni-bp1sensor', target: 'lb-bp1sensors', sessions: ['net/alicloud_vpc_traffic_mirror_session.web'], port: 4789,
};
const LOOP = [['error TM409 loop', COMMON]];
const OPEN = [['undecided TM409 filterNotKnown', COMMON]];

test.each<[name: string, rules: object[], found: unknown]>([
  ['every packet', [ALL], LOOP],
  ['UDP 4789', [VXLAN], LOOP],
  ['ranges that end and begin with 4789', [{ ...VXLAN, destination_port_range: '1/4789' }], LOOP],
  ['a range that begins with 4789', [{ ...VXLAN, destination_port_range: '4789/65535' }], LOOP],
  ['ports below', [{ ...VXLAN, destination_port_range: '1/4788' }], []],
  ['ports above', [{ ...VXLAN, destination_port_range: '4790/65535' }], []],
  ['every UDP port', [{ ...VXLAN, destination_port_range: '-1/-1' }], LOOP],
  ['TCP 4789', [{ ...VXLAN, protocol: 'TCP' }], []],
  ['ICMP', [{ ...ALL, protocol: 'ICMP' }], []],
  ['UDP 4789 of one network', [{ ...VXLAN, source_cidr_block: '10.10.0.0/16' }], LOOP],
  ['a protocol that is known only at apply', [{ ...VXLAN, protocol: '${var.protocol}' }], OPEN],
  ['ports that are known only at apply', [{ ...VXLAN, destination_port_range: '${var.ports}' }], OPEN],
  ['an action that is known only at apply', [{ ...VXLAN, action: '${var.action}' }], OPEN],
  ['an action that is known only at apply, of TCP', [{ ...VXLAN, protocol: 'TCP', action: '${var.action}' }], []],
  ['a drop of UDP 4789 before everything', [{ ...VXLAN, action: 'drop' }, ALL], []],
  ['a drop of everything before everything', [{ ...ALL, action: 'drop' }, ALL], []],
  ['a drop of another port before everything', [{ ...VXLAN, destination_port_range: '53/53', action: 'drop' }, ALL], LOOP],
  ['a drop of one source network before everything', [{ ...VXLAN, source_cidr_block: '10.9.0.0/16', action: 'drop' }, ALL], LOOP],
  ['a drop of one destination before everything', [{ ...VXLAN, destination_cidr_block: '10.9.0.0/16', action: 'drop' }, ALL], LOOP],
  ['a drop without CIDRs before everything', [
    { ...VXLAN, source_cidr_block: undefined, destination_cidr_block: undefined, action: 'drop' }, ALL,
  ], []],
  ['a drop of one source port before everything', [{ ...VXLAN, source_port_range: '5000/5000', action: 'drop' }, ALL], LOOP],
  ['a drop of every source port, written so, before everything', [{ ...VXLAN, source_port_range: '1/65535', action: 'drop' }, ALL], []],
  ['a drop without source ports before everything', [{ ...VXLAN, source_port_range: undefined, action: 'drop' }, ALL], []],
  ['a drop of everything, whose source ports mean nothing', [{ ...ALL, source_port_range: '1/1', action: 'drop' }, ALL], []],
  ['a drop with a later priority', [{ ...VXLAN, action: 'drop', priority: 5 }, { ...ALL, priority: 3 }], LOOP],
  ['an accept with a later priority', [{ ...ALL, priority: 5 }, { ...VXLAN, action: 'drop', priority: 3 }], []],
  ['a priority that is known only at apply, beside a known one', [{}, { ...ALL, priority: '${var.priority}' }], OPEN],
])('a filter that accepts %s', (_, rules, found) => {
  expect(tm409((f) => mirrored(f, rules))).toEqual(found);
});

test('outbound rules copy nothing that the sensor receives', () => {
  expect(tm409((f) => { mirrored(f, []); add(f, EGRESS, { out: rule(1, ALL) }); })).toEqual([]);
});

test.each([[INBOUND, OPEN], [EGRESS, []]])('a rule of an unknown filter: %s', (type, found) => {
  expect(tm409((f) => { mirrored(f, [{}]); add(f, type, { stray: rule(5, { ...ALL, traffic_mirror_filter_id: '${var.filter}' }) }); }))
    .toEqual(found);
});

test.each<[name: string, more: object]>([
  ['a filter by its id', { traffic_mirror_filter_id: 'tmf-bp1' }],
  ['a filter that is known only at apply', { traffic_mirror_filter_id: '${var.filter}' }],
  ['no filter', { traffic_mirror_filter_id: undefined }],
])('%s leaves it open', (_, more) => {
  expect(tm409((f) => { mirrored(f, [{}]); Object.assign(f.terraform.resource[SESSION].web, more); })).toEqual(OPEN);
});

describe('a sensor that another stack mirrors', () => {
  /** Another interface of the sensor's instance. */
  const OTHER = 'eni-bp1reports';
  const found = (account: object, eni: string, rules: object[] = [ALL]) => reasonsIn([right(), right()], ([collecting, mirroring]) => {
    addCollector(collecting);
    for (const f of [collecting, mirroring]) f.terraform.provider.alicloud[0].assume_role = { role_arn: 'acs:ram::1:role/x' };
    delete mirroring.terraform.provider.alicloud[0].assume_role;
    Object.assign(mirroring.terraform.provider.alicloud[0], account);
    mirrored(mirroring, rules);
    Object.assign(mirroring.terraform.resource[SESSION].web, {
      priority: 101, virtual_network_id: 1001, traffic_mirror_target_id: 'lb-bp1other', traffic_mirror_source_ids: [eni],
    });
    mirroring.statements.sessions[`${SESSION}.web`].sources = {
      [eni]: stated({ primaryIp: '10.10.9.5', ...eni === OTHER && { instanceId: 'i-bp1sensor' } }),
    };
    const { interfaces } = collecting.network[0];
    interfaces.set('eni-bp1sensor', { ...interfaces.get('eni-bp1sensor')!, instanceId: 'i-bp1sensor' });
  }, /^TM(110|409)/);
  const of = (...given: Parameters<typeof found>) => {
    const { findings, passed } = found(...given);
    return [findings.map(([text]) => text), passed.TM409 ?? 0];
  };

  test.each([['the sensor itself', 'eni-bp1sensor', 'copiedAgain'], ['another interface of its instance', OTHER, 'reportCopied']])(
    '%s: found in one account, no fault in two, undecided if the account is unknown', (_, eni, reason) => {
      expect(of({ account_id: '1' }, eni)[0]).toEqual([`warning TM409 ${reason}`]);
      expect(of({ account_id: '2' }, eni)).toEqual([[], 1]);
      expect(of({}, eni)).toEqual([['undecided TM110 notKnown'], 0]);
    });

  test('with a filter that copies none of its VXLAN packets', () => {
    expect(of({}, 'eni-bp1sensor', [{ ...VXLAN, protocol: 'TCP' }])).toEqual([[], 1]);
  });
});
