// The parts behind a target: whether they belong together, are in use, and what the app may still change of what the API returned.
import { add, addCollector, documents, Fixture, mirroredRule, right, SESSION, stated } from './fixtures';
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { findingOf } from '../../src/checks/found';
import { MirrorModel } from '../../src/model/mirror-model';
import '../support/recorded-inputs';

const session = (f: Fixture) => f.terraform.resource[SESSION].web;
const part = (f: Fixture, type: string) => Object.values<any>(f.terraform.resource[type])[0];

function checked(change: (f: Fixture) => void): { lines: string[]; passed: Record<string, number> } {
  const f = right();
  change(f);
  const { findings, passed } = runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2023);
  return {
    lines: findings
      .filter(({ id }) => /^TM4|TM107/.test(id))
      .map((x) => findingOf(x))
      .map((x) => `${x.severity} ${x.id} ${x.problem}`),
    passed,
  };
}

/** The target is an interface of the app. */
function ownInterface(f: Fixture): void {
  add(f, 'alicloud_ecs_network_interface', {
    sensor: { vswitch_id: 'vsw-bp1sensor', security_group_ids: ['sg-bp1sensor'], primary_ip_address: '10.10.9.5' },
  });
  Object.assign(session(f), {
    traffic_mirror_target_id: '${alicloud_ecs_network_interface.sensor.id}',
    traffic_mirror_target_type: 'NetworkInterface',
  });
}

/** The target is an interface by its id, of which the API response says that no instance has it. */
function available(f: Fixture): void {
  f.network[0].interfaces.set('eni-bp1sensor', {
    ...f.network[0].interfaces.get('eni-bp1sensor')!,
    instanceId: undefined,
    status: 'Available',
  });
  f.network[0].primaryOf.delete('i-bp1sensor');
  Object.assign(session(f), { traffic_mirror_target_id: 'eni-bp1sensor', traffic_mirror_target_type: 'NetworkInterface' });
}

/** The target is the interface of an instance of the app. */
function ownInstance(f: Fixture, more: object = {}): void {
  add(f, 'alicloud_instance', {
    sensor: { vswitch_id: 'vsw-bp1sensor', security_groups: ['sg-bp1sensor'], private_ip: '10.10.9.5', ...more },
  });
  Object.assign(session(f), {
    traffic_mirror_target_id: '${alicloud_instance.sensor.network_interface_id}',
    traffic_mirror_target_type: 'NetworkInterface',
  });
}

const attachment = (more: object = {}) => ({
  sensor: { network_interface_id: '${alicloud_ecs_network_interface.sensor.id}', instance_id: 'i-bp1sensor', ...more },
});
const ATTACHMENT = 'alicloud_ecs_network_interface_attachment';
/** An ACL that drops everything is bound to a vSwitch, perhaps. */
function perhapsBound(f: Fixture, vswitch: string): void {
  const drop = { policy: 'drop', protocol: 'all', port: '-1/-1', source_cidr_ip: '0.0.0.0/0' };
  add(f, 'alicloud_network_acl', { acl: { vpc_id: 'vpc-bp1prod', ingress_acl_entries: [drop] } });
  add(f, 'alicloud_vpc_network_acl_attachment', {
    a: { count: '${var.n}', network_acl_id: '${alicloud_network_acl.acl.id}', resource_id: vswitch, resource_type: 'VSwitch' },
  });
}

/** The vSwitch has an ACL from outside of the app that drops everything of one version before it accepts UDP 4789. */
function aclById(f: Fixture, ipVersion: string | undefined): void {
  f.network[0].vswitches.set('vsw-bp1sensor', { vpcId: 'vpc-bp1prod', networkAclId: 'nacl-bp1old' });
  if (ipVersion === undefined) return;
  f.network[0].networkAcls.set('nacl-bp1old', {
    vswitchIds: ['vsw-bp1sensor'],
    entries: [
      { name: 'nae-1', ipVersion, policy: 'drop', protocol: 'all', port: '-1/-1', sourceCidr: ipVersion === 'IPv4' ? '0.0.0.0/0' : '::/0' },
      { name: 'nae-2', ipVersion: 'IPv4', policy: 'accept', protocol: 'udp', port: '4789/4789', sourceCidr: '10.10.0.0/16' },
    ],
  });
}

