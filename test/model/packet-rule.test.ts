import { modelOf, stackOf } from './documents';
import {
  addressesOf, ALL_PORTS, entryRangeProblem, firstUnknown, NO_PORTS, portsOf, rangeProblem, udpPorts, verdictOf,
} from '../../src/model/network/packet-rule';
import { peerOf } from '../../src/model/network/peer';
import { phrase } from '../../src/texts/phrase';

test.each<[unknown, unknown, unknown]>([
  ['udp', '4789/4789', [4789, 4789]],
  ['UDP', '1/2', [1, 2]],
  ['all', '-1/-1', ALL_PORTS],
  ['ALL', undefined, ALL_PORTS],
  ['tcp', '1/2', NO_PORTS],
  ['icmp', '${var.range}', NO_PORTS],
  ['${var.protocol}', '1/2', undefined],
  [undefined, '1/2', undefined],
  ['udp', undefined, undefined],
])('the UDP ports of protocol %p and range %p are %p', (protocol, range, ports) => {
  expect(udpPorts(protocol, range)).toEqual(ports);
});

test.each<[unknown, unknown]>([
  ['4789/4789', [4789, 4789]],
  [' 1/65535 ', [1, 65_535]],
  ['-1/-1', ALL_PORTS],
  ['-1/5', [-1, 5]],
  ['5/-1', [5, -1]],
  ['4789', undefined],
  ['x4789/4789', undefined],
  ['4789/4789x', undefined],
  ['4789-4790', undefined],
  ['/', undefined],
  ['${var.range}', undefined],
  [4789, undefined],
  [undefined, undefined],
])('the ports of %p are %p', (range, ports) => {
  expect(portsOf(range)).toEqual(ports);
});

describe('a port range', () => {
  const outside = phrase('rangeOutside', { first: 1, last: 65_535 });
  const form = phrase('rangeForm', {});
  const order = phrase('rangeOrder', {});
  const notSent = phrase('rangeNotSent', {});
  const onlyEvery = (protocol: string) => phrase('rangeOnlyEvery', { protocol, every: '-1/-1' });
  test.each<[unknown, unknown, object | undefined]>([
    ['udp', '4789/4789', undefined],
    ['tcp', '1/65535', undefined],
    ['UDP', '4789/4789', undefined],
    ['udp', undefined, undefined],
    ['udp', '${var.range}', undefined],
    ['${var.protocol}', '4789', undefined],
    [undefined, '4789', undefined],
    ['udp', '4789', { why: form, write: '4789/4789' }],
    ['udp', 4789, { why: form, write: '4789/4789' }],
    ['udp', '4789-4790', { why: form, write: '4789/4790' }],
    ['udp', '4790-4789', { why: form, write: '4789/4790' }],
    ['udp', ' 4789/4790', { why: form, write: '4789/4790' }],
    ['udp', '4789/4790 ', { why: form, write: '4789/4790' }],
    ['udp', '4790/4789', { why: order, write: '4789/4790' }],
    ['udp', ' 4790/4789', { why: form, write: '4789/4790' }],
    ['udp', '4790/4789 ', { why: form, write: '4789/4790' }],
    ['udp', '04789/04789', { why: form, write: '4789/4789' }],
    ['udp', '01/5', { why: form, write: '1/5' }],
    ['udp', '5/065535', { why: form, write: '5/65535' }],
    ['udp', '70000/70000', { why: outside, write: '65535/65535' }],
    ['udp', '04789/4790', { why: form, write: '4789/4790' }],
    ['udp', '0/65535', { why: outside, write: '1/65535' }],
    ['udp', '1/65536', { why: outside, write: '1/65535' }],
    ['udp', '70000/70001', { why: outside, write: '65535/65535' }],
    ['udp', 'every', { why: form, write: '1/65535' }],
    ['icmp', '-1/-1', undefined],
    ['all', '-1/-1', undefined],
    ['all', '1/65535', { why: onlyEvery('all'), write: '-1/-1' }],
    ['gre', 5, { why: onlyEvery('gre'), write: '-1/-1' }],
  ])('of protocol %p as %p has the problem %p', (protocol, range, problem) => {
    expect(rangeProblem(protocol, range)).toEqual(problem);
    expect(entryRangeProblem(protocol, range)).toEqual(problem);
  });

  test.each(['udp', 'TCP'])('of protocol %s for every port has another problem in a rule than in an entry', (protocol) => {
    expect(rangeProblem(protocol, '-1/-1')).toEqual({ why: notSent, write: '1/65535' });
    expect(entryRangeProblem(protocol, '-1/-1')).toEqual({ why: outside, write: '1/65535' });
  });
});

