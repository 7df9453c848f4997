// Every resource that receives copies is in the account and region of the sessions. Elsewhere it proves nothing, and neither does one
// whose account or region is unknown.
import { documents, Fixture } from './fixtures';
import { change, collector, ownNetwork, peered } from './right-apps';
import '../support/recorded-inputs';
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { findingOf } from '../../src/checks/found';
import { MirrorModel } from '../../src/model/mirror-model';

const NAME = 'other';

/** The second provider of the stack, next to the one for cn-hangzhou. */
const PROVIDERS: Record<string, object> = {
  'another region': { region: 'cn-shanghai' },
  'another account': { region: 'cn-hangzhou', account_id: '2' },
  'a region by variable': { region: '${var.region}', account_id: '1' },
  'an account by variable': { region: 'cn-hangzhou', profile: '${var.profile}' },
  'the same by another name': { region: 'cn-hangzhou', account_id: '1' },
};

function checked(f: Fixture): { lines: string[]; passed: Record<string, number> } {
  const { findings, passed } = runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2023);
  return { passed, lines: findings.map((x) => findingOf(x)).map((x) => `${x.severity} ${x.id} ${x.problem}\n${x.fix}`) };
}

/** The app with two providers of account 1 in cn-hangzhou, of which one resource has the second one. */
function app(edit: (f: Fixture) => void, provider: object | undefined, address?: string): Fixture {
  const f = change(edit);
  Object.assign(f.terraform.provider.alicloud[0], { account_id: '1' });
  if (provider) f.terraform.provider.alicloud.push({ alias: NAME, ...provider });
  if (address !== undefined) {
    const [type, name] = address.split('.');
    f.terraform.resource[type][name].provider = `alicloud.${NAME}`;
  }
  return f;
}

/** The resources without which the copies do not arrive, or arrive elsewhere. */
const NEEDED: [name: string, edit: (f: Fixture) => void, addresses: string[]][] = [
  ['a collector of the app', collector, [
    'alicloud_slb_load_balancer.sensors', 'alicloud_slb_listener.vxlan', 'alicloud_slb_server_group.sensors',
    'alicloud_slb_server_group_server_attachment.sensor',
  ]],
  ['a collector and its network', ownNetwork, [
    'alicloud_vpc.v', 'alicloud_vswitch.web', 'alicloud_vswitch.sensor', 'alicloud_security_group.sensor', 'alicloud_instance.sensor',
    'alicloud_instance.web', 'alicloud_ecs_network_interface.second', 'alicloud_ecs_network_interface_attachment.second',
    'alicloud_network_acl.acl', 'alicloud_security_group_rule.mirrored', 'alicloud_slb_load_balancer.sensors',
    'alicloud_slb_listener.vxlan', 'alicloud_slb_server_group.sensors',
  ]],
  ['peered VPCs', peered, [
    'alicloud_vpc.web', 'alicloud_vpc.sensor', 'alicloud_vswitch.web', 'alicloud_vswitch.sensor', 'alicloud_instance.web',
    'alicloud_instance.sensor', 'alicloud_route_entry.web', 'alicloud_route_entry.sensor', 'alicloud_vpc_peer_connection.p',
    'alicloud_security_group.sensor', 'alicloud_security_group_rule.mirrored', 'alicloud_network_acl.acl',
  ]],
];
const CASES = NEEDED.flatMap(([name, edit, addresses]) => addresses.map((address) => [name, address, edit] as const));
/** A shared VPC is in another account than the interfaces in it. */
const SHARED = /^alicloud_(?:vpc|vswitch|route|network_acl)/;

describe.each(CASES)('%s: %s has a provider of', (_, address, edit) => {
  const arriving = checked(app(edit, undefined)).passed.TM403;

  test('its own', () => {
    expect(arriving).toBeGreaterThan(0);
  });

  test.each(Object.keys(PROVIDERS))('%s', (which) => {
    const { lines, passed } = checked(app(edit, PROVIDERS[which], address));
    const about = lines.filter((line) => line.includes(address) && /TM109|TM106/.test(line));
    if (which.startsWith('the same')) {
      expect([passed.TM403, about]).toEqual([arriving, []]);
      return;
    }
    expect(passed.TM403).toBe(0);
    expect(passed.TM420).toBe(0);
    const sure = which.startsWith('another') && !(which === 'another account' && SHARED.test(address));
    expect(about.map((line) => line.slice(0, line.indexOf(' ')))).toEqual([sure ? 'error' : 'undecided']);
    if (/TM106|source|(?:The|Target) target/.test(about[0])) return;
    // The resource, its provider, and what to write.
    expect(about[0]).toMatch(/alicloud\.other/);
    expect(about[0]).toMatch(/Give net\/\S+ the provider of net\/\S+, which is alicloud\./);
  });

  test('a name that the stack does not have', () => {
    const { lines, passed } = checked(app(edit, undefined, address));
    expect([passed.TM403, passed.TM420]).toEqual([0, 0]);
    expect(lines.filter((line) => line.startsWith('error TM604'))).toHaveLength(1);
  });
});
