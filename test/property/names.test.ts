// The names that we derive from construct paths, keys and references: the service accepts each, and no two are the same.
import * as fc from 'fast-check';
import { Testing } from 'cdktf';
import {
  alicloud, CollectorLoadBalancer, MirrorCollector, MirrorFilter, MirrorSensor, MirrorSource,
} from '../../src';
import { FILTER_NAME, SESSION_NAME, textProblem } from '../../src/catalog/limits';
import { newApp, newStack } from '../support/app';
import { played } from '../support/runs';

/**
 * What the service accepts as a name of each kind, by its API reference. Names that we do not write may be any, and so may the
 * names of types that are not ours.
 */
const RULES: Readonly<Record<string, readonly [argument: string, accepts: (name: string) => boolean]>> = {
  alicloud_security_group: ['security_group_name', (name) => /^[A-Za-z][A-Za-z0-9_.-]{1,127}$/.test(name)],
  alicloud_slb_load_balancer: ['load_balancer_name', (name) => /^[A-Za-z0-9/._-]{1,80}$/.test(name)],
  alicloud_slb_server_group: ['name', (name) => /^[A-Za-z][A-Za-z0-9._-]{1,79}$/.test(name)],
  alicloud_vpc_traffic_mirror_filter: ['traffic_mirror_filter_name', (name) => textProblem(FILTER_NAME, name) === undefined],
  alicloud_vpc_traffic_mirror_session: ['traffic_mirror_session_name', (name) => textProblem(SESSION_NAME, name) === undefined],
};
const NAMES = Object.values(RULES).map(([argument]) => argument);

/** Any id of a construct: of any script, long, with dots, digits first; and ids that look alike once characters are replaced or cut. */
const anyId = fc.oneof(
  fc.string({ minLength: 1, maxLength: 100 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.stringMatching(/^[0-9_-][A-Za-z0-9_-]{0,130}$/),
  fc.stringMatching(/^[ab][._/ä日-]{0,3}[ab]$/),
  fc.stringMatching(/^[ab]{1,2}$/).map((id) => `${id}${'long-'.repeat(60)}`),
  // cdktf accepts no white space, and constructs keeps children in a plain object, so it takes names of its members for children.
).filter((id) => !/\s/.test(id) && !(id in {}));
const ids = fc.uniqueArray(fc.array(anyId, { minLength: 1, maxLength: 3 }), {
  minLength: 1, maxLength: 4,
  // constructs replaces slashes in ids.
  selector: (path) => path.map((id) => id.replace(/\//g, '--')).join('/'),
});

test('every name of a resource is valid for its kind, stable, and differs from the others of its kind', () => {
  fc.assert(fc.property(ids, (paths) => {
    const named = (): Record<string, string[]> => {
      const stack = newStack(newApp(), 'plain');
      for (const path of paths) {
        let scope: any = stack;
        for (const id of path.slice(0, -1)) scope = scope.node.tryFindChild(id.replace(/\//g, '--')) ?? new MirrorFilter(scope, id);
        new MirrorCollector(scope, `C${path.at(-1)}`, {
          loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1'),
          createSecurityGroupIn: 'vpc-bp1',
          sensors: [MirrorSensor.instance('i-bp1one')],
        });
        for (const filterName of [undefined, path.join('/')]) {
          const id = `${filterName === undefined ? 'F' : 'G'}${path.at(-1)}`;
          if (filterName !== undefined && textProblem(FILTER_NAME, filterName)) continue;
          new MirrorFilter(scope, id, { filterName })._copy(scope, `Copy-${id}`, 12);
        }
      }
      const found: Record<string, string[]> = {};
      for (const [type, bodies] of Object.entries<Record<string, any>>(JSON.parse(Testing.synth(stack)).resource)) {
        for (const body of Object.values(bodies)) {
          for (const argument of NAMES) {
            if (body[argument] === undefined) continue;
            // A type whose names nobody has looked up fails here.
            expect([type, RULES[type]?.[0]]).toEqual([type, argument]);
            (found[type] ??= []).push(body[argument]);
          }
        }
      }
      return found;
    };
    const found = named();
    expect(found.alicloud_security_group).toHaveLength(paths.length);
    for (const [type, names] of Object.entries(found)) {
      for (const name of names) expect([type, name, RULES[type][1](name)]).toEqual([type, name, true]);
      expect(new Set(names).size).toBe(names.length);
    }
    expect(named()).toEqual(found);
  }), played(25, 1));
});

test('every key of a source or a sensor, and every reference to an address, has its own rule or attachment', () => {
  const keys = fc.uniqueArray(anyId, { minLength: 2, maxLength: 5 });
  const references = fc.uniqueArray(
    fc.stringMatching(/^(local|var)\.[ab](\.[ab]|-[ab]|\[var\.[ab]\]|\["[ab日-]"\]){0,2}$/)
      // One thing in two forms.
      .map((text) => `\${${text.replace(/\["([ab])"\]/g, '.$1')}}`),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(fc.property(keys, references, (all, addresses) => {
    const stack = newStack(newApp(), 'plain');
    const collector = new MirrorCollector(stack, 'Collector', {
      loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1'),
      securityGroupIds: ['sg-bp1sensors'],
    });
    const instances = all.map((_, n) => new alicloud.instance.Instance(stack, `Instance${n}`, { instanceType: 'ecs.g7.large' }));
    collector.allowFromSources(all.map((key, n) => MirrorSource.fromResource(instances[n], { key: n === 1 ? all[0] : key })));
    collector.allowFromCidrs(addresses);
    all.forEach((key, n) => collector.addSensor(MirrorSensor.instance(`\${data.x.y${n}.id}`, { key })));
    addresses.forEach((groupId, n) => {
      const sensors = [MirrorSensor.networkInterface('eni-bp1sensor')];
      new MirrorCollector(stack, `Of-${n}`, { sensors, securityGroupIds: [groupId] }).allowFromCidrs(['10.0.0.0/24']);
    });
    const { resource } = JSON.parse(Testing.synth(stack));
    const rules = Object.values<any>(resource.alicloud_security_group_rule);
    expect(rules.filter(({ security_group_id: id }) => id === 'sg-bp1sensors').map(({ cidr_ip: cidr }) => cidr).sort()).toEqual(
      [...instances.map((instance) => `\${alicloud_instance.${instance.friendlyUniqueId}.primary_ip_address}/32`), ...addresses].sort(),
    );
    expect(new Set(rules.map(({ security_group_id: id }) => id)).size).toBe(addresses.length + 1);
    expect(Object.keys(resource.alicloud_slb_server_group_server_attachment)).toHaveLength(all.length);
  }), played(25, 1));
});
