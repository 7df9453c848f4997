// Parts behind a target that exist, but that the service does not put together: they prove nothing.
import { add, Fixture } from './fixtures';
import { reasonsOf } from './reasons';
import { ownNetwork } from './right-apps';
import { phrase } from '../../src/texts/phrase';

const part = (f: Fixture, type: string, name: string) => f.terraform.resource[type][name];
const id = (address: string) => `\${${address}.id}`;

/** A second VPC with a running instance. */
function otherVpc(f: Fixture): void {
  add(f, 'alicloud_vpc', { other: { cidr_block: '172.16.0.0/12' } });
  add(f, 'alicloud_vswitch', { other: { vpc_id: id('alicloud_vpc.other'), cidr_block: '172.16.1.0/24' } });
  add(f, 'alicloud_instance', { other: { vswitch_id: id('alicloud_vswitch.other'), status: 'Running' } });
}

function found(change: (f: Fixture) => void): { undecided: unknown[]; passed: number } {
  const { findings, passed } = reasonsOf((f) => { ownNetwork(f); otherVpc(f); change(f); }, /^TM40|^TM420/);
  return { undecided: findings.map(([reason, { why }]: any) => [reason, why]), passed: passed.TM403 };
}
const VERIFIED = { undecided: [], passed: 1 };
const open = (reason: string, why: unknown) => ({ undecided: [[`undecided ${reason}`, why]], passed: 0 });
const acl = (vpc: string) => phrase('aclOfOther', { acl: 'net/alicloud_network_acl.acl', vpc: 'net/alicloud_vpc.v', aclVpc: vpc });
const perhapsBound = (path: string) => phrase('aclPerhaps', { path, vswitch: 'net/alicloud_vswitch.sensor' });
const instanceOf = (f: Fixture, instance: string) => {
  part(f, 'alicloud_ecs_network_interface_attachment', 'second').instance_id = instance;
};
const secondListener = (f: Fixture, more: object) => {
  const servers = { servers2: { load_balancer_id: id('alicloud_slb_load_balancer.sensors') } };
  add(f, 'alicloud_slb_server_group', servers);
  const own = part(f, 'alicloud_slb_listener', 'vxlan');
  add(f, 'alicloud_slb_listener', { again: { ...own, server_group_id: id('alicloud_slb_server_group.servers2'), ...more } });
};

test.each<[name: string, change: (f: Fixture) => void, expected: object]>([
  ['what belongs together', () => {}, VERIFIED],
  ['an ACL of the VPC', (f) => { part(f, 'alicloud_network_acl', 'acl').vpc_id = id('alicloud_vpc.v'); }, VERIFIED],
  ['an ACL of another VPC', (f) => { part(f, 'alicloud_network_acl', 'acl').vpc_id = id('alicloud_vpc.other'); },
    open('TM404 aclNotKnown', acl('net/alicloud_vpc.other'))],
  ['an ACL of a VPC by its id', (f) => { part(f, 'alicloud_network_acl', 'acl').vpc_id = 'vpc-bp1v'; },
    open('TM404 aclNotKnown', acl('vpc-bp1v'))],
  ['an ACL for another type of resource', (f) => { part(f, 'alicloud_vpc_network_acl_attachment', 'acl').resource_type = 'VPC'; },
    open('TM404 aclNotKnown', perhapsBound('net/alicloud_vpc_network_acl_attachment.acl'))],
  ['an interface attached to an instance of another VPC', (f) => instanceOf(f, id('alicloud_instance.other')),
    open('TM420 useNotKnown', phrase('attachedAcross', {
      path: 'net/alicloud_ecs_network_interface_attachment.second', instance: 'net/alicloud_instance.other',
      vpc: 'net/alicloud_vpc.v', instanceVpc: 'net/alicloud_vpc.other',
    }))],
  ['an interface attached to an instance by its id', (f) => instanceOf(f, 'i-bp1other'), VERIFIED],
  ['a second listener for mirrored packets', (f) => secondListener(f, {}),
    open('TM406 writtenOnlyAtApply', phrase('listenerTwice', { path: 'net/alicloud_slb_listener.again', port: 4789 }))],
  ['a second listener that may exist', (f) => secondListener(f, { count: '${var.n}' }),
    open('TM406 writtenOnlyAtApply', phrase('listenerTwice', { path: 'net/alicloud_slb_listener.again', port: 4789 }))],
  ['a listener for other packets', (f) => secondListener(f, { frontend_port: 4790 }), VERIFIED],
  ['a server group of a load balancer by its id', (f) => {
    part(f, 'alicloud_slb_server_group', 'sensors').load_balancer_id = 'lb-bp1own';
  }, open('TM407 serversNotKnown', phrase('groupOfPerhaps', { group: 'net/alicloud_slb_server_group.sensors', owner: 'lb-bp1own' }))],
  ['a group of the source in a VPC by its id', (f) => { part(f, 'alicloud_security_group', 'web').vpc_id = 'vpc-bp1v'; },
    open('TM403 rulesNotKnown', phrase('groupVpcNotKnown', {
      group: 'net/alicloud_security_group.web', vpc: 'net/alicloud_vpc.v', groupVpc: 'vpc-bp1v',
    }))],
  ['a second group of the source in a VPC by its id', (f) => {
    add(f, 'alicloud_security_group', { extra: { vpc_id: 'vpc-bp1v' } });
    part(f, 'alicloud_instance', 'web').security_groups.push(id('alicloud_security_group.extra'));
  }, open('TM403 rulesNotKnown', phrase('groupVpcNotKnown', {
    group: 'net/alicloud_security_group.extra', vpc: 'net/alicloud_vpc.v', groupVpc: 'vpc-bp1v',
  }))],
  ['a TCP listener', (f) => secondListener(f, { protocol: 'tcp' }), VERIFIED],
])('%s', (_, change, expected) => {
  expect(found(change)).toEqual(expected);
});

describe('a group of a source in another VPC', () => {
  const refused = (change: (f: Fixture) => void) => {
    const { findings, passed } = reasonsOf(change, /^TM40|^TM420/);
    return [...findings, passed.TM403];
  };
  test('of a source of the app, which the service rejects', () => {
    expect(refused((f) => {
      ownNetwork(f);
      otherVpc(f);
      part(f, 'alicloud_security_group', 'web').vpc_id = id('alicloud_vpc.other');
    })).toEqual([['error TM403 groupInOtherVpc', {
      target: 'net/alicloud_slb_load_balancer.sensors', receiver: 'net/alicloud_instance.web', group: 'net/alicloud_security_group.web',
      vpc: 'net/alicloud_vpc.v', groupVpc: 'net/alicloud_vpc.other',
    }], 0]);
  });
  test('of a source by its id, which exists as it is', () => {
    expect(refused((f) => {
      f.network[0].securityGroups.set('sg-bp1web', { vpcId: 'vpc-bp1other', innerAccess: false, rules: [] });
    })).toEqual([['undecided TM403 rulesNotKnown', expect.objectContaining({
      why: phrase('groupVpcNotKnown', { group: 'sg-bp1web', vpc: 'vpc-bp1prod', groupVpc: 'vpc-bp1other' }),
    })], 0]);
  });
});
