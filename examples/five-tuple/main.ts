// The filter of the product's overview page: inbound TCP from 192.168.0.0/16 port 10000 to 10.0.0.0/8 port 80.
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorDirection, MirrorFilter, MirrorIntent, MirrorNetwork, MirrorService, MirrorSession, MirrorSource,
  MirrorStatement, MirrorTarget,
} from 'cdktf-alicloud-traffic-mirror';

const app = new App();
const stack = new TerraformStack(app, 'five-tuple');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });

const clients = MirrorNetwork.of('clients', { cidrs: ['192.168.0.0/16'] });
const servers = MirrorNetwork.of('servers', { cidrs: ['10.0.0.0/8'] });
const filter = new MirrorFilter(stack, 'Filter', {
  filterName: 'five-tuple',
  intent: MirrorIntent.of([MirrorStatement.accept({
    direction: MirrorDirection.INBOUND,
    from: [clients],
    fromServices: [MirrorService.of('client port', { tcp: ['10000'] })],
    to: [servers],
    services: [MirrorService.of('http', { tcp: ['80'] })],
  })]),
});

new MirrorSession(stack, 'Session', {
  filter,
  sources: [
    MirrorSource.networkInterface('eni-bp1web', {
      instanceType: 'ecs.g7.large',
      primaryIp: '10.1.2.3',
      mtu: 1450,
      ipv6Addresses: 0,
      serviceManaged: false,
    }),
  ],
  target: MirrorTarget.networkInterface('eni-bp1sensor', { instanceType: 'ecs.g7.xlarge', primaryIp: '10.1.2.200', mtu: 1500 }),
});

app.synth();
