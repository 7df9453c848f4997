// Mirrors all inbound TCP of one interface to a sensor in the same vSwitch.
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorDirection, MirrorFilter, MirrorIntent, MirrorService, MirrorSession, MirrorSource, MirrorStatement, MirrorTarget,
} from 'cdktf-alicloud-traffic-mirror';

const app = new App();
const stack = new TerraformStack(app, 'one-source');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });

const filter = new MirrorFilter(stack, 'Tcp', {
  filterName: 'inbound-tcp',
  intent: MirrorIntent.of([MirrorStatement.accept({ direction: MirrorDirection.INBOUND, services: [MirrorService.TCP] })]),
});

new MirrorSession(stack, 'Session', {
  sessionName: 'web-to-sensor',
  filter,
  sources: [
    MirrorSource.networkInterface('eni-bp1web', {
      instanceType: 'ecs.g7.large',
      primaryIp: '10.10.0.4',
      mtu: 1450,
      ipv6Addresses: 0,
      serviceManaged: false,
    }),
  ],
  target: MirrorTarget.networkInterface('eni-bp1sensor', { instanceType: 'ecs.g7.xlarge', primaryIp: '10.10.0.200', mtu: 1500 }),
});

app.synth();
