import { network } from './network';
import { MirrorEdition } from '../../src';
import { ChangeStatement, StackDocument } from '../../src/model/document';
import type { InterfaceStatement } from '../../src/model/interface-statement';
import { Governance } from '../../src/model/governance';
import { phrase } from '../../src/texts/phrase';

/** The Terraform of a right app, and what its constructs state: plain objects, for a test to break one fact of. */
export interface Fixture {
  terraform: any;
  statements: {
    version: 1;
    sessions: Record<string, any>;
    filters?: Record<string, any>;
    fleets: any[];
    collectors?: any[];
    findings: any[];
  };
  network: ReturnType<typeof network>[];
  governance?: Governance[];
}

export const SESSION = 'alicloud_vpc_traffic_mirror_session';
export const FILTER = 'alicloud_vpc_traffic_mirror_filter';
export const INBOUND = 'alicloud_vpc_traffic_mirror_filter_ingress_rule';
const FILTER_ID = `\${${FILTER}.web.id}`;

export function stated(more: InterfaceStatement = {}): InterfaceStatement {
  return {
    instanceType: 'ecs.g7.large', primaryIp: '10.10.0.4', regionId: 'cn-hangzhou', mtu: 1450, ipv6Addresses: 0, serviceManaged: false,
    vpcId: 'vpc-bp1prod', vswitchId: 'vsw-bp1web', securityGroupIds: ['sg-bp1web'], ...more,
  };
}

export function rule(priority: number, more: object = {}): any {
  return {
    traffic_mirror_filter_id: FILTER_ID, priority, action: 'accept', protocol: 'TCP',
    source_cidr_block: '0.0.0.0/0',
    destination_cidr_block: '0.0.0.0/0',
    source_port_range: '-1/-1',
    destination_port_range: '443/443',
    ...more,
  };
}

export function session(sources: string[], priority: number, more: object = {}): any {
  return {
    enabled: true, priority, virtual_network_id: priority, traffic_mirror_filter_id: FILTER_ID, traffic_mirror_source_ids: sources,
    traffic_mirror_target_id: 'lb-bp1sensors', traffic_mirror_target_type: 'SLB', ...more,
  };
}

/** What a stack requires of the provider. */
export function providers(version?: string): any {
  return { required_providers: { alicloud: { source: 'aliyun/alicloud', version } } };
}

/** One filter with one rule, one session with one source: nothing to find, under either edition. */
export function right(): Fixture {
  return {
    terraform: {
      provider: { alicloud: [{ region: 'cn-hangzhou' }] },
      resource: {
        [FILTER]: { web: {} },
        [INBOUND]: { 'inbound-1': rule(1) },
        [SESSION]: { web: session(['eni-bp1web'], 100) },
      },
    },
    statements: {
      version: 1,
      sessions: { [`${SESSION}.web`]: { sources: { 'eni-bp1web': stated() }, target: { mtu: 1500 } } },
      fleets: [], findings: [],
    },
    network: [network()],
  };
}

export function documents(...fixtures: Fixture[]): StackDocument[] {
  return fixtures.map((f, i) => ({ path: `net${i || ''}`, folder: `net${i || ''}`, ...f }));
}

/** A rule of its own for each number. */
const port = (number: number) => ({ destination_port_range: `${8_000 + number}/${8_000 + number}` });

/** The app with quotas stated: a stated quota may also be lower than the product's. */
function withQuota(name: string, limit: number, change: (f: Fixture) => void): () => StackDocument[] {
  return () => {
    const f = right();
    change(f);
    return documents(f).map((d) => ({ ...d, quotas: { 'cn-hangzhou': { [name]: limit } } }));
  };
}

/** Adds a second session with a source of its own. */
export function addSession(f: Fixture, name: string, sources: string[], priority: number, more: object = {}): void {
  f.terraform.resource[SESSION][name] = session(sources, priority, more);
  f.statements.sessions[`${SESSION}.${name}`] = { sources: Object.fromEntries(sources.map((s) => [s, stated()])), target: { mtu: 1500 } };
}