/** The load balancer of the app has other listeners, before its right one or instead of it. */
function otherListeners(f: Fixture, others: Partial<Record<'tcp' | 'udp', object>>, instead = false): void {
  addCollector(f);
  const vxlan = part(f, 'alicloud_slb_listener');
  const own = f.terraform.resource.alicloud_slb_listener;
  f.terraform.resource.alicloud_slb_listener = {};
  const port = { tcp: 4789, udp: 53 };
  for (const protocol of ['tcp', 'udp'] as const) {
    if (!others[protocol]) continue;
    add(f, 'alicloud_slb_listener', { [`other_${protocol}`]: { ...vxlan, protocol, frontend_port: port[protocol], ...others[protocol] } });
  }
  if (!instead) add(f, 'alicloud_slb_listener', own);
}

/** The only server of the load balancer by its id is an interface in a VPC of the app. */
function inOwnVpc(f: Fixture): void {
  add(f, 'alicloud_vpc', { prod: { cidr_block: '10.10.0.0/16' } });
  add(f, 'alicloud_vswitch', { sensor: { vpc_id: '${alicloud_vpc.prod.id}', cidr_block: '10.10.9.0/24' } });
  ownInterface(f);
  part(f, 'alicloud_ecs_network_interface').vswitch_id = '${alicloud_vswitch.sensor.id}';
  add(f, ATTACHMENT, attachment());
  Object.assign(session(f), { traffic_mirror_target_id: 'lb-bp1sensors', traffic_mirror_target_type: 'SLB' });
  f.network[0].serverGroups.set('rsp-bp1sensors', { loadBalancerId: 'lb-bp1sensors', servers: [] });
  add(f, 'alicloud_slb_server_group_server_attachment', {
    sensor: {
      server_group_id: 'rsp-bp1sensors', server_id: '${alicloud_ecs_network_interface.sensor.id}', port: 4789, weight: 100, type: 'eni',
    },
  });
}

const toModule = (f: Fixture, thing: string) => { f.terraform.module = { sensors: { source: './sensors', thing } }; };
/** A session waits for the attachment of its target (TM309), which is another check. */
const RESULT = {
  verified: { lines: [], passed: 1 },
  refused: (id: string, words: string) => ({ lines: [expect.stringMatching(new RegExp(`^error ${id} .*${words}`))], passed: 0 }),
  open: (id: string, words: string) => ({ lines: [expect.stringMatching(new RegExp(`^undecided ${id} .*${words}`))], passed: 0 }),
};

