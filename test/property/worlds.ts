import * as fc from 'fast-check';
import { Entry, Group, Packet, Rule, World } from './reference';
import { StackDocument } from '../../src/model/document';

export const GROUPS = ['g0', 'g1', 'g2'];
export const LISTS = ['p0', 'p1'];
/** Few addresses, so that rules meet. */
export const ADDRESSES = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.1.1', '10.128.0.1', '192.168.0.1'];
const CIDRS = ['10.0.0.0/8', '10.0.0.0/24', '10.0.0.0/30', '10.0.0.1/32', '10.0.0.2/31', '10.128.0.0/9', '0.0.0.0/0', '192.168.0.0/16'];
const PORTS = ['4789/4789', '4000/5000', '-1/-1', '1/65535', '4790/4800', '80/80'];

const protocol = fc.constantFrom('udp', 'udp', 'udp', 'all', 'tcp', 'icmp');
const policy = fc.constantFrom('accept' as const, 'drop' as const);
const port = fc.constantFrom(...PORTS);
const cidr = fc.constantFrom(...CIDRS);
const peer = fc.oneof(
  { weight: 3, arbitrary: cidr.map((c) => ({ cidr: c })) },
  { weight: 1, arbitrary: fc.constantFrom(...GROUPS).map((g) => ({ group: g })) },
  { weight: 1, arbitrary: fc.constantFrom(...LISTS).map((l) => ({ list: l })) },
);
const rule: fc.Arbitrary<Rule> = fc
  .tuple(fc.record({ policy, priority: fc.constantFrom(1, 2, 50, 100), protocol, port }), peer)
  .map(([r, p]) => ({ ...r, ...p }));
const group: fc.Arbitrary<Group> = fc.record({ advanced: fc.boolean(), inner: fc.boolean(), rules: fc.array(rule, { maxLength: 5 }) })
  .map((g) => ({ ...g, inner: g.inner && !g.advanced }));
const entry: fc.Arbitrary<Entry> = fc.record({ policy, protocol, port, cidr });

export const world: fc.Arbitrary<World> = fc.record({
  groups: fc.tuple(group, group, group).map((all) => Object.fromEntries(GROUPS.map((id, i) => [id, all[i]]))),
  lists: fc
    .tuple(fc.array(cidr, { minLength: 1, maxLength: 3 }), fc.array(cidr, { minLength: 1, maxLength: 3 }))
    .map(([a, b]) => ({ p0: a, p1: b })),
  // An ACL that the app writes without entries keeps what the cloud holds, so a written one has some.
  acl: fc.option(fc.array(entry, { minLength: 1, maxLength: 5 }), { nil: undefined }),
  target: fc.record({
    groups: fc.subarray(GROUPS, { minLength: 1 }),
    vswitch: fc.constant('sensors'),
    vpc: fc.constant('here'),
    port: fc.constantFrom(4789, 4789, 4795),
  }),
});

/** The interface that sends, without its address. */
export const sender: fc.Arbitrary<Omit<Packet, 'source'>> = fc.record({
  groups: fc.subarray(GROUPS), vswitch: fc.constantFrom('sensors', 'web'), vpc: fc.constantFrom('here', 'here', 'there'),
}).map((s) => s.vpc === 'there' ? { ...s, vswitch: 'far', groups: [] } : s);

/** What of a world Terraform alone knows. */
export type Hidden =
  | {
    readonly what: 'rule';
    readonly group: string;
    readonly rule: number;
    readonly field: 'priority' | 'policy' | 'cidr' | 'port' | 'protocol';
  }
  | { readonly what: 'entry'; readonly entry: number; readonly field: 'policy' | 'cidr' | 'port' | 'protocol' }
  | { readonly what: 'list'; readonly list: string }
  | { readonly what: 'members' };

