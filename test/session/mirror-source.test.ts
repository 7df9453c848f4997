import { TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';
import { alicloud, MirrorSource } from '../../src';
import { sourceStatement } from '../../src/session/statements';
import { resolvedText } from '../../src/terraform/resolved-text';
import { messageOf, newApp, newStack } from '../support/app';

let stack: TerraformStack;
beforeEach(() => { stack = newStack(newApp()); });

/** A resource of somebody else's bindings. */
class Foreign extends TerraformResource {
  constructor(scope: TerraformStack, id: string, terraformResourceType: string) {
    super(scope, id, { terraformResourceType });
  }
}

describe('of an interface id', () => {
  test('the id is the key unless another is stated', () => {
    expect(MirrorSource.networkInterface('eni-1')).toMatchObject({ interfaceId: 'eni-1', key: 'eni-1', isList: false });
    expect(MirrorSource.networkInterface('eni-1', { key: 'web' })).toMatchObject({ interfaceId: 'eni-1', key: 'web' });
    expect(String(MirrorSource.networkInterface('eni-1', { key: 'web' }))).toBe('web');
  });

  test.each(['', 'i-bp1', 'eni-', 'ENI-1', ' eni-1', 'lb-1'])('fails for %j', (id) => {
    expect(messageOf(() => MirrorSource.networkInterface(id))).toMatch(
      /^The id of a mirror source is .*. Allowed: the id of a network interface \(eni-\.\.\.\)/,
    );
  });

  test.each<[string, object, RegExp]>([
    ['an instance type without ecs.', { instanceType: 'g7.large' }, /ecs\.<family>/],
    ['an address with a mask', { primaryIp: '10.0.0.1/32' }, /primaryIp of source eni-1 is "10\.0\.0\.1\/32"/],
    ['an MTU below 576', { mtu: 575 }, /mtu of source eni-1 is 575. Allowed: whole bytes 576 to 8500/],
    ['an MTU above 8500', { mtu: 8501 }, /is 8501/],
    ['half an MTU', { mtu: 1450.5 }, /is 1450\.5/],
    ['a negative number of addresses', { ipv6Addresses: -1 }, /ipv6Addresses of source eni-1 is -1/],
  ])('fails for %s', (_, options, message) => {
    expect(messageOf(() => MirrorSource.networkInterface('eni-1', options))).toMatch(message);
  });

  test('the bounds themselves are taken', () => {
    for (const mtu of [576, 8500]) expect(MirrorSource.networkInterface('eni-1', { mtu, ipv6Addresses: 0 }).options.mtu).toBe(mtu);
  });
});

describe('of a resource', () => {
  test.each([
    ['alicloud_ecs_network_interface', 'id'], ['alicloud_network_interface', 'id'],
    ['alicloud_ecs_network_interface_attachment', 'network_interface_id'],
    ['alicloud_network_interface_attachment', 'network_interface_id'],
    ['alicloud_instance', 'network_interface_id'],
  ])('%s gives %s, whoever\'s bindings it is of', (type, attribute) => {
    const resource = new Foreign(stack, 'Web', type);
    const source = MirrorSource.fromResource(resource);
    expect(resolvedText(stack, source.interfaceId)).toBe(`\${${type}.Web.${attribute}}`);
    expect(source.key).toBe('stack/Web');
  });

  test('fails for another type', () => {
    expect(messageOf(() => MirrorSource.fromResource(new Foreign(stack, 'Vpc', 'alicloud_vpc')))).toMatch(
      /^\[stack\/Vpc\] The resource of MirrorSource\.fromResource is "alicloud_vpc". Allowed: alicloud_ecs_network_interface, .*. Fix: Pass the interface, its attachment or its instance/,
    );
  });

  test('fails for a load balancer, which is only a target', () => {
    expect(messageOf(() => MirrorSource.fromResource(new alicloud.slbLoadBalancer.SlbLoadBalancer(stack, 'Clb')))).toContain(
      'is "alicloud_slb_load_balancer"',
    );
  });

  test('fails for a wrong option, by the key of the resource', () => {
    expect(messageOf(() => MirrorSource.fromResource(new Foreign(stack, 'Web', 'alicloud_instance'), { mtu: 9000 }))).toContain(
      'mtu of source stack/Web is 9000',
    );
  });
});

describe('of a list', () => {
  test('its ids are a token, and it has no key', () => {
    const ids = new TerraformVariable(stack, 'enis', { type: 'list(string)' }).listValue;
    expect(MirrorSource.listOf(ids)).toMatchObject({ isList: true, key: '', interfaceId: '', _ids: ids });
  });

  test.each([[['eni-1', 'eni-2']], [[]]])('fails for the known list %j', (ids) => {
    expect(messageOf(() => MirrorSource.listOf(ids))).toContain('use ids.map((id) => MirrorSource.networkInterface(id))');
  });
});

describe('what is stated beside the Terraform', () => {
  test('is nothing where nothing was stated', () => {
    expect(sourceStatement(MirrorSource.networkInterface('eni-1'))).toBeUndefined();
    expect(sourceStatement(MirrorSource.listOf(new TerraformVariable(stack, 'enis', { type: 'list(string)' }).listValue))).toBeUndefined();
  });

  test('names the key only where it is not the id', () => {
    expect(sourceStatement(MirrorSource.networkInterface('eni-1', { key: 'eni-1', mtu: 1450 }))).toEqual({ mtu: 1450 });
    expect(sourceStatement(MirrorSource.networkInterface('eni-1', { key: 'web' }))).toEqual({ key: 'web' });
  });

  test('holds what says no as well, and leaves out tokens and what only a fleet looks at: tags are for demands of the policy', () => {
    const vpcId = new TerraformVariable(stack, 'vpc', { type: 'string' }).stringValue;
    expect(
      sourceStatement(
        MirrorSource.networkInterface('eni-1', {
          serviceManaged: false,
          ipv6Addresses: 0,
          vpcId,
          zoneId: undefined,
          tags: { team: 'net' },
        }),
      ),
    ).toEqual({ serviceManaged: false, ipv6Addresses: 0, tags: { team: 'net' } });
  });
});