test.each<[name: string, change: (f: Fixture) => void, expected: { lines: unknown[]; passed: number }]>([
  ['an active load balancer of the app', addCollector, RESULT.verified],
  [
    'an inactive load balancer of the app',
    (f) => {
      addCollector(f);
      part(f, 'alicloud_slb_load_balancer').status = 'inactive';
    },
    RESULT.refused('TM406', 'inactive'),
  ],
  [
    'a load balancer whose status is known only at apply',
    (f) => {
      addCollector(f);
      part(f, 'alicloud_slb_load_balancer').status = '${var.status}';
    },
    RESULT.open('TM406', 'status of net/alicloud_slb_load_balancer.sensors is \\$\\{var.status\\}'),
  ],
  [
    'a listener whose access control is known only at apply',
    (f) => {
      addCollector(f);
      part(f, 'alicloud_slb_listener').acl_status = '${var.acl}';
    },
    RESULT.open('TM406', 'acl_status of net/alicloud_slb_listener.vxlan'),
  ],
  [
    'an inactive load balancer by its id',
    (f) => {
      f.network[0].loadBalancers.set('lb-bp1sensors', { ...f.network[0].loadBalancers.get('lb-bp1sensors')!, status: 'locked' });
    },
    RESULT.refused('TM406', 'locked'),
  ],
  ['the group of another load balancer of the app', (f) => {
    addCollector(f);
    add(f, 'alicloud_slb_load_balancer', { other: { address_type: 'intranet', vswitch_id: 'vsw-bp1sensor' } });
    part(f, 'alicloud_slb_server_group').load_balancer_id = '${alicloud_slb_load_balancer.other.id}';
  }, RESULT.refused('TM407', 'alicloud_slb_load_balancer.other')],
  ['the group of another load balancer by its id', (f) => {
    f.network[0].serverGroups.set('rsp-bp1sensors', { ...f.network[0].serverGroups.get('rsp-bp1sensors')!, loadBalancerId: 'lb-bp1other' });
  }, RESULT.refused('TM407', 'lb-bp1other')],
  ['a server in another VPC', (f) => {
    addCollector(f);
    f.network[0].vswitches.set('vsw-bp1far', { vpcId: 'vpc-bp1far', networkAclId: '' });
    f.network[0].interfaces.set('eni-bp1sensor', {
      ...f.network[0].interfaces.get('eni-bp1sensor')!,
      vswitchId: 'vsw-bp1far',
      vpcId: 'vpc-bp1far',
    });
  }, RESULT.refused('TM407', 'another VPC')],
  ['an interface of the app that is attached', (f) => { ownInterface(f); add(f, ATTACHMENT, attachment()); }, RESULT.verified],
  ['an interface of the app that is attached to nothing', ownInterface, RESULT.refused('TM420', 'no instance')],
  [
    'an interface that may be attached',
    (f) => {
      ownInterface(f);
      add(f, ATTACHMENT, attachment({ count: '${var.on ? 1 : 0}' }));
    },
    RESULT.open('TM420', 'known only at apply'),
  ],
  [
    'an attachment of an unknown interface',
    (f) => {
      ownInterface(f);
      add(f, ATTACHMENT, attachment({ network_interface_id: '${var.eni}' }));
    },
    RESULT.open('TM420', ATTACHMENT),
  ],
  [
    'an interface that a module gets',
    (f) => {
      ownInterface(f);
      toModule(f, '${alicloud_ecs_network_interface.sensor.id}');
    },
    RESULT.open('TM420', 'module sensors'),
  ],
  ['an interface in network_interfaces of an instance', (f) => {
    ownInterface(f);
    add(f, 'alicloud_instance', {
      host: { vswitch_id: 'vsw-bp1sensor', network_interfaces: { network_interface_id: '${alicloud_ecs_network_interface.sensor.id}' } },
    });
  }, RESULT.verified],
  ['network_interfaces that are known only at apply', (f) => {
    ownInterface(f);
    add(f, 'alicloud_instance', {
      host: {
        vswitch_id: 'vsw-bp1sensor',
        dynamic: { network_interfaces: { for_each: '${var.enis}', content: { network_interface_id: '${network_interfaces.value}' } } },
      },
    });
  }, RESULT.open('TM420', 'alicloud_instance.host')],
  ['an interface by its id that no instance has', available, RESULT.refused('TM420', 'no instance')],
  [
    'an interface by its id that the app attaches',
    (f) => {
      available(f);
      add(f, ATTACHMENT, attachment({ network_interface_id: 'eni-bp1sensor' }));
    },
    RESULT.verified,
  ],
  [
    'an interface by its id, and an attachment of an unknown interface',
    (f) => {
      available(f);
      add(f, ATTACHMENT, attachment({ network_interface_id: '${var.eni}' }));
    },
    RESULT.open('TM420', ATTACHMENT),
  ],
  [
    'an interface by its id that a module gets',
    (f) => {
      available(f);
      toModule(f, 'eni-bp1sensor');
    },
    RESULT.open('TM420', 'module sensors'),
  ],
  ['an instance of the app', ownInstance, RESULT.verified],
  ['a stopped instance of the app', (f) => ownInstance(f, { status: 'Stopped' }), RESULT.refused('TM420', 'is stopped')],
  ['an instance whose status is a variable', (f) => ownInstance(f, { status: '${var.status}' }), RESULT.open('TM420', 'status')],
  [
    'a stopped instance by its id',
    (f) => {
      f.network[0].instances.set('i-bp1sensor', 'Stopped');
    },
    RESULT.refused('TM420', 'i-bp1sensor is stopped'),
  ],
  ['a binding of an ACL to an unknown vSwitch', (f) => {
    add(f, 'alicloud_network_acl', {
      acl: {
        vpc_id: 'vpc-bp1prod',
        ingress_acl_entries: [{ policy: 'drop', protocol: 'all', port: '-1/-1', source_cidr_ip: '0.0.0.0/0' }],
      },
    });
    add(f, 'alicloud_vpc_network_acl_attachment', {
      a: { network_acl_id: '${alicloud_network_acl.acl.id}', resource_id: '${var.vswitch}', resource_type: 'VSwitch' },
    });
  }, RESULT.open('TM404', 'alicloud_vpc_network_acl_attachment.a')],
  ['a listener for TCP 4789 and one for UDP 53 beside that for UDP 4789', (f) => otherListeners(f, { tcp: {}, udp: {} }), RESULT.verified],
  ['only a listener for TCP 4789', (f) => otherListeners(f, { tcp: {} }, true), RESULT.refused('TM406', 'tcp')],
  ['only a listener for UDP 53', (f) => otherListeners(f, { udp: {} }, true), RESULT.refused('TM406', '53')],
  ['a listener whose port is a variable', (f) => {
    otherListeners(f, { udp: { frontend_port: '${var.port}' } }, true);
  }, RESULT.open('TM406', 'other_udp')],
  ['a server whose weight is a variable', (f) => {
    addCollector(f);
    part(f, 'alicloud_slb_server_group_server_attachment').weight = '${var.weight}';
  }, RESULT.open('TM407', 'weight')],
  ['an ACL by its id, of which no API response has the entries', (f) => aclById(f, undefined), RESULT.open('TM404', 'nacl-bp1old')],
  ['an ACL by its id that drops, but only IPv6', (f) => aclById(f, 'ipv6'), RESULT.verified],
  ['an ACL by its id that drops', (f) => aclById(f, 'IPv4'), RESULT.refused('TM404', 'nacl-bp1old drops it')],
  ['an ACL of the app that a module gets', (f) => {
    const resources = [{ resource_id: 'vsw-bp1sensor', resource_type: 'VSwitch' }];
    add(f, 'alicloud_network_acl', { acl: { vpc_id: 'vpc-bp1prod', resources } });
    toModule(f, '${alicloud_network_acl.acl.id}');
  }, RESULT.open('TM404', 'sensors')],
  ['an ACL whose vSwitches are known only at apply', (f) => {
    add(f, 'alicloud_network_acl', { acl: { vpc_id: 'vpc-bp1prod', resources: '${var.vswitches}' } });
  }, RESULT.open('TM404', 'alicloud_network_acl.acl')],
  // Whether it exists depends on a variable.
  ['a binding of an ACL to the vSwitch that may not exist', (f) => perhapsBound(f, 'vsw-bp1sensor'), RESULT.open('TM404', 'attachment.a')],
  ['a binding of an ACL to another vSwitch that may not exist', (f) => perhapsBound(f, 'vsw-bp1web'), RESULT.verified],
  ['a group of a load balancer by its id, which may be that of the app', (f) => {
    addCollector(f);
    part(f, 'alicloud_slb_listener').server_group_id = 'rsp-bp1sensors';
  }, RESULT.open('TM407', 'whether rsp-bp1sensors .*is a server group of it is not known')],
  [
    'a server in a VPC of the app, which may be that of the load balancer',
    inOwnVpc,
    RESULT.open('TM420', 'is in VPC net/alicloud_vpc.prod, and i-bp1sensor in VPC vpc-bp1prod'),
  ],
  ['the same, and the VPC is imported by that id', (f) => {
    inOwnVpc(f);
    f.terraform.import = [{ to: 'alicloud_vpc.prod', id: 'vpc-bp1prod' }];
  }, RESULT.verified],
  ['the same, and another VPC is imported by that id', (f) => {
    inOwnVpc(f);
    add(f, 'alicloud_vpc', { other: { cidr_block: '10.10.0.0/16' } });
    f.terraform.import = [{ to: 'alicloud_vpc.other', id: 'vpc-bp1prod' }];
  }, RESULT.refused('TM407', 'another VPC')],
  ['the same, and its vSwitch is imported, of which the API response has the VPC', (f) => {
    inOwnVpc(f);
    f.network[0].vswitches.set('vsw-bp1made', { vpcId: 'vpc-bp1prod', networkAclId: '' });
    f.terraform.import = { to: '${alicloud_vswitch.sensor}', id: 'vsw-bp1made' };
  }, RESULT.verified],
  ['the same, and the VPC of the server is stated', (f) => {
    inOwnVpc(f);
    (f.statements as any).interfaces = { '${alicloud_ecs_network_interface.sensor.id}': { vpcId: 'vpc-bp1prod' } };
  }, RESULT.verified],
  ['the same, and the VPC of another interface in it is stated', (f) => {
    inOwnVpc(f);
    add(f, 'alicloud_instance', { web: { vswitch_id: '${alicloud_vswitch.sensor.id}', security_groups: ['sg-bp1web'] } });
    const source = '${alicloud_instance.web.network_interface_id}';
    session(f).traffic_mirror_source_ids = [source];
    f.statements.sessions[`${SESSION}.web`].sources = { [source]: { vpcId: 'vpc-bp1prod', primaryIp: '10.10.9.7' } };
  }, RESULT.verified],
  ['the same, and the VPC of the load balancer is not known', (f) => {
    inOwnVpc(f);
    f.network[0].loadBalancers.set('lb-bp1sensors', { ...f.network[0].loadBalancers.get('lb-bp1sensors')!, vpcId: undefined });
  }, RESULT.open('TM408', 'VPC of the target is not known')],
  ['the VPC of the server is not known', (f) => {
    f.network[0].interfaces.set('eni-bp1sensor', { ...f.network[0].interfaces.get('eni-bp1sensor')!, vpcId: undefined });
    f.network[0].vswitches.set('vsw-bp1sensor', { vpcId: undefined, networkAclId: '' });
  }, RESULT.open('TM407', 'whether it is in the VPC of the load balancer')],
  ['a listener of an unknown load balancer', (f) => {
    f.network[0].listeners = [];
    f.network[0].loadBalancers.set('lb-bp1sensors', { ...f.network[0].loadBalancers.get('lb-bp1sensors')!, listeners: [] });
    add(f, 'alicloud_slb_listener', {
      l: {
        load_balancer_id: '${var.balancer}',
        protocol: 'udp',
        frontend_port: 4789,
        server_group_id: 'rsp-bp1sensors',
        scheduler: 'sch',
      },
    });
  }, RESULT.open('TM406', 'alicloud_slb_listener.l')],
  ['a server of an unknown group', (f) => {
    add(f, 'alicloud_slb_server_group_server_attachment', {
      s: { server_group_id: '${var.group}', server_id: 'eni-bp1other', port: 4789, type: 'eni' },
    });
  }, RESULT.open('TM407', 'alicloud_slb_server_group_server_attachment.s')],
  ['a rule of an unknown group that may drop', (f) => {
    add(f, 'alicloud_security_group_rule', { r: mirroredRule({ security_group_id: '${var.group}', policy: 'drop' }) });
  }, RESULT.open('TM403', 'alicloud_security_group_rule.r')],
])('%s', (_, change, expected) => {
  const { lines, passed } = checked(change);
  expect({ lines: lines.filter((line) => !/TM41[1-9]|TM309/.test(line)), passed: passed.TM403 }).toEqual(expected);
});