export function hideable(w: World): Hidden[] {
  const rules = Object.entries(w.groups).flatMap(([id, g]) =>
    g.rules.flatMap((r, i) =>
      (['priority', 'policy', 'port', 'protocol', ...(r.cidr === undefined ? [] : ['cidr' as const])] as const).map((field): Hidden => ({
        what: 'rule',
        group: id,
        rule: i,
        field,
      })),
    ),
  );
  const entries = (w.acl ?? []).flatMap((_, i) =>
    (['policy', 'cidr', 'port', 'protocol'] as const).map((field): Hidden => ({ what: 'entry', entry: i, field })),
  );
  return [...rules, ...entries, ...LISTS.map((list): Hidden => ({ what: 'list', list })), { what: 'members' }];
}

/** Everything that a hidden value may be, as far as a packet can tell. */
export function completions(w: World, p: Packet, hidden: readonly Hidden[]): { world: World; packet: Packet }[] {
  let all = [{ world: w, packet: p }];
  for (const h of hidden) all = all.flatMap(({ world: x, packet }) => valuesOf(x, packet, h));
  return all;
}

/** Those that rules have, and two of each gap between them: no other number orders rules in another way. */
const PRIORITIES = [1, 2, 3, 4, 50, 51, 52, 100];
const EVERYTHING = { protocol: 'all', port: '-1/-1', cidr: '0.0.0.0/0' };
const NOTHING = { protocol: 'tcp', port: '1/1', cidr: '255.255.255.255/32' };

function valuesOf(w: World, packet: Packet, h: Hidden): { world: World; packet: Packet }[] {
  const change = (edit: (x: World) => void) => {
    const x: World = structuredClone(w);
    edit(x);
    return { world: x, packet };
  };
  switch (h.what) {
    case 'rule': {
      const values = h.field === 'priority' ? PRIORITIES : h.field === 'policy' ? ['accept', 'drop']
        // A protocol may also be udp, and then the port decides.
        : h.field === 'protocol' ? ['all', 'udp', 'tcp'] : [EVERYTHING[h.field], NOTHING[h.field]];
      return values.map((value) => change((x) => { (x.groups[h.group].rules[h.rule] as any)[h.field] = value; }));
    }
    case 'entry': {
      const values =
        h.field === 'policy'
          ? ['accept', 'drop']
          : h.field === 'protocol'
            ? ['all', 'udp', 'tcp']
            : [EVERYTHING[h.field], NOTHING[h.field]];
      return values.map((value) => change((x) => { (x.acl![h.entry] as any)[h.field] = value; }));
    }
    case 'list':
      return [EVERYTHING.cidr, NOTHING.cidr].map((value) => change((x) => { x.lists[h.list] = [value]; }));
    case 'members':
      return Array.from({ length: 2 ** GROUPS.length }, (_, n) => ({
        world: w,
        packet: { ...packet, groups: GROUPS.filter((__, i) => (n >> i) & 1) },
      }));
  }
}

export const managed = (type: string, name: string) => `#net\u0000${type}.${name}`;

/** Every port as the provider takes it: protocols without ports write -1/-1 and nothing else, the others never. */
function written(of: string, range: string): string {
  if (of !== 'udp' && of !== 'tcp') return '-1/-1';
  return range === '-1/-1' ? '1/65535' : range;
}

