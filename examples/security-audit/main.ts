// Security audit: mirrors the outbound traffic of a web server to a sensor in a peered VPC, which captures it.
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorCollector, MirrorDirection, MirrorFilter, MirrorIntent, MirrorSensor, MirrorSession, MirrorSource, MirrorStatement,
} from 'cdktf-alicloud-traffic-mirror';

const REGION = 'cn-hangzhou';
const ZONE = 'cn-hangzhou-i';
const IMAGE = 'aliyun_3_x64_20G_alibase_20240528.vhd';

const app = new App();
const stack = new TerraformStack(app, 'security-audit');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: REGION });
const account = new alicloud.dataAlicloudAccount.DataAlicloudAccount(stack, 'Account');

/** A VPC with one vSwitch, one security group and one instance. */
function side(name: string, cidr: string, vswitchCidr: string, userData?: string) {
  const vpc = new alicloud.vpc.Vpc(stack, `${name}Vpc`, { vpcName: name, cidrBlock: cidr });
  const vswitch = new alicloud.vswitch.Vswitch(stack, `${name}Vswitch`, {
    vswitchName: name,
    vpcId: vpc.id,
    cidrBlock: vswitchCidr,
    zoneId: ZONE,
  });
  const group = new alicloud.securityGroup.SecurityGroup(stack, `${name}Group`, { securityGroupName: name, vpcId: vpc.id });
  const instance = new alicloud.instance.Instance(stack, name, {
    instanceName: name, instanceType: 'ecs.g7.large', availabilityZone: ZONE, vswitchId: vswitch.id, securityGroups: [group.id],
    imageId: IMAGE, systemDiskCategory: 'cloud_essd', userData,
  });
  return { vpc, group, instance, cidr };
}
const web = side('Web', '10.10.0.0/16', '10.10.1.0/24');
// A VXLAN interface receives the copies. Without one, the sensor answers each copy with ICMP port unreachable.
const sensor = side('Sensor', '10.99.0.0/16', '10.99.1.0/24', MirrorCollector.sensorUserData());

const peering = new alicloud.vpcPeerConnection.VpcPeerConnection(stack, 'Peering', {
  peerConnectionName: 'audit', vpcId: web.vpc.id, acceptingVpcId: sensor.vpc.id, acceptingRegionId: REGION,
  // Without it, every plan would replace the peering, because the service returns the account.
  acceptingAliUid: account.getNumberAttribute('id'),
});
for (const [from, to] of [[web, sensor], [sensor, web]]) {
  new alicloud.routeEntry.RouteEntry(stack, `To${to.cidr.replace(/[./]/g, '-')}`, {
    routeTableId: from.vpc.routeTableId, destinationCidrblock: to.cidr, nexthopType: 'VpcPeer', nexthopId: peering.id,
  });
}
const collector = new MirrorCollector(stack, 'Collector', {
  sensors: [MirrorSensor.fromResource(sensor.instance)],
  securityGroupIds: [sensor.group.id],
  targetOptions: { mtu: 1500 },
});
collector.allowFromCidrs([web.cidr]);

const filter = new MirrorFilter(stack, 'Outbound', {
  filterName: 'security-audit',
  intent: MirrorIntent.of([MirrorStatement.accept({ direction: MirrorDirection.OUTBOUND })]),
});
new MirrorSession(stack, 'Session', {
  sessionName: 'security-audit',
  filter,
  sources: [MirrorSource.fromResource(web.instance, { mtu: 1450 })],
  target: collector.target,
});

app.synth();
