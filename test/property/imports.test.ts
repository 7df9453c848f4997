// What existed before an import, what the app writes, and which API responses are provided, against every way in which the rest may be.
import * as fc from 'fast-check';
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import { documents, Fixture, mirroredRule } from '../checks/fixtures';
import { change, ownNetwork } from '../checks/right-apps';
import { played } from '../support/runs';
import '../support/recorded-inputs';

type Policy = 'accept' | 'drop';
interface Rule { readonly policy: Policy; readonly priority: number; readonly port: 4789 | 53 }
/** Whether it is imported, and whether an API response contains it. */
interface Known { readonly imported: boolean; readonly told: boolean }
interface World {
  readonly group: Known & { readonly existing: readonly Rule[]; readonly written: readonly Rule[] };
  readonly vswitch: Known & { readonly existing?: Policy; readonly bound?: Policy };
  readonly servers: Known & { readonly written: boolean };
  readonly balancer: Known & { readonly existing: string; readonly written?: string };
}

const policy = fc.constantFrom<Policy>('accept', 'accept', 'accept', 'drop');
const rules = fc.array(fc.record<Rule>({
  policy, priority: fc.integer({ min: 1, max: 3 }), port: fc.constantFrom<4789 | 53>(4789, 4789, 53),
}), { maxLength: 3 });
const known = { imported: fc.boolean(), told: fc.boolean() };
const world: fc.Arbitrary<World> = fc.record({
  group: fc.record({ ...known, existing: rules, written: rules }),
  vswitch: fc.record({ ...known, existing: fc.option(policy, { nil: undefined }), bound: fc.option(policy, { nil: undefined }) }),
  servers: fc.record({ ...known, written: fc.constantFrom(true, true, false) }),
  balancer: fc.record({
    ...known,
    existing: fc.constantFrom('active', 'active', 'inactive'),
    written: fc.constantFrom(undefined, undefined, 'active', 'active', 'inactive'),
  }),
});

const entry = (verdict: Policy) => ({ policy: verdict, protocol: 'all', port: '-1/-1' });
const SERVER = 'alicloud_slb_server_group_server_attachment';

function asTerraform({ group, vswitch, servers, balancer }: World): Fixture {
  const f = change(ownNetwork);
  const { resource } = f.terraform;
  const [facts] = f.network;
  resource.alicloud_security_group_rule = Object.fromEntries(group.written.map(({ port, ...rule }, i) => [`r${i}`, mirroredRule({
    ...rule, port_range: `${port}/${port}`, security_group_id: '${alicloud_security_group.sensor.id}',
  })]));
  if (vswitch.bound === undefined) delete resource.alicloud_vpc_network_acl_attachment;
  else resource.alicloud_network_acl.acl.ingress_acl_entries = [{ ...entry(vswitch.bound), source_cidr_ip: '0.0.0.0/0' }];
  delete resource[SERVER].second;
  resource.alicloud_slb_listener.vxlan.depends_on = [];
  if (!servers.written) delete resource[SERVER];
  resource.alicloud_slb_load_balancer.sensors.status = balancer.written;
  const imports = [
    ['alicloud_security_group.sensor', 'sg-bp1old', group], ['alicloud_vswitch.sensor', 'vsw-bp1old', vswitch],
    ['alicloud_slb_server_group.sensors', 'rsp-bp1old', servers], ['alicloud_slb_load_balancer.sensors', 'lb-bp1old', balancer],
  ] as const;
  f.terraform.import = imports.filter(([, , { imported }]) => imported).map(([to, id]) => ({ to, id }));
  if (group.told) {
    facts.securityGroups.set('sg-bp1old', {
      innerAccess: false,
      rules: group.existing.map(({ policy: verdict, priority, port }, i) => ({
        name: `sgr-${i}`, policy: verdict, priority: String(priority), protocol: 'udp', portRange: `${port}/${port}`,
        sourceCidr: '0.0.0.0/0',
      })),
    });
  }
  if (vswitch.told) facts.vswitches.set('vsw-bp1old', { networkAclId: vswitch.existing === undefined ? '' : 'nacl-1' });
  if (vswitch.existing !== undefined) {
    const entries = [{ ...entry(vswitch.existing), name: 'nae-1', sourceCidr: '0.0.0.0/0' }];
    facts.networkAcls.set('nacl-1', { vswitchIds: [], entries });
  }
  if (servers.told) facts.serverGroups.set('rsp-bp1old', { servers: [] });
  if (balancer.told) {
    facts.loadBalancers.set('lb-bp1old', { addressType: 'intranet', status: balancer.existing, servers: [], listeners: ['udp 4789'] });
  }
  return f;
}

/** One rule after the other: the smallest priority first, and drop before accept. */
function admits(all: readonly Rule[]): boolean {
  let best: Rule | undefined;
  for (const one of all) {
    if (one.port !== 4789) continue;
    if (!best || one.priority < best.priority || one.priority === best.priority && one.policy === 'drop') best = one;
  }
  return best?.policy === 'accept';
}

/** Every way in which what existed before may be, as far as no response contains it. */
function possible({ group, vswitch, servers, balancer }: World): Set<boolean> {
  const unknown = ({ imported, told }: Known) => imported && !told;
  const first = (verdict: Policy): Rule => ({ policy: verdict, priority: 1, port: 4789 });
  const groups = unknown(group) ? [[], [first('drop')], [first('accept')]] : [group.imported ? group.existing : []];
  const acls = vswitch.bound !== undefined ? [vswitch.bound]
    : unknown(vswitch) ? [undefined, 'accept', 'drop'] : [vswitch.imported ? vswitch.existing : undefined];
  const statuses = balancer.written !== undefined ? [balancer.written]
    : unknown(balancer) ? ['active', 'inactive'] : [balancer.imported ? balancer.existing : 'active'];
  // Another server of the group gets some of the packets.
  const others = unknown(servers) ? [false, true] : [false];
  const found = new Set<boolean>();
  for (const existing of groups) {
    for (const acl of acls) {
      for (const status of statuses) {
        const arrives = status === 'active' && servers.written && acl !== 'drop' && admits([...existing, ...group.written]);
        for (const other of others) {
          found.add(arrives);
          if (other) found.add(!arrives && status === 'active');
          if (other && arrives) found.add(false);
        }
      }
    }
  }
  return found;
}

test('a source is verified or refused only if it is so whatever an imported resource was before', () => {
  const seen = { verified: 0, refused: 0, open: 0 };
  fc.assert(fc.property(world, (w) => {
    const { findings, passed } = runChecks(new MirrorModel(documents(asTerraform(w))), MirrorEdition.EDITION_2023);
    const severities = findings.filter(({ id }) => /^TM40[3-7]/.test(id)).map(({ severity }) => String(severity));
    const [verified, refused] = [passed.TM403 === 1, severities.includes('error')];
    const outcomes = possible(w);
    seen[outcomes.size > 1 ? 'open' : outcomes.has(true) ? 'verified' : 'refused']++;
    // Of several reasons, an unknown one may be reported first, and a warning is for one of several servers.
    expect(verified).toBe(outcomes.size === 1 && outcomes.has(true));
    if (outcomes.has(true)) expect(refused).toBe(false);
    if (outcomes.size === 1 && !outcomes.has(true)) expect(refused || severities.includes('undecided')).toBe(true);
  }), played(400, 41));
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
});
