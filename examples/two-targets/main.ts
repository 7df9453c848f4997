// Mirrors TCP to one sensor and UDP to another: one source in two sessions, which edition 2026 supports.
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorDirection, MirrorEdition, MirrorFilter, MirrorIntent, MirrorPolicy, MirrorService, MirrorSession, MirrorSource,
  MirrorStatement, MirrorTarget,
} from 'cdktf-alicloud-traffic-mirror';

const app = new App();
MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026);
const stack = new TerraformStack(app, 'two-targets');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });

const source = MirrorSource.networkInterface('eni-bp1web', {
  instanceType: 'ecs.g7.large',
  primaryIp: '10.10.0.4',
  mtu: 1450,
  ipv6Addresses: 0,
  serviceManaged: false,
});

/** The packets of one service that the source receives. */
const received = (service: MirrorService) =>
  MirrorIntent.of([MirrorStatement.accept({ direction: MirrorDirection.INBOUND, services: [service] })]);

// The sessions are tried by priority, and the first one with a matching rule decides. So set both priorities.
new MirrorSession(stack, 'TcpSession', {
  filter: new MirrorFilter(stack, 'Tcp', { filterName: 'tcp', intent: received(MirrorService.TCP) }),
  sources: [source],
  target: MirrorTarget.networkInterface('eni-bp1tcpsensor', { instanceType: 'ecs.g7.xlarge', primaryIp: '10.10.0.200', mtu: 1500 }),
  priority: 1,
});
new MirrorSession(stack, 'UdpSession', {
  filter: new MirrorFilter(stack, 'Udp', { filterName: 'udp', intent: received(MirrorService.UDP) }),
  sources: [source],
  target: MirrorTarget.networkInterface('eni-bp1udpsensor', { instanceType: 'ecs.g7.xlarge', primaryIp: '10.10.0.201', mtu: 1500 }),
  priority: 2,
});

app.synth();