test.each<[name: string, change: (f: Fixture) => void, passed: number]>([
  ['the API responses have the instance and its status', () => {}, 1],
  ['the status of the instance is not provided', (f) => { f.network[0].instances.clear(); }, 0],
  [
    'the instance of the interface is not provided',
    (f) => {
      f.network[0].interfaces.set('eni-bp1sensor', {
        ...f.network[0].interfaces.get('eni-bp1sensor')!,
        instanceId: undefined,
        status: undefined,
      });
    },
    0,
  ],
  [
    'the app attaches it to an instance that it does not know',
    (f) => {
      ownInterface(f);
      add(f, ATTACHMENT, attachment({ instance_id: '${var.instance}' }));
    },
    0,
  ],
  ['the app creates the instance', ownInstance, 1],
])('TM420 passes only if the receiver is known to run: %s', (_, change, passes) => {
  const found = checked(change);
  expect(found.lines.filter((line) => !/TM411/.test(line))).toEqual([]);
  expect([found.passed.TM403, found.passed.TM420]).toEqual([1, passes]);
});

/** Source and target are instances of one VPC of the app. The block of the source's vSwitch comes from a resource of its own. */
function secondBlock(f: Fixture, more: object = {}): void {
  add(f, 'alicloud_vpc', { v: { cidr_block: '10.10.0.0/16' } });
  add(f, 'alicloud_vpc_ipv4_cidr_block', { more: { vpc_id: '${alicloud_vpc.v.id}', secondary_cidr_block: '192.168.0.0/16', ...more } });
  add(f, 'alicloud_vswitch', {
    web: { vpc_id: '${alicloud_vpc.v.id}', cidr_block: '${var.block}' },
    sensor: { vpc_id: '${alicloud_vpc.v.id}', cidr_block: '10.10.2.0/24' },
  });
  add(f, 'alicloud_security_group', {
    web: { vpc_id: '${alicloud_vpc.v.id}' },
    sensor: { vpc_id: '${alicloud_vpc.v.id}', inner_access_policy: 'Drop' },
  });
  for (const name of ['web', 'sensor']) {
    add(f, 'alicloud_instance', {
      [name]: {
        vswitch_id: `\${alicloud_vswitch.${name}.id}`,
        security_groups: [`\${alicloud_security_group.${name}.id}`],
        instance_type: 'ecs.g7.large',
      },
    });
  }
  const [from, to] = ['web', 'sensor'].map((name) => `\${alicloud_instance.${name}.network_interface_id}`);
  Object.assign(session(f), {
    traffic_mirror_source_ids: [from],
    traffic_mirror_target_id: to,
    traffic_mirror_target_type: 'NetworkInterface',
  });
  f.statements.sessions = { [`${SESSION}.web`]: { sources: { [from]: { mtu: 1450 } }, target: { mtu: 1500 } } };
}

