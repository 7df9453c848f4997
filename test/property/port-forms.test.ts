import * as fc from 'fast-check';
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import { entryRangeProblem, rangeProblem } from '../../src/model/network/packet-rule';
import { addCollector, documents, mirroredRule, right } from '../checks/fixtures';
import { played } from '../support/runs';
import '../support/recorded-inputs';

const number = fc.oneof(fc.constantFrom(-1, 0, 1, 80, 4788, 4789, 4790, 65_534, 65_535, 65_536, 99_999), fc.nat({ max: 70_000 }));
/** Ports as an app may write them, by most accidents of form. */
const range: fc.Arbitrary<string | number> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(number, number).map(([a, b]) => `${a}/${b}`) },
  {
    weight: 2,
    arbitrary: fc.tuple(number, number, fc.constantFrom('-', ':', ',', ' / ', '//', '..')).map(([a, b, by]) => `${a}${by}${b}`),
  },
  { weight: 2, arbitrary: number.map((n) => `${n}/${n}`) },
  { weight: 1, arbitrary: number },
  { weight: 1, arbitrary: number.map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' 4789/4789', '4789/4789 ', '4789/', '/4789', 'vxlan', '04789/04789', '+1/2', '1e3/2e3', '-1', '*'),
  },
);
const protocol = fc.constantFrom('udp', 'udp', 'tcp', 'all', 'icmp', 'gre');

/** The ports that a documented form means, one by one. Undefined if the form is not documented. */
function documented(name: string, text: string): ((port: number) => boolean) | undefined {
  if (name !== 'udp' && name !== 'tcp') return text === '-1/-1' ? () => true : undefined;
  const ports = text.split('/');
  const plain = ports.every((p) => p !== '' && String(Number(p)) === p && Number(p) >= 1 && Number(p) <= 65_535);
  if (ports.length !== 2 || !plain || Number(ports[0]) > Number(ports[1])) return undefined;
  return (port) => Number(ports[0]) <= port && port <= Number(ports[1]);
}

test('a form that is not documented is a problem, and the value to write is none', () => {
  fc.assert(fc.property(protocol, range, (name, written) => {
    for (const problem of [rangeProblem, entryRangeProblem]) {
      const found = problem(name, written);
      expect(found === undefined).toBe(documented(name, String(written)) !== undefined);
      if (found) expect([found.write, problem(name, found.write)]).toEqual([found.write, undefined]);
    }
  }), played(2_000, 31));
});

const received = (name: string, written: string | number, where: 'group' | 'acl') => {
  const f = right();
  addCollector(f);
  const { resource } = f.terraform;
  if (where === 'group') {
    resource.alicloud_security_group_rule.mirrored = mirroredRule({ ip_protocol: name, port_range: written });
    f.network[0].securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: true, rules: [] });
  } else {
    const entries = [{ policy: 'accept', protocol: name, port: written, source_cidr_ip: '0.0.0.0/0' }];
    resource.alicloud_network_acl = { sensor: { vpc_id: 'vpc-bp1prod', ingress_acl_entries: entries } };
    resource.alicloud_vpc_network_acl_attachment = {
      sensor: { network_acl_id: '${alicloud_network_acl.sensor.id}', resource_id: 'vsw-bp1sensor', resource_type: 'VSwitch' },
    };
  }
  const { findings, passed } = runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2023);
  const [arrives, form] = where === 'group' ? ['TM403', 'TM416'] : ['TM404', 'TM417'];
  return { verified: passed[arrives] === 1, reported: findings.some((x) => x.id === form && x.severity === 'error') };
};

test.each(['group', 'acl'] as const)('a rule of a %s verifies a source only by a documented form that contains UDP 4789', (where) => {
  fc.assert(fc.property(fc.constantFrom('udp', 'all', 'tcp'), range, (name, written) => {
    const ports = documented(name, String(written));
    const { verified, reported } = received(name, written, where);
    expect(verified).toBe(name !== 'tcp' && ports?.(4789) === true);
    // Group rules for other protocols are none of our business.
    if (where === 'acl' || name !== 'tcp') expect(reported).toBe(ports === undefined);
  }), played(120, 32));
});
