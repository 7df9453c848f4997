import { NetworkFacts } from '../../src/input/network-facts';

type Writable<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : T[K] extends readonly (infer A)[] ? A[] : T[K];
};

const VPC = 'vpc-bp1prod';
const open = (priority = '1') => ({
  name: 'sgr-bp1mirrored',
  protocol: 'udp',
  portRange: '4789/4789',
  policy: 'accept',
  priority,
  sourceCidr: '10.10.0.0/16',
});

/** What the API says of the targets of a right app: UDP 4789 from 10.10.0.0/16 gets in everywhere. Plain data, for a test to break. */
export function network(): Writable<NetworkFacts> {
  const groups = ['sg-bp1sensor', 'sg-bp1web', 'sg-1'];
  const vswitches = ['vsw-bp1sensor', 'vsw-bp1web', 'vsw-1'];
  return {
    interfaces: new Map([
      [
        'eni-bp1sensor',
        {
          securityGroupIds: ['sg-bp1sensor'],
          vswitchId: 'vsw-bp1sensor',
          vpcId: VPC,
          primaryIp: '10.10.9.5',
          instanceId: 'i-bp1sensor',
          status: 'InUse',
        },
      ],
    ]),
    primaryOf: new Map([['i-bp1sensor', 'eni-bp1sensor']]),
    instances: new Map([['i-bp1sensor', 'Running']]),
    vswitches: new Map(vswitches.map((id) => [id, { vpcId: VPC, networkAclId: '' }])),
    securityGroups: new Map(groups.map((id) => [id, { vpcId: VPC, innerAccess: true, rules: [open()] }])),
    prefixLists: new Map(),
    networkAcls: new Map(),
    loadBalancers: new Map([
      [
        'lb-bp1sensors',
        { addressType: 'intranet', status: 'active', vpcId: VPC, address: '10.10.9.9', listeners: ['udp 4789'], servers: [] },
      ],
    ]),
    listeners: [{ loadBalancerId: 'lb-bp1sensors', port: 4789, status: 'running', serverGroupId: 'rsp-bp1sensors', accessControl: false }],
    serverGroups: new Map([
      ['rsp-bp1sensors', { loadBalancerId: 'lb-bp1sensors', servers: [{ serverId: 'eni-bp1sensor', weight: 100, port: 4789 }] }],
    ]),
  };
}
