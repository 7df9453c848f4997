// Unknown is never a pass: a right app with one value made unknown passes no check more often than before.
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { addCollector, BREAKS, documents, Fixture, MORE_BREAKS, mirroredRule, right, SESSION } from '../checks/fixtures';
import { inTurn } from '../support/runs';
import '../support/recorded-inputs';

const add = (f: Fixture, type: string, bodies: Record<string, any>) => Object.assign(f.terraform.resource[type] ??= {}, bodies);
const session = (f: Fixture) => f.terraform.resource[SESSION].web;

/** Source and target are instances of the app in peered VPCs. */
function peered(f: Fixture): void {
  for (const [name, net] of [['web', '10.10'], ['sensor', '10.99']]) {
    add(f, 'alicloud_vpc', { [name]: { cidr_block: `${net}.0.0/16` } });
    add(f, 'alicloud_vswitch', { [name]: { vpc_id: `\${alicloud_vpc.${name}.id}`, cidr_block: `${net}.1.0/24` } });
    add(f, 'alicloud_security_group', { [name]: { vpc_id: `\${alicloud_vpc.${name}.id}` } });
    const instance = {
      vswitch_id: `\${alicloud_vswitch.${name}.id}`,
      security_groups: [`\${alicloud_security_group.${name}.id}`],
      instance_type: 'ecs.g7.large',
      status: 'Running',
    };
    add(f, 'alicloud_instance', { [name]: instance });
    const hop = { nexthop_type: 'VpcPeer', nexthop_id: '${alicloud_vpc_peer_connection.p.id}' };
    add(f, 'alicloud_route_entry', {
      [name]: {
        route_table_id: `\${alicloud_vpc.${name}.route_table_id}`,
        destination_cidrblock: net === '10.10' ? '10.99.0.0/16' : '10.10.0.0/16',
        ...hop,
      },
    });
  }
  add(f, 'alicloud_vpc_peer_connection', {
    p: {
      vpc_id: '${alicloud_vpc.web.id}',
      accepting_vpc_id: '${alicloud_vpc.sensor.id}',
      accepting_region_id: 'cn-hangzhou',
      accepting_ali_uid: 1,
    },
  });
  add(f, 'alicloud_security_group_rule', { mirrored: mirroredRule({ security_group_id: '${alicloud_security_group.sensor.id}' }) });
  add(f, 'alicloud_network_acl', {
    acl: { ingress_acl_entries: [{ policy: 'accept', protocol: 'all', port: '-1/-1', source_cidr_ip: '0.0.0.0/0' }] },
  });
  add(f, 'alicloud_vpc_network_acl_attachment', {
    acl: { network_acl_id: '${alicloud_network_acl.acl.id}', resource_id: '${alicloud_vswitch.sensor.id}', resource_type: 'VSwitch' },
  });
  const source = '${alicloud_instance.web.network_interface_id}';
  Object.assign(session(f), {
    traffic_mirror_source_ids: [source],
    traffic_mirror_target_id: '${alicloud_instance.sensor.network_interface_id}',
    traffic_mirror_target_type: 'NetworkInterface',
  });
  f.statements.sessions = {
    [`${SESSION}.web`]: { sources: { [source]: { mtu: 1450, mirroredMbps: 100 } }, target: { mtu: 1500, capacityMbps: 500 } },
  };
}

function collector(f: Fixture): void {
  addCollector(f);
  f.terraform.resource.alicloud_slb_load_balancer.sensors.status = 'active';
  f.terraform.resource.alicloud_slb_listener.vxlan.acl_status = 'off';
}

const governed = (f: Fixture): void => {
  f.governance = [
    {
      scope: '',
      targets: ['lb-bp1sensors'],
      requiredTags: { owner: '*' },
      excludedSourceTags: { mirror: 'never' },
      longestPacket: 1500,
      sourcesPerTarget: 50,
    } as any,
  ];
  f.terraform.resource[SESSION].web.tags = { owner: 'network' };
  for (const statement of Object.values<any>(f.statements.sessions[`${SESSION}.web`].sources)) statement.tags = { role: 'web' };
};

/** Right apps that use most of what the checks read. */
const APPS: readonly [name: string, app: () => StackDocument[]][] = [
  ['a target by its id', () => documents(right())],
  ['a collector', () => documents(change(collector))],
  ['peered VPCs', () => documents(change(peered))],
  ['demands of its owners', () => documents(change(governed))],
];

