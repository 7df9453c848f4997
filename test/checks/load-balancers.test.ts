// TM405 to TM408: how a load balancer forwards the packets that reach it, with the exact reason.
import { add, addCollector, documents, Fixture, right, SESSION } from './fixtures';
import { reasonsOf } from './reasons';
import { balancingOf } from '../../src/checks/arrival/balancing';
import type { InterfaceStatement } from '../../src/model/interface-statement';
import { MirrorModel } from '../../src/model/mirror-model';
import { NetworkModel } from '../../src/model/network/network-model';
import { phrase } from '../../src/texts/phrase';

const part = (f: Fixture, type: string) => Object.values<any>(f.terraform.resource[type])[0];
const ID = 'lb-bp1sensors';
const GROUP = 'rsp-bp1sensors';
const listenerOf = (protocol: string) => phrase('listener', { protocol, port: 4789, balancer: ID });
const LISTENER = listenerOf('UDP');
const facts = (f: Fixture) => f.network[0];
const balancer = (f: Fixture, more: object) => facts(f).loadBalancers.set(ID, { ...facts(f).loadBalancers.get(ID)!, ...more });
const listener = (f: Fixture, more: object) => Object.assign(facts(f).listeners[0], more);
const group = (f: Fixture, more: object) => facts(f).serverGroups.set(GROUP, { ...facts(f).serverGroups.get(GROUP)!, ...more });
const collecting = (change: (f: Fixture) => void) => (f: Fixture) => {
  addCollector(f);
  change(f);
};
const OWN = 'net/alicloud_slb_load_balancer.sensors';
const OWN_LISTENER = 'net/alicloud_slb_listener.vxlan';
const OWN_GROUP = 'net/alicloud_slb_server_group.sensors';

const found = (change: (f: Fixture) => void) => {
  const { findings, passed } = reasonsOf(change, /^TM40/);
  return [...findings, passed.TM403];
};
const result = (reason: string, parameters: object) => [[reason, expect.objectContaining(parameters)], 0];
const VERIFIED = [1];

