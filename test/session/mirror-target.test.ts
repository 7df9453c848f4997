import { TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';
import { MirrorTarget, MirrorTargetType } from '../../src';
import { targetStatement } from '../../src/session/statements';
import { resolvedText } from '../../src/terraform/resolved-text';
import { messageOf, newApp, newStack } from '../support/app';

let stack: TerraformStack;
beforeEach(() => { stack = newStack(newApp()); });

class Foreign extends TerraformResource {
  constructor(scope: TerraformStack, id: string, terraformResourceType: string) {
    super(scope, id, { terraformResourceType });
  }
}

test('the two types of target are written in the provider\'s words', () => {
  expect(MirrorTarget.networkInterface('eni-1')).toMatchObject({ targetId: 'eni-1', type: 'NetworkInterface', key: 'eni-1' });
  expect(MirrorTarget.internalLoadBalancer('lb-1', { key: 'sensors' })).toMatchObject({ targetId: 'lb-1', type: 'SLB', key: 'sensors' });
});

test.each<[string, () => unknown, RegExp]>([
  [
    'a CLB as an interface',
    () => MirrorTarget.networkInterface('lb-1'),
    /is "lb-1"\. .*Write MirrorTarget\.internalLoadBalancer\('lb-1'\)/,
  ],
  [
    'an interface as a CLB',
    () => MirrorTarget.internalLoadBalancer('eni-1'),
    /is "eni-1"\. .*Write MirrorTarget\.networkInterface\('eni-1'\)/,
  ],
  ['an ALB', () => MirrorTarget.internalLoadBalancer('alb-1'), /ALB and NLB cannot be targets/],
  [
    'a Gateway Load Balancer endpoint',
    () => MirrorTarget.networkInterface('ep-1'),
    /Allowed: NetworkInterface or SLB, .*Gateway Load Balancer endpoint since 2025, Terraform's provider does not/,
  ],
  ['a Gateway Load Balancer endpoint as a CLB', () => MirrorTarget.internalLoadBalancer('gwlb-1'), /Gateway Load Balancer endpoint/],
  ['an instance', () => MirrorTarget.networkInterface('i-1'), /Use the id of the sensor's elastic network interface/],
  ['a malformed instance type', () => MirrorTarget.networkInterface('eni-1', { instanceType: 'large' }), /ecs\.<family>/],
  ['a malformed address', () => MirrorTarget.networkInterface('eni-1', { primaryIp: 'a' }), /primaryIp of target eni-1 is "a"/],
])('fails for %s', (_, make, message) => {
  expect(messageOf(make)).toMatch(message);
});

test.each([
  ['alicloud_ecs_network_interface', 'id', MirrorTargetType.NETWORK_INTERFACE],
  ['alicloud_ecs_network_interface_attachment', 'network_interface_id', MirrorTargetType.NETWORK_INTERFACE],
  ['alicloud_instance', 'network_interface_id', MirrorTargetType.NETWORK_INTERFACE],
  ['alicloud_slb_load_balancer', 'id', MirrorTargetType.LOAD_BALANCER],
  ['alicloud_slb', 'id', MirrorTargetType.LOAD_BALANCER],
])('of an %s it is %s', (type, attribute, targetType) => {
  const target = MirrorTarget.fromResource(new Foreign(stack, 'Sensor', type));
  expect(resolvedText(stack, target.targetId)).toBe(`\${${type}.Sensor.${attribute}}`);
  expect(target).toMatchObject({ type: targetType, key: 'stack/Sensor' });
});

test.each(['alicloud_privatelink_vpc_endpoint', 'alicloud_gwlb_load_balancer'])('fails for the resource %s with the reason', (type) => {
  expect(messageOf(() => MirrorTarget.fromResource(new Foreign(stack, 'Ep', type)))).toMatch(
    /^\[stack\/Ep\] A mirror target is .*Gateway Load Balancer endpoint since 2025/,
  );
});

test.each(['count', 'forEach'] as const)('fails for a load balancer with %s', (many) => {
  const resource = new Foreign(stack, 'Clbs', 'alicloud_slb_load_balancer');
  Object.assign(resource, { [many]: many === 'count' ? 2 : {} });
  expect(messageOf(() => MirrorTarget.fromResource(resource))).toContain(`has ${many}`);
});

test('states what the Terraform cannot say, without tokens', () => {
  const zoneId = new TerraformVariable(stack, 'zone', { type: 'string' }).stringValue;
  expect(targetStatement(MirrorTarget.internalLoadBalancer('lb-1'))).toBeUndefined();
  expect(targetStatement(MirrorTarget.internalLoadBalancer('lb-1', { mtu: 1500, zoneId, weight: 2, key: 'a' }))).toEqual({
    mtu: 1500,
    key: 'a',
  });
});