function change(edit: (f: Fixture) => void): Fixture {
  const f = right();
  edit(f);
  return f;
}

type Path = readonly (string | number)[];

/** Every place of a value in plain data. */
function places(value: any, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path];
  const inner = [...value instanceof Map ? value : Object.entries(value)].flatMap(([key, one]) => places(one, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

const within = (value: any, key: string | number) => value instanceof Map ? value.get(key) : value[key];

/** An argument: a plain value or a list of them. Terraform accepts no expression for a whole block. */
const isArgument = (app: StackDocument[]) => (at: Path): boolean => {
  const value = at.reduce(within, app);
  // Terraform takes no expression there.
  if (at.includes('lifecycle') || ['alias', 'source'].includes(String(at[at.length - 1]))) return false;
  return (
    at[1] === 'terraform'
      && at.length > 4
      && (Array.isArray(value) ? value.every((one) => typeof one !== 'object') : typeof value !== 'object')
  );
};

/** Records of API responses, and their fields that a response may lack. */
const OPTIONAL = [
  'vswitchId', 'vpcId', 'primaryIp', 'instanceId', 'status', 'publicIp', 'tags', 'cidr', 'networkAclId', 'innerAccess',
  'portRange', 'address', 'listeners',
  'accessControl', 'backendPort', 'weight', 'loadBalancerId',
];
const isProvided = ([, part, ...rest]: Path): boolean => part === 'network'
  ? rest.length === 3 && !/^\d+$/.test(String(rest[2])) || rest.length > 3 && OPTIONAL.includes(String(rest[rest.length - 1]))
  : part === 'statements' && rest[0] === 'sessions' && (rest[2] === 'sources' ? rest.length === 5 : rest.length === 4);

function set(root: any, path: Path, value: unknown): void {
  const inner = path.slice(0, -1).reduce(within, root);
  const last = path[path.length - 1];
  if (value !== undefined) inner[last] = value;
  else if (inner instanceof Map) inner.delete(last);
  else delete inner[last];
}

const passes = (app: StackDocument[], edition: MirrorEdition): Record<string, number> => runChecks(new MirrorModel(app), edition).passed;

function gains(
  name: string,
  app: () => StackDocument[],
  at: Path,
  value: unknown,
  edition: MirrorEdition,
  before: Record<string, number>,
): string[] {
  const changed = app();
  set(changed, at, value);
  const after = passes(changed, edition);
  return Object.entries(after)
    .filter(([id, n]) => n > (before[id] ?? 0))
    .map(([id, n]) => `${name}: ${at.join('.')} ${id} ${before[id] ?? 0} -> ${n}`);
}

describe.each([MirrorEdition.EDITION_2023, MirrorEdition.EDITION_2026])('edition %s', (edition) => {
  test.each(APPS)('%s: no argument that is known only at apply gains a pass', (name, app) => {
    const before = passes(app(), edition);
    const terraform = places(app()).filter(isArgument(app()));
    expect(terraform.length).toBeGreaterThan(15);
    expect(terraform.flatMap((at) => gains(name, app, at, '${var.unknown}', edition, before))).toEqual([]);
  });

  test.each(APPS)('%s: no value that is not provided gains a pass', (name, app) => {
    const before = passes(app(), edition);
    const provided = places(app()).filter(isProvided);
    expect(provided.length).toBeGreaterThan(0);
    expect(provided.flatMap((at) => gains(name, app, at, undefined, edition, before))).toEqual([]);
  });
});

// With one value of a wrong app unknown, the app may still be the wrong one, so the check that finds it cannot pass.
test.each([...BREAKS, ...MORE_BREAKS].map((broken) => [broken.id, broken.fact, broken] as const))(
  '%s: %s, and an unknown value',
  (id, fact, { app, edition = MirrorEdition.EDITION_2023 }) => {
    const before = passes(app(), edition);
    const given = app();
    // TM107 compares what is provided, so it has nothing to say of a value that is not.
    const all = places(given).filter((at) => isArgument(given)(at) || id !== 'TM107' && isProvided(at));
    const found = inTurn(all, 60, 0).flatMap((at) =>
      gains(fact, app, at, at[1] === 'terraform' ? '${var.unknown}' : undefined, edition, before),
    );
    expect(found.filter((line) => line.includes(` ${id} `))).toEqual([]);
  });