test.each<[name: string, change: (f: Fixture) => void, expected: unknown[]]>([
  ['by its id, with everything in the API responses', () => {}, VERIFIED],
  ['for the internet', (f) => balancer(f, { addressType: 'internet' }),
    result('error TM405 notInternal', { target: ID, addressType: 'internet', internal: 'intranet' })],
  ['locked', (f) => balancer(f, { status: 'locked' }), result('error TM406 balancerNotActive', { target: ID, status: 'locked' })],
  ['with a stopped listener', (f) => listener(f, { status: 'stopped' }),
    result('error TM406 listenerNotRunning', { target: ID, listener: LISTENER, status: 'stopped' })],
  ['with a listener that starts', (f) => listener(f, { status: 'starting' }), VERIFIED],
  ['with a listener without a response', (f) => { facts(f).listeners.length = 0; },
    result('undecided TM406 listenerNotKnown', { target: ID, why: phrase('listenerStateNotKnown', { listener: listenerOf('udp') }) })],
  ['with a listener whose access control has no response', (f) => listener(f, { accessControl: undefined }),
    result('undecided TM406 listenerNotKnown', { target: ID, why: phrase('accessNotKnown', { listener: LISTENER }) })],
  ['with a stopped listener whose access control has no response', (f) => listener(f, { status: 'stopped', accessControl: undefined }),
    result('undecided TM406 listenerNotKnown', { target: ID })],
  ['with access control', (f) => listener(f, { accessControl: true }),
    result('undecided TM406 accessControl', { target: ID, listener: LISTENER })],
  ['without a response', (f) => { facts(f).loadBalancers.clear(); facts(f).listeners.length = 0; },
    result('undecided TM406 balancerNotKnown', { target: ID, port: 4789 })],
  ['with a response of its listener alone', (f) => { facts(f).loadBalancers.clear(); },
    result('undecided TM405 addressTypeNotKnown', { target: ID })],
  ['without a list of listeners', (f) => { balancer(f, { listeners: undefined }); facts(f).listeners.length = 0; },
    result('undecided TM406 listenersNotKnown', { target: ID, byApp: false })],
  ['without a listener', (f) => { balancer(f, { listeners: [] }); facts(f).listeners.length = 0; },
    result('error TM406 noListener', { target: ID, port: 4789 })],
  ['with listeners for other ports', (f) => { balancer(f, { listeners: ['udp 53', 'tcp 443'] }); facts(f).listeners.length = 0; },
    result('error TM406 otherPorts', { target: ID, port: 4789, listeners: ['udp 53', 'tcp 443'] })],
  ['with a listener for TCP 4789', (f) => { balancer(f, { listeners: ['udp 53', 'tcp 4789'] }); facts(f).listeners.length = 0; },
    result('error TM406 otherProtocol', { target: ID, port: 4789, protocol: 'tcp', listener: listenerOf('tcp') })],
  ['with a listener without a group, and default servers', (f) => {
    listener(f, { serverGroupId: undefined, backendPort: 4789 });
    balancer(f, { servers: [{ serverId: 'eni-bp1sensor', weight: 100 }] });
  }, VERIFIED],
  ['with a listener without a group, and no default servers', (f) => listener(f, { serverGroupId: undefined }),
    result('error TM407 noServer', { target: ID, group: undefined, listener: LISTENER })],
  ['with a listener without a group, and default servers of weight 0', (f) => {
    listener(f, { serverGroupId: undefined, backendPort: 4789 });
    balancer(f, { servers: [{ serverId: 'eni-bp1sensor', weight: 0 }] });
  }, result('error TM407 noWeight', { target: ID, group: undefined })],
  ['with a listener without a group, and a module that may add default servers', (f) => {
    listener(f, { serverGroupId: undefined });
    f.terraform.module = { servers: { source: './servers', balancer: ID } };
  }, result('undecided TM407 serversNotKnown', { target: ID, byApp: true })],
  ['with a listener without a group, and no response about default servers', (f) => {
    listener(f, { serverGroupId: undefined });
    facts(f).loadBalancers.clear();
  }, result('undecided TM405 addressTypeNotKnown', { target: ID })],
  ['with a primary/secondary group', (f) => listener(f, { serverGroupId: undefined, primarySecondaryGroupId: GROUP }),
    result('undecided TM407 primarySecondary', { target: ID, group: GROUP })],
  ['with an empty group', (f) => group(f, { servers: [] }), result('error TM407 noServer', { target: ID, group: GROUP })],
  ['with a group of weight 0', (f) => group(f, { servers: [{ serverId: 'eni-bp1sensor', weight: 0, port: 4789 }] }),
    result('error TM407 noWeight', { target: ID, group: GROUP })],
  ['with a server of weight 0 in addition', (f) => {
    const [server] = facts(f).serverGroups.get(GROUP)!.servers;
    group(f, { servers: [{ ...server, serverId: 'eni-bp1idle', weight: 0 }, server] });
  }, VERIFIED],
  ['with a group without a response', (f) => facts(f).serverGroups.clear(),
    result('undecided TM407 serversNotKnown', { target: ID, byApp: false })],
  ['with a group of another load balancer', (f) => group(f, { loadBalancerId: 'lb-bp1other' }),
    result('error TM407 otherBalancer', { target: ID, group: GROUP, owner: 'lb-bp1other' })],
  ['with a group whose load balancer is not known', (f) => group(f, { loadBalancerId: undefined }), VERIFIED],
  ['with a server in another VPC', (f) => balancer(f, { vpcId: 'vpc-bp1other' }),
    result('error TM407 otherVpc', { target: ID, server: 'eni-bp1sensor' })],
  ['whose VPC is not known', (f) => balancer(f, { vpcId: undefined }), result('undecided TM408 targetVpcNotKnown', { target: ID })],
  ['whose VPC the session states', (f) => {
    balancer(f, { vpcId: undefined });
    f.statements.sessions[`${SESSION}.web`].target = { mtu: 1500, vpcId: 'vpc-bp1prod' };
  }, VERIFIED],
  ['whose vSwitch the session states', (f) => {
    balancer(f, { vpcId: undefined });
    f.statements.sessions[`${SESSION}.web`].target = { mtu: 1500, vswitchId: 'vsw-bp1sensor' };
  }, VERIFIED],
  ['of the app', collecting(() => {}), VERIFIED],
  ['of the app, whose vSwitch the session contradicts', collecting((f) => {
    f.statements.sessions[`${SESSION}.web`].target = { mtu: 1500, vswitchId: 'vsw-bp1nowhere' };
  }), VERIFIED],
  ['of the app, whose address type is known only at apply', collecting((f) => {
    part(f, 'alicloud_slb_load_balancer').address_type = '${var.type}';
  }), result('undecided TM405 addressTypeOnlyAtApply', { target: OWN, internal: 'intranet' })],
  ['of the app, whose address type is known only at apply, that a module gets', collecting((f) => {
    part(f, 'alicloud_slb_load_balancer').address_type = '${var.type}';
    delete f.terraform.resource.alicloud_slb_listener;
    f.terraform.resource[SESSION].web.depends_on = [];
    f.terraform.module = { listeners: { source: './l', balancer: '${alicloud_slb_load_balancer.sensors.id}' } };
  }), result('undecided TM406 listenersNotKnown', { target: OWN, byApp: true })],
  ['of the app, with a status that is known only at apply', collecting((f) => {
    part(f, 'alicloud_slb_load_balancer').status = '${var.status}';
  }), result('undecided TM406 writtenOnlyAtApply', {
    target: OWN, why: phrase('argumentIs', { argument: 'status', path: OWN, value: '${var.status}' }),
  })],
  ['of the app, with a listener whose protocol is known only at apply', collecting((f) => {
    part(f, 'alicloud_slb_listener').protocol = '${var.protocol}';
  }), result('undecided TM406 listenerOnlyAtApply', { target: OWN, listener: OWN_LISTENER })],
  ['of the app, with a listener whose port is known only at apply', collecting((f) => {
    part(f, 'alicloud_slb_listener').frontend_port = '${var.port}';
  }), result('undecided TM406 listenerOnlyAtApply', { target: OWN, listener: OWN_LISTENER })],
  ['of the app, with a listener that perhaps exists', collecting((f) => { part(f, 'alicloud_slb_listener').count = '${var.n}'; }),
    result('undecided TM406 writtenOnlyAtApply', { target: OWN, why: phrase('listenerPerhapsThere', { path: OWN_LISTENER }) })],
  ['of the app, with a listener without a group', collecting((f) => { delete part(f, 'alicloud_slb_listener').server_group_id; }),
    result('undecided TM407 withoutGroup', { target: OWN, listener: OWN_LISTENER })],
  ['of the app, with a listener without a group and an address type that is known only at apply', collecting((f) => {
    delete part(f, 'alicloud_slb_listener').server_group_id;
    part(f, 'alicloud_slb_load_balancer').address_type = '${var.type}';
  }), result('undecided TM405 addressTypeOnlyAtApply', { target: OWN })],
  ['of the app, with a primary/secondary group', collecting((f) => {
    const written = part(f, 'alicloud_slb_listener');
    written.master_slave_server_group_id = written.server_group_id;
    delete written.server_group_id;
  }), result('undecided TM407 primarySecondary', { target: OWN, group: OWN_GROUP })],
  ['of the app, without servers', collecting((f) => { delete f.terraform.resource.alicloud_slb_server_group_server_attachment; }),
    result('error TM407 noServer', { target: OWN, group: OWN_GROUP, listener: OWN_LISTENER })],
  ['of the app, with a server whose weight is known only at apply', collecting((f) => {
    part(f, 'alicloud_slb_server_group_server_attachment').weight = '${var.weight}';
  }), result('undecided TM407 weightOnlyAtApply', { target: OWN, server: 'eni-bp1sensor' })],
  ['of the app, with a server that perhaps exists', collecting((f) => {
    part(f, 'alicloud_slb_server_group_server_attachment').count = '${var.n}';
  }), result('undecided TM407 serversNotKnown', { target: OWN, byApp: true })],
  ['of the app, without servers of which the address type is known only at apply', collecting((f) => {
    part(f, 'alicloud_slb_load_balancer').address_type = '${var.type}';
    delete f.terraform.resource.alicloud_slb_server_group_server_attachment;
  }), result('error TM407 noServer', { target: OWN })],
])('a load balancer %s', (_, change, expected) => {
  expect(found(change)).toEqual(expected);
});