/** Makes the target a collector of the app: a load balancer with its listener, server and security group rule, as it should be. */
export function addCollector(f: Fixture): void {
  const id = '${alicloud_slb_load_balancer.sensors.id}';
  Object.assign(f.terraform.resource, {
    alicloud_slb_load_balancer: { sensors: { address_type: 'intranet', vswitch_id: 'vsw-bp1sensor', load_balancer_spec: 'slb.s2.small' } },
    alicloud_slb_server_group: { sensors: { load_balancer_id: id, name: 'sensors' } },
    alicloud_slb_server_group_server_attachment: {
      sensor: {
        server_group_id: '${alicloud_slb_server_group.sensors.id}',
        server_id: 'eni-bp1sensor',
        port: 4789,
        type: 'eni',
        weight: 100,
      },
    },
    alicloud_slb_listener: {
      vxlan: {
        load_balancer_id: id,
        protocol: 'udp',
        frontend_port: 4789,
        server_group_id: '${alicloud_slb_server_group.sensors.id}',
        scheduler: 'sch',
        depends_on: ['alicloud_slb_server_group_server_attachment.sensor'],
      },
    },
    alicloud_security_group_rule: { mirrored: mirroredRule() },
  });
  Object.assign(f.terraform.resource[SESSION].web, { traffic_mirror_target_id: id, depends_on: ['alicloud_slb_listener.vxlan'] });
}

export function mirroredRule(more: object = {}): any {
  return {
    security_group_id: 'sg-bp1sensor',
    type: 'ingress',
    ip_protocol: 'udp',
    port_range: '4789/4789',
    nic_type: 'intranet',
    policy: 'accept',
    priority: 1,
    cidr_ip: '10.10.0.0/16', lifecycle: { create_before_destroy: true }, ...more,
  };
}

/** Makes the target the interface of a sensor. */
function atSensor(f: Fixture): void {
  Object.assign(f.terraform.resource[SESSION].web, {
    traffic_mirror_target_id: 'eni-bp1sensor',
    traffic_mirror_target_type: 'NetworkInterface',
  });
  f.statements.sessions[`${SESSION}.web`].target = { instanceType: 'ecs.g7.large', mtu: 1500 };
}

const part = (f: Fixture, type: string) => Object.values<any>(f.terraform.resource[type])[0];
const collecting = (change: (f: Fixture) => void) => (f: Fixture) => {
  addCollector(f);
  change(f);
};

export interface Break {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'undecided';
  /** The one fact that is broken, as a page shows it. */
  readonly fact: string;
  /** The edition in which the check fails on it; 2023 if left out. */
  readonly edition?: MirrorEdition;
  /** Gives the whole app, one fact broken. */
  readonly app: () => StackDocument[];
}

function broken(id: string, severity: Break['severity'], fact: string, change: (f: Fixture) => void): Break {
  return {
    id, severity, fact,
    app: () => {
      const fixture = right();
      change(fixture);
      return documents(fixture);
    },
  };
}

/** The app under a demand of its owners. */
function governedBy(
  id: string,
  severity: Break['severity'],
  fact: string,
  demand: Omit<Governance, 'scope'>,
  change?: (f: Fixture) => void,
): Break {
  return broken(id, severity, fact, (f) => {
    f.governance = [{ scope: '', ...demand }];
    change?.(f);
  });
}

const NONE = { count: 0, names: '' };

/** What a fleet changes: nothing, but for some numbers. */
export function changeOf(more: Partial<ChangeStatement> = {}): ChangeStatement {
  return {
    comparedWith: phrase('theLedger', { ledger: 'traffic-mirror.lock' }),
    created: 0,
    touched: 0,
    removed: 0,
    moved: 0,
    added: NONE,
    gone: NONE,
    interrupted: NONE,
    switchedOff: NONE,
    parked: NONE,
    waiting: NONE,
    released: NONE, interruptedSeconds: 0, calls: 0, applySeconds: 0, ...more,
  };
}

const body = (f: Fixture) => f.terraform.resource[SESSION].web;
const statement = (f: Fixture) => f.statements.sessions[`${SESSION}.web`];
const enis = (n: number, prefix = 'eni-bp1more') => Array.from({ length: n }, (_, i) => `${prefix}${i}`);