test.each<[unknown, string | undefined]>([
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['10.0.0.9/8', '10.0.0.0/8'],
  ['10.1.2.3/31', '10.1.2.2/31'],
  ['10.0.0.9', '10.0.0.9/32'],
  ['110.111.112.113/24', '110.111.112.0/24'],
  [' 10.0.0.9/24', undefined],
  ['10.0.0.9/24 ', undefined],
  ['10.0.0.9/024', undefined],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['10.0.0.9/0', '0.0.0.0/0'],
  ['::/0', ''],
  ['fd00::/8', ''],
  ['10.0.0.0/33', undefined],
  ['10.0.0.256/24', undefined],
  ['10.0.0', undefined],
  ['x10.0.0.9/24', undefined],
  ['10.0.0.9/24x', undefined],
  ['10.0.0.9/x24', undefined],
  ['10.0.0.9/', undefined],
  ['10.0.0.9/24/8', undefined],
  ['10.0.0.9/32', '10.0.0.9/32'],
  ['', undefined],
  ['${var.cidr}', undefined],
  ['${var.a:b}', undefined],
  [undefined, undefined],
  [5, undefined],
])('the addresses of %p are %p', (cidr, expected) => {
  expect(addressesOf(cidr)?.cidrs().map(String).join()).toBe(expected);
});

test.each<[unknown, unknown]>([
  ['accept', 'accept'], ['Accept', 'accept'], ['DROP', 'drop'], ['deny', undefined], [undefined, undefined], [true, undefined],
])('policy %p is %p', (policy, verdict) => {
  expect(verdictOf(policy)).toBe(verdict);
});

test('the first argument that is known only at apply', () => {
  const body = { a: 'x', b: 5, c: '${var.c}', d: '${var.d}' };
  expect(firstUnknown('net/R', body, ['a', 'b', 'd', 'c'])).toEqual(phrase('argumentIs',
    { argument: 'd', path: 'net/R', value: '${var.d}' }));
  expect(firstUnknown('net/R', body, ['a', 'b', 'e'])).toBeUndefined();
});

describe('the peer of a rule from', () => {
  const NUL = '\u0000';
  const managed = (address: string) => `#net${NUL}${address}`;
  const model = modelOf(stackOf('net', {
    resource: {
      alicloud_instance: { i: {}, fixed: { private_ip: '10.0.0.7' } },
      alicloud_ecs_network_interface: { e: {}, many: { count: 2 } },
      alicloud_network_interface: { n: {} },
    },
  }));
  const cidrs = (text: string) => ({ cidrs: addressesOf(text) });
  test.each<[unknown, object]>([
    ['10.0.0.0/8', cidrs('10.0.0.0/8')],
    ['${alicloud_instance.i.primary_ip_address}/32', { interface: managed('alicloud_instance.i.network_interface_id') }],
    ['${alicloud_instance.i.private_ip}/32', { interface: managed('alicloud_instance.i.network_interface_id') }],
    ['${alicloud_instance.i.public_ip}/32', { cidrs: undefined }],
    ['${alicloud_instance.i.private_ip}/24', { cidrs: undefined }],
    ['${alicloud_instance.gone.private_ip}/32', { cidrs: undefined }],
    ['${alicloud_instance.fixed.primary_ip_address}/32', cidrs('10.0.0.7/32')],
    ['${alicloud_ecs_network_interface.e.primary_ip_address}/32', { interface: managed('alicloud_ecs_network_interface.e') }],
    ['${alicloud_ecs_network_interface.e.private_ip}/32', { interface: managed('alicloud_ecs_network_interface.e') }],
    ['${alicloud_ecs_network_interface.many[1].private_ip}/32', { interface: managed('alicloud_ecs_network_interface.many[1]') }],
    ['${alicloud_ecs_network_interface.many[count.index].private_ip}/32', { cidrs: undefined }],
    ['${alicloud_network_interface.n.private_ip}/32', { interface: managed('alicloud_network_interface.n') }],
    ['${alicloud_network_interface.n.primary_ip_address}/32', { cidrs: undefined }],
    ['${data.alicloud_instance.i.private_ip}/32', { cidrs: undefined }],
    ['${alicloud_vpc.v.private_ip}/32', { cidrs: undefined }],
    ['${alicloud_instance.i.id}/32', { cidrs: undefined }],
    ['${var.ip}/32', { cidrs: undefined }],
    [undefined, { cidrs: undefined }],
    [32, { cidrs: undefined }],
  ])('%p', (cidr, peer) => {
    expect(peerOf(model, model.stacks[0], cidr)).toEqual(peer);
  });

  test('the address of another stack is the interface there', () => {
    const backend = { local: { path: 'net.tfstate' } };
    const both = modelOf(
      stackOf('rules', { data: { terraform_remote_state: { net: { backend: 'local', config: backend.local } } } }),
      stackOf('net', {
        terraform: { backend },
        resource: { alicloud_instance: { i: {} } },
        output: { ip: { value: '${alicloud_instance.i.private_ip}' } },
      }),
    );
    expect(peerOf(both, both.stacks[0], '${data.terraform_remote_state.net.outputs.ip}/32')).toEqual({
      interface: managed('alicloud_instance.i.network_interface_id'),
    });
  });
});