test.each<[name: string, cidrs: string[], more: object, lines: unknown[]]>([
  ['a rule for the first block alone leaves the second open', ['10.10.0.0/16'], {}, [expect.stringMatching(/^undecided TM403 /)]],
  ['rules for both blocks verify', ['10.10.0.0/16', '192.168.0.0/16'], {}, []],
  [
    'a block that is known only at apply may be any',
    ['10.10.0.0/16', '192.168.0.0/16'],
    { secondary_cidr_block: '${var.more}' },
    [expect.stringMatching(/^undecided TM403 /)],
  ],
  ['a block that may not exist changes nothing of what is admitted', ['0.0.0.0/0'], { count: '${var.on ? 1 : 0}' }, []],
])('a vSwitch in a block that alicloud_vpc_ipv4_cidr_block adds: %s', (_, cidrs, more, lines) => {
  const found = checked((f) => {
    secondBlock(f, more);
    add(
      f,
      'alicloud_security_group_rule',
      Object.fromEntries(
        cidrs.map((cidr_ip, i) => [`r${i}`, mirroredRule({ security_group_id: '${alicloud_security_group.sensor.id}', cidr_ip })]),
      ),
    );
  });
  expect(found.lines).toEqual(lines);
});

describe('TM107: a statement about an interface by its id, of which there is an API response', () => {
  const about = (statement: object) => checked((f) => {
    f.network[0].interfaces.set('eni-bp1web', {
      securityGroupIds: ['sg-bp1web'], vswitchId: 'vsw-bp1web', vpcId: 'vpc-bp1prod', primaryIp: '10.10.0.4', instanceId: 'i-bp1web',
    });
    f.network[0].vswitches.set('vsw-bp1web', { vpcId: 'vpc-bp1prod', cidr: '10.10.0.0/24', networkAclId: '' });
    f.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1web': stated(statement) };
  }).lines.filter((line) => line.includes('TM107'));

  test.each<[name: string, statement: object, words: string | undefined]>([
    ['agrees', {}, undefined],
    ['has another address', { primaryIp: '10.10.0.5' }, 'primaryIp "10.10.0.4" in its API response'],
    ['has an address outside of its vSwitch', { primaryIp: '10.20.0.5' }, '10.20.0.5, which is outside the block 10.10.0.0/24'],
    ['has other groups', { securityGroupIds: ['sg-bp1other'] }, 'securityGroupIds \\["sg-bp1web"\\] in its API response'],
    ['has another vSwitch', { vswitchId: 'vsw-bp1other', primaryIp: undefined }, 'vswitchId "vsw-bp1web" in its API response'],
    ['has another VPC', { vpcId: 'vpc-bp1other' }, 'vpcId "vpc-bp1prod" in its API response'],
  ])('%s', (_, statement, words) => {
    expect(about(statement)).toEqual(words === undefined ? [] : [expect.stringMatching(new RegExp(`^error TM107 .*${words}`))]);
  });
});

