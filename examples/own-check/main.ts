// Adds a check of your own: sessions of production have a VNI that their sensors read.
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorDirection, MirrorFilter, MirrorIntent, MirrorPolicy, MirrorService, MirrorSession, MirrorSource,
  MirrorStatement, MirrorTarget,
} from 'cdktf-alicloud-traffic-mirror';
import { ProductionVniCheck } from './production-vni-check';

const app = new App();
MirrorPolicy.of(app).addCheck(new ProductionVniCheck());
const stack = new TerraformStack(app, 'own-check');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });

new MirrorSession(stack, 'Web', {
  filter: new MirrorFilter(stack, 'Tcp', {
    intent: MirrorIntent.of([MirrorStatement.accept({ direction: MirrorDirection.INBOUND, services: [MirrorService.TCP] })]),
  }),
  sources: [
    MirrorSource.networkInterface('eni-bp1web', {
      instanceType: 'ecs.g7.large',
      primaryIp: '10.10.0.4',
      mtu: 1450,
      ipv6Addresses: 0,
      serviceManaged: false,
    }),
  ],
  target: MirrorTarget.internalLoadBalancer('lb-bp1sensors'),
  virtualNetworkId: 1001,
  tags: { env: 'prod' },
});

app.synth();