/** For each check an app that is right but for one fact. */
export const BREAKS: Break[] = [
  broken('TM101', 'error', 'the provider\'s region is `me-east-1`', (f) => {
    f.terraform.provider.alicloud[0].region = 'me-east-1';
    statement(f).sources['eni-bp1web'].regionId = 'me-east-1';
  }),
  broken('TM102', 'error', "the source's instance type is `ecs.g6.large`", (f) => {
    statement(f).sources['eni-bp1web'].instanceType = 'ecs.g6.large';
  }),
  broken('TM103', 'warning', 'the target is an interface of an `ecs.g6.large`', (f) => {
    Object.assign(body(f), { traffic_mirror_target_id: 'eni-bp1sensor', traffic_mirror_target_type: 'NetworkInterface' });
    statement(f).target = { instanceType: 'ecs.g6.large', mtu: 1500 };
  }),
  broken('TM104', 'error', 'a data source opens the service', (f) => {
    f.terraform.data = { alicloud_vpc_traffic_mirror_service: { on: { enable: 'On' } } };
  }),
  broken('TM105', 'error', 'the source is managed by a cloud service', (f) => {
    statement(f).sources['eni-bp1web'].serviceManaged = true;
  }),
  broken('TM106', 'error', 'the source is in `cn-shanghai`, the provider in `cn-hangzhou`', (f) => {
    statement(f).sources['eni-bp1web'].regionId = 'cn-shanghai';
  }),
  {
    id: 'TM107', severity: 'error', fact: 'two sessions set different instance types for one target',
    app: () => {
      const f = right();
      addSession(f, 'other', ['eni-bp1other'], 200);
      const target = { instanceType: 'ecs.g7.xlarge', mtu: 1500 };
      for (const name of ['web', 'other']) {
        Object.assign(f.terraform.resource[SESSION][name], {
          traffic_mirror_target_id: 'eni-bp1sensor',
          traffic_mirror_target_type: 'NetworkInterface',
        });
      }
      f.statements.sessions[`${SESSION}.web`].target = target;
      f.statements.sessions[`${SESSION}.other`].target = { ...target, instanceType: 'ecs.c7.xlarge' };
      return documents(f);
    },
  },
  broken('TM201', 'error', 'the filter has no rule', (f) => { delete f.terraform.resource[INBOUND]; }),
  broken('TM202', 'error', 'the filter has 11 rules, 6 inbound and 5 outbound', (f) => {
    f.terraform.resource[INBOUND] = Object.fromEntries([1, 2, 3, 4, 5, 6].map((p) => [`inbound-${p}`, rule(p, port(p))]));
    f.terraform.resource.alicloud_vpc_traffic_mirror_filter_egress_rule = Object.fromEntries(
      [1, 2, 3, 4, 5].map((p) => [`outbound-${p}`, rule(p, port(p))]),
    );
  }),
  broken('TM203', 'error', 'two inbound rules have priority 1', (f) => {
    f.terraform.resource[INBOUND].again = rule(1, { destination_port_range: '80/80' });
  }),
  broken('TM204', 'error', 'the source CIDR is `10.0.0.1/8`', (f) => {
    f.terraform.resource[INBOUND]['inbound-1'].source_cidr_block = '10.0.0.1/8';
  }),
  broken('TM206', 'warning', 'the rule is in the filter', (f) => {
    delete f.terraform.resource[INBOUND];
    const { traffic_mirror_filter_id: _filter, ...inline } = rule(1);
    f.terraform.resource[FILTER].web.ingress_rules = [inline];
  }),
  broken('TM207', 'warning', 'a rule for ALL writes no ports', (f) => {
    f.terraform.resource[INBOUND]['inbound-1'] = rule(1, {
      protocol: 'ALL',
      source_port_range: undefined,
      destination_port_range: undefined,
    });
  }),
  broken('TM211', 'warning', 'a rule for HTTPS from one network comes after one for all HTTPS', (f) => {
    f.terraform.resource[INBOUND]['inbound-2'] = rule(2, { source_cidr_block: '10.20.0.0/16' });
  }),
  broken('TM212', 'warning', 'a rule that drops HTTPS from one network comes after the rule that accepts all HTTPS', (f) => {
    f.terraform.resource[INBOUND]['inbound-2'] = rule(2, { action: 'drop', source_cidr_block: '10.20.0.0/16' });
  }),
  broken('TM213', 'warning', 'a rule accepts DHCP', (f) => {
    f.terraform.resource[INBOUND]['inbound-2'] = rule(2, { protocol: 'UDP', destination_port_range: '67/68' });
  }),
  broken('TM214', 'warning', 'a statement of the intent has expired', (f) => {
    f.statements.filters = {
      [`${FILTER}.web`]: { expired: [{ statement: 'accept inbound web from partners', expires: '2026-06-30', owner: 'network team' }] },
    };
  }),
  broken('TM215', 'warning', 'a statement of the intent comes after one that matches all of its packets', (f) => {
    f.statements.filters = {
      [`${FILTER}.web`]: {
        idle: [
          {
            statement: 'drop inbound all protocols from backup',
            blockers: ['accept inbound all protocols'],
            opposed: true,
            packet: 'inbound TCP 10.10.99.4:49152 -> 10.10.0.4:443',
          },
        ],
      },
    };
  }),
  broken('TM216', 'error', 'the filter must copy no packet of the card data network', (f) => {
    f.statements.filters = {
      [`${FILTER}.web`]: {
        expectations: [{
          text: 'inbound and outbound all protocols from card data', mirrored: false,
          packets: [
            {
              direction: 'inbound',
              blocks: [
                {
                  kinds: ['TCP', 'UDP', 'ICMP', 'OTHER'],
                  sources: [[0x0a090000, 0x0a0a0000]],
                  destinations: [[0, 2 ** 32]],
                  sourcePorts: [[1, 65_536]],
                  destinationPorts: [[1, 65_536]],
                },
              ],
            },
          ],
        }],
      },
    };
  }),
  broken('TM301', 'error', 'the source is in a second session', (f) => { addSession(f, 'other', ['eni-bp1web'], 200); }),
  broken('TM302', 'error', 'the source is the target of another session', (f) => {
    addSession(f, 'other', ['eni-bp1other'], 200, {
      traffic_mirror_target_id: 'eni-bp1web',
      traffic_mirror_target_type: 'NetworkInterface',
    });
    f.statements.sessions[`${SESSION}.other`].target = stated();
  }),
  broken('TM303', 'error', 'the session names the source twice', (f) => {
    body(f).traffic_mirror_source_ids = ['eni-bp1web', 'eni-bp1web'];
  }),
  {
    id: 'TM304', severity: 'error', fact: 'a session of another stack has the same priority',
    app: () => {
      const [first, other] = [right(), right()];
      for (const f of [first, other]) f.terraform.provider.alicloud[0].profile = 'mirror';
      other.terraform.resource[SESSION].web = session(['eni-bp1other'], 100, { virtual_network_id: 7 });
      other.statements.sessions[`${SESSION}.web`] = { sources: { 'eni-bp1other': stated() }, target: { mtu: 1500 } };
      return documents(first, other);
    },
  },
  broken('TM305', 'error', '`enabled` is not set', (f) => { delete body(f).enabled; }),
  broken('TM306', 'error', 'the packet length is 9000', (f) => { body(f).packet_length = 9000; }),
  broken('TM307', 'error', 'the session\'s name starts with `https://`', (f) => { body(f).traffic_mirror_session_name = 'https://web'; }),
  broken('TM308', 'warning', 'two sessions of one target have the same VNI', (f) => {
    addSession(f, 'other', ['eni-bp1other'], 200, { virtual_network_id: 100 });
  }),
  broken('TM309', 'warning', 'the session refers to an interface and not to its attachment', (f) => {
    f.terraform.resource.alicloud_ecs_network_interface = {
      web: { vswitch_id: 'vsw-1', security_group_ids: ['sg-1'], primary_ip_address: '10.10.0.4' },
    };
    f.terraform.resource.alicloud_instance = { web: { instance_type: 'ecs.g7.large' } };
    f.terraform.resource.alicloud_ecs_network_interface_attachment = {
      web: { network_interface_id: '${alicloud_ecs_network_interface.web.id}', instance_id: '${alicloud_instance.web.id}' },
    };
    body(f).traffic_mirror_source_ids = ['${alicloud_ecs_network_interface.web.id}'];
    statement(f).sources = { '${alicloud_ecs_network_interface.web.id}': { mtu: 1450 } };
  }),
  broken('TM311', 'warning', 'the source has an IPv6 address', (f) => { statement(f).sources['eni-bp1web'].ipv6Addresses = 1; }),
  broken('TM501', 'error', 'the session has 11 sources', (f) => {
    body(f).traffic_mirror_source_ids = enis(11);
    statement(f).sources = Object.fromEntries(enis(11).map((s) => [s, stated()]));
  }),
  broken('TM401', 'error', 'the target is a load balancer and its type is NetworkInterface', (f) => {
    body(f).traffic_mirror_target_type = 'NetworkInterface';
    statement(f).target.instanceType = 'ecs.g7.large';
  }),
  broken('TM402', 'error', 'the target is a Gateway Load Balancer endpoint', (f) => {
    Object.assign(body(f), { traffic_mirror_target_id: 'ep-bp1sensors', traffic_mirror_target_type: 'GatewayLoadBalancerEndpoint' });
  }),
  broken('TM403', 'error', 'the sensor\'s group admits only 10.20.0.0/16', (f) => {
    atSensor(f);
    f.network[0].securityGroups.get('sg-bp1sensor')!.rules[0] = {
      ...f.network[0].securityGroups.get('sg-bp1sensor')!.rules[0],
      sourceCidr: '10.20.0.0/16',
    };
  }),
  broken('TM404', 'error', 'the ACL of the sensor\'s vSwitch drops 10.10.0.0/16 before it admits everything', (f) => {
    const entry = { protocol: 'all', port: '-1/-1' };
    f.network[0].vswitches.set('vsw-bp1sensor', { vpcId: 'vpc-bp1prod', networkAclId: 'nacl-bp1sensor' });
    f.network[0].networkAcls.set('nacl-bp1sensor', {
      vswitchIds: [],
      entries: [
        { ...entry, name: 'no-web', policy: 'drop', sourceCidr: '10.10.0.0/16' },
        { ...entry, name: 'rest', policy: 'accept', sourceCidr: '0.0.0.0/0' },
      ],
    });
  }),
  broken(
    'TM405',
    'warning',
    'the load balancer has no address type',
    collecting((f) => {
      delete part(f, 'alicloud_slb_load_balancer').address_type;
    }),
  ),
  broken('TM406', 'error', 'the load balancer\'s listener on 4789 is TCP', (f) => {
    f.network[0].loadBalancers.get('lb-bp1sensors')!.listeners![0] = 'tcp 4789';
    f.network[0].listeners.length = 0;
  }),
  broken('TM407', 'error', 'the only server behind the listener has weight 0', (f) => {
    f.network[0].serverGroups.set('rsp-bp1sensors', { servers: [{ serverId: 'eni-bp1sensor', weight: 0, port: 4789 }] });
  }),
  broken('TM408', 'error', 'source and target are in two VPCs of the app that are not connected', (f) => {
    atSensor(f);
    const side = (name: string, cidr: string) => {
      Object.assign(f.terraform.resource.alicloud_vpc ??= {}, { [name]: { cidr_block: cidr } });
      Object.assign(f.terraform.resource.alicloud_vswitch ??= {}, { [name]: { vpc_id: `\${alicloud_vpc.${name}.id}`, cidr_block: cidr } });
      Object.assign(f.terraform.resource.alicloud_instance ??= {}, {
        [name]: { vswitch_id: `\${alicloud_vswitch.${name}.id}`, security_groups: ['sg-1'], instance_type: 'ecs.g7.large' },
      });
      return `\${alicloud_instance.${name}.network_interface_id}`;
    };
    const web = side('web', '10.10.0.0/16');
    Object.assign(body(f), { traffic_mirror_source_ids: [web], traffic_mirror_target_id: side('sensor', '10.99.0.0/16') });
    statement(f).sources = { [web]: { mtu: 1450 } };
  }),
  broken('TM409', 'error', 'the sensor behind the load balancer is a source', (f) => {
    f.terraform.resource[INBOUND]['inbound-1'] = rule(1, { protocol: 'ALL', destination_port_range: '-1/-1' });
    body(f).traffic_mirror_source_ids = ['eni-bp1sensor'];
    statement(f).sources = {
      'eni-bp1sensor': stated({ primaryIp: '10.10.9.5', vswitchId: 'vsw-bp1sensor', securityGroupIds: ['sg-bp1sensor'] }),
    };
  }),
  broken('TM410', 'warning', 'the sources send 900 Mbit/s and the capacity of the target is 500 Mbit/s', (f) => {
    statement(f).sources['eni-bp1web'].mirroredMbps = 900;
    statement(f).target.capacityMbps = 500;
  }),
  broken('TM411', 'warning', 'the session does not wait for the listener', collecting((f) => { delete body(f).depends_on; })),
  broken(
    'TM412',
    'warning',
    'the listener has a backend port in addition to its server group',
    collecting((f) => {
      part(f, 'alicloud_slb_listener').backend_port = 4789;
    }),
  ),
  broken('TM413', 'warning', 'the listener sets no scheduler', collecting((f) => { delete part(f, 'alicloud_slb_listener').scheduler; })),
  broken(
    'TM414',
    'warning',
    'two resources describe the same rule',
    collecting((f) => {
      f.terraform.resource.alicloud_security_group_rule.again = mirroredRule();
    }),
  ),
  broken(
    'TM415',
    'warning',
    'the rule is not created before it is destroyed',
    collecting((f) => {
      delete part(f, 'alicloud_security_group_rule').lifecycle;
    }),
  ),
  broken('TM416', 'error', 'the rule has no port range', collecting((f) => { delete part(f, 'alicloud_security_group_rule').port_range; })),
  broken('TM417', 'warning', 'the ACL of the sensor\'s vSwitch admits only mirrored packets', (f) => {
    const entry = { policy: 'accept', protocol: 'udp', port: '4789/4789', source_cidr_ip: '10.10.0.0/16' };
    f.terraform.resource.alicloud_network_acl = { sensor: { vpc_id: 'vpc-bp1prod', ingress_acl_entries: [entry] } };
    f.terraform.resource.alicloud_vpc_network_acl_attachment = {
      sensor: { network_acl_id: '${alicloud_network_acl.sensor.id}', resource_id: 'vsw-bp1sensor', resource_type: 'VSwitch' },
    };
  }),
  broken('TM418', 'warning', 'the server group has an inline server in addition to the attached one', collecting((f) => {
    part(f, 'alicloud_slb_server_group').servers = [{ server_ids: ['eni-bp1sensor'], port: 4789, type: 'eni' }];
  })),
  broken('TM420', 'error', 'the instance of the only server is stopped', (f) => { f.network[0].instances.set('i-bp1sensor', 'Stopped'); }),
  {
    id: 'TM502',
    severity: 'error',
    fact: 'the account has one more session than the quota',
    app: withQuota('sessionsPerRegion', 1, (f) => addSession(f, 'other', ['eni-bp1other'], 200)),
  },
  {
    id: 'TM504',
    severity: 'error',
    fact: 'the filter has one more session than the quota',
    app: withQuota('sessionsPerFilter', 1, (f) => addSession(f, 'other', ['eni-bp1other'], 200)),
  },
  {
    id: 'TM505', severity: 'error', fact: 'the account has one more filter than the quota',
    app: withQuota('filtersPerRegion', 1, (f) => {
      f.terraform.resource[FILTER].other = {};
      f.terraform.resource[INBOUND].other = rule(1, { traffic_mirror_filter_id: `\${${FILTER}.other.id}` });
    }),
  },
  {
    id: 'TM513', severity: 'error', fact: 'two fleets with separate ledgers use the same range of priorities',
    app: () => {
      const f = right();
      for (const name of ['A', 'B']) {
        f.statements.fleets.push({ path: `net/${name}`, ledger: `${name}.lock`, firstPriority: 1001, lastPriority: 24576 });
      }
      return documents(f);
    },
  },
  broken('TM503', 'error', 'an interface target has 11 sessions', (f) => {
    delete f.terraform.resource[SESSION].web;
    f.statements.sessions = {};
    enis(11).forEach((eni, i) => {
      addSession(f, `s${i}`, [eni], i + 1, { traffic_mirror_target_id: 'eni-bp1sensor', traffic_mirror_target_type: 'NetworkInterface' });
      f.statements.sessions[`${SESSION}.s${i}`].target = { instanceType: 'ecs.g7.large', mtu: 1500 };
    });
  }),
  broken('TM601', 'error', '`dry_run` is true', (f) => { body(f).dry_run = true; }),
  broken('TM602', 'error', 'the VNI is 0', (f) => { body(f).virtual_network_id = 0; }),
  broken('TM603', 'error', 'the session has `create_before_destroy`', (f) => { body(f).lifecycle = { create_before_destroy: true }; }),
  broken('TM604', 'error', 'two providers of one stack have no alias', (f) => {
    f.terraform.provider.alicloud.push({ region: 'cn-hangzhou' });
  }),
  broken('TM606', 'warning', 'the provider constraint admits 3.x', (f) => { f.terraform.terraform = providers('>= 1.211.0'); }),
  governedBy('TM801', 'error', 'the policy allows only the target `lb-bp1audit`', { targets: ['lb-bp1audit'] }),
  governedBy('TM802', 'error', 'the policy requires the tag `owner`', { requiredTags: { owner: '*' } }),
  governedBy(
    'TM803',
    'error',
    'the filter copies every inbound packet of a VPC for which the policy forbids it',
    { networks: [{ vpcs: ['vpc-bp1prod'], forbidAllTraffic: true }] },
    (f) => {
      f.terraform.resource[INBOUND]['inbound-1'] = rule(1, { protocol: 'ALL', destination_port_range: '-1/-1' });
    }),
  governedBy('TM804', 'error', 'the session sets no packet length, and the policy allows 128 bytes in its VPC', {
    networks: [{ vpcs: ['vpc-bp1prod'], longestPacket: 128 }],
  }),
  governedBy('TM805', 'error', 'the source has a tag that the policy excludes', { excludedSourceTags: { mirror: 'never' } }, (f) => {
    statement(f).sources['eni-bp1web'].tags = { mirror: 'never' };
  }),
  governedBy('TM806', 'error', 'the policy has a budget of 5 a month', { monthlyCost: 5 }),
  governedBy('TM807', 'error', 'the target gets the copies of two sources, and the budget is one', { sourcesPerTarget: 1 }, (f) =>
    addSession(f, 'other', ['eni-bp1other'], 200),
  ),
  governedBy('TM808', 'error', 'the change of a fleet interrupts two sources, and the budget is one', { interruptedSources: 1 }, (f) => {
    f.statements.fleets.push({
      path: 'net',
      ledger: 'a.lock',
      firstPriority: 1,
      lastPriority: 1000,
      change: changeOf({ interrupted: { count: 2, names: 'eni-bp1web, eni-bp1db' }, interruptedSeconds: 15 }),
    });
  }),
  governedBy('TM809', 'error', 'the sensor has a public address, and the policy forbids it', { forbidPublicTargets: true }, (f) => {
    atSensor(f);
    f.network[0].interfaces.set('eni-bp1sensor', { ...f.network[0].interfaces.get('eni-bp1sensor')!, publicIp: '203.0.113.7' });
  }),
  governedBy('TM810', 'warning', 'the account has a session that is in no stack', {
    foreignSessions: {
      allowed: [],
      sessions: [
        { id: 'tms-bp1old', name: 'packet-capture', priority: 7, virtualNetworkId: 7, targetId: 'eni-bp1laptop', sourceIds: ['eni-bp1db'] },
      ],
    },
  }),
  broken('TM701', 'warning', 'the source\'s MTU is 1500', (f) => { statement(f).sources['eni-bp1web'].mtu = 1500; }),
  broken('TM607', 'undecided', 'a module has the source `./modules/mirroring`', (f) => {
    f.terraform.module = { web: { source: './modules/mirroring' } };
  }),
  broken('TM605', 'warning', 'the session ignores changes of its sources', (f) => {
    body(f).lifecycle = { ignore_changes: ['traffic_mirror_source_ids'] };
  }),
  broken('TM219', 'warning', 'two networks of an intent share addresses, and neither contains the other', (f) => {
    f.statements.filters = {
      [`${FILTER}.web`]: {
        names: {
          used: [
            { kind: 'network', name: 'production', contents: '10.10.0.0/16, 10.20.0.0/16', owner: 'network team' },
            { kind: 'network', name: 'backup', contents: '10.20.0.0/15' },
          ],
          overlaps: [{ name: 'production', other: 'backup', same: false, address: '10.20.0.0' }],
        },
      },
    };
  }),
];