describe('TM107: a statement about a load balancer by its id, of which there is an API response', () => {
  test.each<[name: string, statement: object, words: string | undefined]>([
    ['agrees', { vpcId: 'vpc-bp1prod', primaryIp: '10.10.9.100' }, undefined],
    ['has another address', { primaryIp: '10.10.9.101' }, 'primaryIp "10.10.9.100" in its API response'],
    ['has another VPC', { vpcId: 'vpc-bp1other' }, 'vpcId "vpc-bp1prod" in its API response'],
  ])('%s', (_, target, words) => {
    const { lines } = checked((f) => {
      const balancers = f.network[0].loadBalancers;
      balancers.set('lb-bp1sensors', { ...balancers.get('lb-bp1sensors')!, vpcId: 'vpc-bp1prod', address: '10.10.9.100' });
      f.statements.sessions[`${SESSION}.web`].target = target;
    });
    expect(lines.filter((line) => line.includes('TM107')))
      .toEqual(words === undefined ? [] : [expect.stringMatching(new RegExp(`^error TM107 .*${words}`))]);
  });
});

test('an address outside of the vSwitch proves nothing', () => {
  const arrives = (primaryIp: string) => checked((f) => {
    addCollector(f);
    add(f, 'alicloud_vswitch', { web: { vpc_id: 'vpc-bp1prod', cidr_block: '10.10.0.0/24' } });
    add(f, 'alicloud_ecs_network_interface', {
      web: { vswitch_id: '${alicloud_vswitch.web.id}', security_group_ids: ['sg-bp1web'] },
    });
    part(f, 'alicloud_security_group_rule').cidr_ip = `${primaryIp}/32`;
    f.network[0].securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
    const source = '${alicloud_ecs_network_interface.web.id}';
    session(f).traffic_mirror_source_ids = [source];
    f.statements.sessions[`${SESSION}.web`].sources = { [source]: stated({ primaryIp, vswitchId: undefined, ipv6Addresses: undefined }) };
  }).passed.TM403;
  expect(arrives('10.10.0.9')).toBe(1);
  expect(arrives('192.168.0.9')).toBe(0);
});

