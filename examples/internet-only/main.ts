// Mirrors all traffic except traffic inside the VPC, to a sensor in a peered VPC.
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorDirection, MirrorFilter, MirrorIntent, MirrorNetwork, MirrorSession, MirrorSource, MirrorStatement,
  MirrorTarget,
} from 'cdktf-alicloud-traffic-mirror';

const PRODUCTION = '10.10.0.0/16';
const SECURITY = '10.99.0.0/16';

const app = new App();
const stack = new TerraformStack(app, 'internet-only');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
const account = new alicloud.dataAlicloudAccount.DataAlicloudAccount(stack, 'Account');

const production = new alicloud.vpc.Vpc(stack, 'Production', { vpcName: 'production', cidrBlock: PRODUCTION });
const security = new alicloud.vpc.Vpc(stack, 'Security', { vpcName: 'security', cidrBlock: SECURITY });
const peering = new alicloud.vpcPeerConnection.VpcPeerConnection(stack, 'Peering', {
  peerConnectionName: 'mirrored-traffic',
  vpcId: production.id,
  acceptingVpcId: security.id,
  acceptingRegionId: 'cn-hangzhou',
  // Without it, every plan would replace the peering, because the service returns the account.
  acceptingAliUid: account.getNumberAttribute('id'),
});
new alicloud.routeEntry.RouteEntry(stack, 'ToSecurity', {
  routeTableId: production.routeTableId, destinationCidrblock: SECURITY, nexthopType: 'VpcPeer', nexthopId: peering.id,
});
new alicloud.routeEntry.RouteEntry(stack, 'ToProduction', {
  routeTableId: security.routeTableId, destinationCidrblock: PRODUCTION, nexthopType: 'VpcPeer', nexthopId: peering.id,
});
const sensors = new alicloud.securityGroup.SecurityGroup(stack, 'Sensors', { securityGroupName: 'sensors', vpcId: security.id });
new alicloud.securityGroupRule.SecurityGroupRule(stack, 'MirroredTraffic', {
  securityGroupId: sensors.id,
  type: 'ingress',
  ipProtocol: 'udp',
  portRange: '4789/4789',
  nicType: 'intranet',
  policy: 'accept',
  priority: 1,
  cidrIp: PRODUCTION,
  // Without it, a changed CIDR closes the port before it opens it again.
  lifecycle: { createBeforeDestroy: true },
});

// The first statement that matches a packet decides, so traffic inside the VPC is not copied.
const inside = MirrorNetwork.of('production', { cidrs: [PRODUCTION] });
const filter = new MirrorFilter(stack, 'InternetOnly', {
  filterName: 'internet-only',
  intent: MirrorIntent.of([
    MirrorStatement.drop({ from: [inside], direction: MirrorDirection.INBOUND }),
    MirrorStatement.drop({ to: [inside], direction: MirrorDirection.OUTBOUND }),
    MirrorStatement.accept(),
  ]),
});

new MirrorSession(stack, 'Session', {
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
  target: MirrorTarget.networkInterface('eni-bp1sensor', { instanceType: 'ecs.g7.xlarge', primaryIp: '10.99.0.200', mtu: 1500 }),
});

app.synth();