test('the servers that are known are verified, even if there may be others', () => {
  const { findings } = reasonsOf(collecting((f) => {
    facts(f).securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
    delete f.terraform.resource.alicloud_security_group_rule;
    f.terraform.module = { servers: { source: './s', group: '${alicloud_slb_server_group.sensors.id}' } };
  }), /^TM40/);
  expect(findings.map(([reason]) => reason)).toEqual(['warning TM403 noRule', 'undecided TM407 serversNotKnown']);
});

/** How the load balancer of the session forwards packets. */
const balancing = (change: (f: Fixture) => void, statement?: InterfaceStatement) => {
  const f = right();
  change(f);
  const model = new MirrorModel(documents(f));
  const { target } = model.sessions[0];
  const { addresses, servers, refused, open, perhapsAway, stopped } = balancingOf(NetworkModel.of(model), target!, statement);
  const named = (reason?: { id: string; reason: string }) => reason && `${reason.id} ${reason.reason}`;
  return {
    addresses: addresses.cidrs().map(String).join(' '), servers: servers.map(({ server }) => server), stopped,
    refused: named(refused), open: named(open), perhapsAway: named(perhapsAway), away: perhapsAway?.parameters,
  };
};
const vswitch = (f: Fixture, cidr: string) => facts(f).vswitches.set('vsw-bp1sensor', { vpcId: 'vpc-bp1prod', networkAclId: '', cidr });
const unplaced = (f: Fixture) => balancer(f, { address: undefined, vpcId: undefined });