/** The world as an app writes it, with what is hidden as variables. */
export function asTerraform(w: World, hidden: readonly Hidden[] = []): StackDocument {
  const resource: Record<string, Record<string, any>> = {
    alicloud_vpc: { here: { cidr_block: '10.0.0.0/8' }, there: { cidr_block: '172.16.0.0/12' } },
    alicloud_vswitch: Object.fromEntries(
      [
        ['sensors', 'here'],
        ['web', 'here'],
        ['far', 'there'],
      ].map(([name, vpc]) => [name, { vpc_id: `\${alicloud_vpc.${vpc}.id}` }]),
    ),
    alicloud_security_group: {}, alicloud_security_group_rule: {}, alicloud_ecs_prefix_list: {},
  };
  for (const [id, list] of Object.entries(w.lists)) {
    const secret = hidden.some((h) => h.what === 'list' && h.list === id);
    resource.alicloud_ecs_prefix_list[id] = { entry: secret ? '${var.entries}' : list.map((c) => ({ cidr: c })) };
  }
  for (const [id, g] of Object.entries(w.groups)) {
    resource.alicloud_security_group[id] = {
      vpc_id: '${alicloud_vpc.here.id}',
      security_group_type: g.advanced ? 'enterprise' : 'normal',
      inner_access_policy: g.inner ? 'Accept' : 'Drop',
    };
    g.rules.forEach((r, i) => {
      const body: any = {
        type: 'ingress',
        security_group_id: `\${alicloud_security_group.${id}.id}`,
        nic_type: 'intranet',
        ip_protocol: r.protocol,
        port_range: written(r.protocol, r.port),
        policy: r.policy,
        priority: r.priority,
      };
      if (r.cidr !== undefined) body.cidr_ip = r.cidr;
      else if (r.group !== undefined) body.source_security_group_id = `\${alicloud_security_group.${r.group}.id}`;
      else body.prefix_list_id = `\${alicloud_ecs_prefix_list.${r.list}.id}`;
      const names = { priority: 'priority', policy: 'policy', cidr: 'cidr_ip', port: 'port_range', protocol: 'ip_protocol' };
      for (const h of hidden) if (h.what === 'rule' && h.group === id && h.rule === i) body[names[h.field]] = '${var.secret}';
      resource.alicloud_security_group_rule[`${id}-${i}`] = body;
    });
  }
  if (w.acl) {
    const names = { policy: 'policy', cidr: 'source_cidr_ip', port: 'port', protocol: 'protocol' };
    resource.alicloud_network_acl = {
      acl: {
        ingress_acl_entries: w.acl.map((e, i) => {
          const body: any = { policy: e.policy, protocol: e.protocol, port: written(e.protocol, e.port), source_cidr_ip: e.cidr };
          for (const h of hidden) if (h.what === 'entry' && h.entry === i) body[names[h.field]] = '${var.secret}';
          return body;
        }),
      },
    };
    resource.alicloud_vpc_network_acl_attachment = {
      acl: { network_acl_id: '${alicloud_network_acl.acl.id}', resource_id: '${alicloud_vswitch.sensors.id}', resource_type: 'VSwitch' },
    };
  }
  return { path: 'net', folder: 'net', terraform: { provider: { alicloud: [{ region: 'cn-hangzhou' }] }, resource } };
}

/** The world as the API describes it. */
export function asFacts(w: World): StackDocument {
  const vpcOf = (vswitch: string) => vswitch === 'far' ? 'there' : 'here';
  return {
    path: 'net', folder: 'net', terraform: {},
    network: [{
      interfaces: new Map(), primaryOf: new Map(), instances: new Map(), loadBalancers: new Map(), listeners: [], serverGroups: new Map(),
      prefixLists: new Map(Object.entries(w.lists)),
      vswitches: new Map(
        ['sensors', 'web', 'far'].map((id) => [id, { vpcId: vpcOf(id), networkAclId: id === 'sensors' && w.acl ? 'acl' : '' }]),
      ),
      networkAcls: new Map(
        w.acl
          ? [
            [
              'acl',
              {
                vswitchIds: [],
                entries: w.acl.map((e, i) => ({
                  name: `entry ${i}`,
                  protocol: e.protocol,
                  port: e.port,
                  policy: e.policy,
                  sourceCidr: e.cidr,
                })),
              },
            ],
          ]
          : [],
      ),
      securityGroups: new Map(Object.entries(w.groups).map(([id, g]) => [id, {
        vpcId: 'here', innerAccess: g.inner,
        rules: g.rules.map((r, i) => ({
          name: `rule ${i}`,
          protocol: r.protocol,
          portRange: r.port,
          policy: r.policy,
          priority: String(r.priority),
          sourceCidr: r.cidr,
          sourceGroupId: r.group,
          sourcePrefixListId: r.list,
        })),
      }])),
    }],
  };
}