describe('TM107: a statement about an interface of the app', () => {
  const source = '${alicloud_ecs_network_interface.web.id}';
  const about = (statement: object, body: object = {}) => checked((f) => {
    add(f, 'alicloud_vswitch', { web: { vpc_id: 'vpc-bp1prod', cidr_block: '10.10.0.0/24' } });
    add(f, 'alicloud_ecs_network_interface', {
      web: { vswitch_id: '${alicloud_vswitch.web.id}', security_group_ids: ['sg-bp1web'], ...body },
    });
    session(f).traffic_mirror_source_ids = [source];
    f.statements.sessions = {
      [`${SESSION}.web`]: {
        sources: { [source]: { ...stated({ vswitchId: undefined, ipv6Addresses: undefined }), ...statement } },
        target: { mtu: 1500 },
      },
    };
  }).lines.filter((line) => line.includes('TM107'));

  test.each<[name: string, statement: object, body: object, words: string | undefined]>([
    ['agrees', {}, {}, undefined],
    ['has an address outside of its vSwitch', { primaryIp: '10.10.1.4' }, {}, '10.10.1.4'],
    ['has another address', { primaryIp: '10.10.0.5' }, { primary_ip_address: '10.10.0.4' }, 'primaryIp'],
    ['has other groups', { securityGroupIds: ['sg-bp1other'] }, {}, 'securityGroupIds'],
    ['has one more group', { securityGroupIds: ['sg-bp1web', 'sg-bp1other'] }, {}, 'securityGroupIds'],
    [
      'has the groups in another order',
      { securityGroupIds: ['sg-bp1b', 'sg-bp1a'] },
      { security_group_ids: ['sg-bp1a', 'sg-bp1b'] },
      undefined,
    ],
    ['cannot be compared', { securityGroupIds: ['sg-bp1other'] }, { security_group_ids: '${var.groups}' }, undefined],
  ])('%s', (_, statement, body, words) => {
    expect(about(statement, body)).toEqual(words === undefined ? [] : [expect.stringMatching(new RegExp(`^error TM107 .*${words}`))]);
  });
});