test.each<[name: string, change: (f: Fixture) => void, statement: InterfaceStatement | undefined, addresses: string]>([
  ['in the response', () => {}, undefined, '10.10.9.9/32'],
  ['in the response, in the stated vSwitch', (f) => vswitch(f, '10.10.9.0/24'), { vswitchId: 'vsw-bp1sensor' }, '10.10.9.9/32'],
  ['in the response, against another one', () => {}, { primaryIp: '10.10.9.8' }, '10.10.9.9/32'],
  ['of a stated vSwitch', (f) => { unplaced(f); vswitch(f, '10.10.9.0/24'); }, { vswitchId: 'vsw-bp1sensor' }, '10.10.9.0/24'],
  ['of a stated VPC whose blocks are not known', unplaced, { vpcId: 'vpc-bp1prod' }, '0.0.0.0/0'],
  ['of the vSwitch of the app', (f) => {
    addCollector(f);
    add(f, 'alicloud_vpc', { v: { cidr_block: '10.10.0.0/16' } });
    add(f, 'alicloud_vswitch', { v: { vpc_id: '${alicloud_vpc.v.id}', cidr_block: '10.10.9.0/24' } });
    part(f, 'alicloud_slb_load_balancer').vswitch_id = '${alicloud_vswitch.v.id}';
  }, undefined, '10.10.9.0/24'],
  ['of the VPC of the app, in a vSwitch of an unknown block', (f) => {
    addCollector(f);
    add(f, 'alicloud_vpc', { v: { cidr_block: '10.10.0.0/16' } });
    add(f, 'alicloud_vswitch', { v: { vpc_id: '${alicloud_vpc.v.id}', cidr_block: '${var.block}' } });
    part(f, 'alicloud_slb_load_balancer').vswitch_id = '${alicloud_vswitch.v.id}';
  }, undefined, '10.10.0.0/16'],
  ['that is stated', unplaced, { primaryIp: '10.10.9.8' }, '10.10.9.8/32'],
  ['that is stated, in the vSwitch', (f) => { unplaced(f); vswitch(f, '10.10.9.0/24'); },
    { vswitchId: 'vsw-bp1sensor', primaryIp: '10.10.9.8' }, '10.10.9.8/32'],
  ['that is stated, outside of the vSwitch', (f) => { unplaced(f); vswitch(f, '10.10.9.0/24'); },
    { vswitchId: 'vsw-bp1sensor', primaryIp: '10.10.8.8' }, '10.10.9.0/24'],
  ['that is not known', unplaced, undefined, '0.0.0.0/0'],
])('the addresses of a load balancer: one %s', (_, change, statement, addresses) => {
  expect(balancing(change, statement).addresses).toBe(addresses);
});

