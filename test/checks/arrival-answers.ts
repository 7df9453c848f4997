import { MirrorNetworkAnswers, MirrorSource, MirrorSourceOptions, MirrorTarget, MirrorTargetOptions } from '../../src';

// API responses about a source, a sensor and a load balancer in front of it, with which every copy is verified.

export const page = (outer: string, inner: string, ...records: object[]) =>
  JSON.stringify({ [outer]: { [inner]: records }, TotalCount: records.length, PageNumber: 1, PageSize: 100 });
export const eni = (id: string, more: object = {}) => ({
  NetworkInterfaceId: id,
  InstanceId: `i-${id.slice(4)}`,
  Type: 'Primary',
  Status: 'InUse',
  VpcId: 'vpc-1',
  VSwitchId: 'vsw-sensor',
  ZoneId: 'cn-hangzhou-h',
  PrivateIpAddress: '10.10.9.5',
  SecurityGroupIds: { SecurityGroupId: ['sg-sensor'] },
  ...more,
});
export const INTERFACES = page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-sensor'));
export const VSWITCHES = page('VSwitches', 'VSwitch', {
  VSwitchId: 'vsw-sensor',
  VpcId: 'vpc-1',
  CidrBlock: '10.10.9.0/24',
  NetworkAclId: '',
});
export const GROUP = JSON.stringify({
  SecurityGroupId: 'sg-sensor',
  VpcId: 'vpc-1',
  InnerAccessPolicy: 'Accept',
  NextToken: '',
  Permissions: {
    Permission: [
      { Direction: 'ingress', IpProtocol: 'UDP', PortRange: '4789/4789', Policy: 'Accept', Priority: '1', SourceCidrIp: '10.10.0.0/24' },
    ],
  },
});
export const SENSOR: MirrorNetworkAnswers = { networkInterfaces: [INTERFACES], vswitches: [VSWITCHES], securityGroups: [GROUP] };
export const BALANCER: MirrorNetworkAnswers = {
  ...SENSOR,
  loadBalancers: [
    JSON.stringify({
      LoadBalancerId: 'lb-1',
      AddressType: 'intranet',
      LoadBalancerStatus: 'active',
      ListenerPortsAndProtocol: { ListenerPortAndProtocol: [{ ListenerPort: 4789, ListenerProtocol: 'udp' }] },
      BackendServers: { BackendServer: [] },
    }),
  ],
  loadBalancerUdpListeners: [
    JSON.stringify({ LoadBalancerId: 'lb-1', ListenerPort: 4789, Status: 'running', VServerGroupId: 'rsp-1', AclStatus: 'off' }),
  ],
  serverGroups: [
    JSON.stringify({
      VServerGroupId: 'rsp-1',
      VServerGroupName: 'sensors',
      LoadBalancerId: 'lb-1',
      BackendServers: { BackendServer: [{ ServerId: 'eni-sensor', Weight: 100, Port: 4789 }] },
    }),
  ],
};
export const RIGHT: MirrorSourceOptions = { vpcId: 'vpc-1', primaryIp: '10.10.0.4', mtu: 1450 };

export const web = (options: MirrorSourceOptions = RIGHT) => MirrorSource.networkInterface('eni-web', options);
export const sensor = (options: MirrorTargetOptions = {}) => MirrorTarget.networkInterface('eni-sensor', options);
