// The example of the provider's documentation, whose filter has no rules and whose session is disabled. This one mirrors.
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorFilter, MirrorIntent, MirrorSession, MirrorSource, MirrorStatement, MirrorTarget,
} from 'cdktf-alicloud-traffic-mirror';

const app = new App();
const stack = new TerraformStack(app, 'provider-example');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });

const vpc = new alicloud.vpc.Vpc(stack, 'Vpc', { vpcName: 'mirror', cidrBlock: '10.0.0.0/8' });
const vswitch = new alicloud.vswitch.Vswitch(stack, 'Vswitch', {
  vswitchName: 'mirror',
  vpcId: vpc.id,
  cidrBlock: '10.1.0.0/16',
  zoneId: 'cn-hangzhou-i',
});
const group = new alicloud.securityGroup.SecurityGroup(stack, 'Group', { securityGroupName: 'mirror', vpcId: vpc.id });
new alicloud.securityGroupRule.SecurityGroupRule(stack, 'MirroredTraffic', {
  securityGroupId: group.id,
  type: 'ingress',
  ipProtocol: 'udp',
  portRange: '4789/4789',
  nicType: 'intranet',
  policy: 'accept',
  priority: 1,
  cidrIp: '10.1.0.0/16',
  // Without it, a changed CIDR closes the port before it opens it again.
  lifecycle: { createBeforeDestroy: true },
});

// Two instances, each with a secondary network interface.
const [source, target] = ['Source', 'Target'].map((name) => {
  const instance = new alicloud.instance.Instance(stack, name, {
    instanceName: name, instanceType: 'ecs.g7.large', availabilityZone: 'cn-hangzhou-i', vswitchId: vswitch.id, securityGroups: [group.id],
    imageId: 'aliyun_3_x64_20G_alibase_20240528.vhd', systemDiskCategory: 'cloud_essd',
  });
  const eni = new alicloud.ecsNetworkInterface.EcsNetworkInterface(stack, `${name}Interface`, {
    networkInterfaceName: name, vswitchId: vswitch.id, securityGroupIds: [group.id],
  });
  return new alicloud.ecsNetworkInterfaceAttachment.EcsNetworkInterfaceAttachment(stack, `${name}Attachment`, {
    instanceId: instance.id, networkInterfaceId: eni.id,
  });
});

const filter = new MirrorFilter(stack, 'Filter', {
  filterName: 'provider-example',
  intent: MirrorIntent.of([MirrorStatement.accept()]),
});

new MirrorSession(stack, 'Session', {
  sessionName: 'provider-example',
  filter,
  // The attachments, not the interfaces: the session must wait for them.
  sources: [MirrorSource.fromResource(source, { mtu: 1450 })],
  target: MirrorTarget.fromResource(target, { mtu: 1500 }),
  priority: 1,
  virtualNetworkId: 10,
});

app.synth();