const SERVER = ['eni-bp1sensor'];
const inOwnVpc = (f: Fixture) => {
  add(f, 'alicloud_vpc', { v: { cidr_block: '10.10.0.0/16' } });
  add(f, 'alicloud_vswitch', { v: { vpc_id: '${alicloud_vpc.v.id}', cidr_block: '10.10.9.0/24' } });
  add(f, 'alicloud_ecs_network_interface', { s: { vswitch_id: '${alicloud_vswitch.v.id}', security_group_ids: ['sg-bp1sensor'] } });
};
test.each<[name: string, change: (f: Fixture) => void, expected: object]>([
  ['of a right app', () => {}, { servers: SERVER, stopped: false }],
  ['for the internet', (f) => balancer(f, { addressType: 'internet' }), { servers: [], refused: 'TM405 notInternal', stopped: true }],
  ['with a status that is known only at apply', collecting((f) => { part(f, 'alicloud_slb_load_balancer').status = '${var.status}'; }),
    { servers: [], open: 'TM406 writtenOnlyAtApply', stopped: true }],
  ['with access control', (f) => listener(f, { accessControl: true }), { servers: [], open: 'TM406 accessControl', stopped: true }],
  ['without a group', collecting((f) => { delete part(f, 'alicloud_slb_listener').server_group_id; }),
    { servers: [], open: 'TM407 withoutGroup', stopped: true }],
  ['with a primary/secondary group', (f) => listener(f, { serverGroupId: undefined, primarySecondaryGroupId: GROUP }),
    { servers: [], open: 'TM407 primarySecondary', stopped: true }],
  ['with a group of another load balancer', (f) => group(f, { loadBalancerId: 'lb-bp1other' }),
    { servers: [], refused: 'TM407 otherBalancer', stopped: true }],
  ['with a server in another VPC', (f) => balancer(f, { vpcId: 'vpc-bp1other' }),
    { servers: [], refused: 'TM407 otherVpc', stopped: true }],
  ['with a group without a response', (f) => facts(f).serverGroups.clear(), { servers: [], open: 'TM407 serversNotKnown', stopped: true }],
  ['with a group without a response, and a server of the app', (f) => {
    facts(f).serverGroups.clear();
    addCollector(f);
    Object.assign(part(f, 'alicloud_slb_server_group_server_attachment'), { server_group_id: GROUP });
    f.terraform.resource[SESSION].web.traffic_mirror_target_id = ID;
  }, { servers: SERVER, open: 'TM407 serversNotKnown', stopped: false }],
  ['with a server of an unknown VPC', (f) => facts(f).interfaces.clear(),
    { servers: SERVER, perhapsAway: 'TM407 vpcNotKnown', away: { target: ID, server: 'eni-bp1sensor' }, stopped: false }],
  ['of an unknown VPC', (f) => balancer(f, { vpcId: undefined }),
    { servers: SERVER, perhapsAway: 'TM407 vpcNotKnown', away: { target: ID, server: 'eni-bp1sensor' }, stopped: false }],
  ['of an unknown VPC, with a server of an unknown one', (f) => { facts(f).interfaces.clear(); balancer(f, { vpcId: undefined }); },
    { servers: SERVER, perhapsAway: 'TM407 vpcNotKnown', away: { target: ID, server: 'eni-bp1sensor' }, stopped: false }],
  ['by its id, with a server in a VPC of the app', collecting((f) => {
    inOwnVpc(f);
    part(f, 'alicloud_slb_server_group_server_attachment').server_id = '${alicloud_ecs_network_interface.s.id}';
  }), {
    servers: ['#net\u0000alicloud_ecs_network_interface.s'], perhapsAway: 'TM407 sameVpcNotKnown', stopped: false,
    away: { target: OWN, server: 'net/alicloud_ecs_network_interface.s', vpc: 'vpc-bp1prod', serverVpc: 'net/alicloud_vpc.v' },
  }],
  ['with a second server of an unknown VPC', (f) => {
    const [server] = facts(f).serverGroups.get(GROUP)!.servers;
    group(f, { servers: [server, { ...server, serverId: 'eni-bp1far' }] });
  }, {
    servers: [...SERVER, 'eni-bp1far'], perhapsAway: 'TM407 vpcNotKnown', away: { target: ID, server: 'eni-bp1far' }, stopped: false,
  }],
])('how a load balancer forwards, one %s', (_, change, expected) => {
  const { addresses: _addresses, ...rest } = balancing(change);
  expect(rest).toEqual({ refused: undefined, open: undefined, perhapsAway: undefined, away: undefined, ...expected });
});