/** The same for checks that do not fail alone. */
export const MORE_BREAKS: Break[] = [
  broken('TM108', 'error', 'the source is the id of an instance', (f) => {
    body(f).traffic_mirror_source_ids = ['i-bp1web'];
    statement(f).sources = { 'i-bp1web': stated() };
  }),
  broken('TM109', 'error', 'the filter is made by a provider of another region', (f) => {
    f.terraform.provider.alicloud.push({ region: 'cn-beijing', alias: 'beijing' });
    f.terraform.resource[FILTER].web.provider = 'alicloud.beijing';
    f.terraform.resource[INBOUND]['inbound-1'].provider = 'alicloud.beijing';
  }),
  {
    id: 'TM110', severity: 'undecided', fact: 'two stacks use one priority, and both accounts are unknown',
    app: () => {
      const other = right();
      Object.assign(other.terraform.resource[SESSION].web, {
        traffic_mirror_source_ids: ['eni-bp1other'],
        traffic_mirror_target_id: 'lb-bp1other',
      });
      other.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1other': stated() };
      return documents(right(), other);
    },
  },
  broken('TM419', 'warning', 'a peering between the VPCs of source and target sets no account', (f) => {
    f.network[0].vswitches.set('vsw-bp1web', { vpcId: 'vpc-bp1audit', networkAclId: '' });
    statement(f).sources['eni-bp1web'].vpcId = 'vpc-bp1audit';
    f.terraform.resource.alicloud_vpc_peer_connection = {
      peering: { vpc_id: 'vpc-bp1prod', accepting_vpc_id: 'vpc-bp1audit', accepting_region_id: 'cn-hangzhou' },
    };
  }),
  {
    id: 'TM218', severity: 'warning', fact: 'two stacks add rules to one imported filter',
    app: () => {
      const [one, other] = [right(), right()];
      one.terraform.resource[INBOUND].shared = rule(1, { traffic_mirror_filter_id: 'tmf-bp1shared' });
      other.terraform.resource = { [INBOUND]: { shared: rule(2, { traffic_mirror_filter_id: 'tmf-bp1shared' }) } };
      other.statements.sessions = {};
      return documents(one, other);
    },
  },
  broken('TM421', 'warning', 'a session sends to a collector that allows nothing, and the rules of its groups are not known', (f) => {
    addCollector(f);
    delete f.terraform.resource.alicloud_security_group_rule;
    f.network = [];
    f.statements.collectors = [{ path: 'net/Sensors', target: '${alicloud_slb_load_balancer.sensors.id}' }];
  }),
  broken('TM208', 'error', 'the session names a VPC as its filter', (f) => { body(f).traffic_mirror_filter_id = 'vpc-bp1prod'; }),

  broken('TM205', 'error', 'the filter has an inline inbound rule in addition to its stand-alone one', (f) => {
    f.terraform.resource[FILTER].web.ingress_rules = [
      { action: 'accept', protocol: 'TCP', priority: 2, source_port_range: '-1/-1', destination_port_range: '-1/-1' },
    ];
  }),
  {
    ...broken('TM310', 'error', 'edition 2026 is in force and a source is in two sessions without priorities', (f) => {
      const filter = `\${${FILTER}.plain.id}`;
      f.terraform.resource[FILTER].plain = {};
      f.terraform.resource[INBOUND].plain = rule(1, { traffic_mirror_filter_id: filter, destination_port_range: '80/80' });
      addSession(f, 'other', ['eni-bp1web'], 200, { traffic_mirror_filter_id: filter });
      for (const one of Object.values(f.statements.sessions)) one.defaultPriority = true;
    }),
    edition: MirrorEdition.EDITION_2026,
  },
  {
    ...broken('TM217', 'warning', 'edition 2026 is in force and the second session of a source has the filter of the first', (f) => {
      addSession(f, 'other', ['eni-bp1web'], 200);
    }),
    edition: MirrorEdition.EDITION_2026,
  },
];

/** Adds resources of a type. */
export function add(f: Fixture, type: string, bodies: Record<string, any>): void {
  Object.assign(f.terraform.resource[type] ??= {}, bodies);
}
