import { writeFileSync } from 'fs';
import { join } from 'path';
import { eni, enis, instance, instances } from '../inventory/builders';
import { temporaryFolder } from '../support/app';
import { run } from '../../src/cli/run';

const SESSION = 'alicloud_vpc_traffic_mirror_session';
const plan = join(__dirname, 'fixtures', 'others-have-it.json');
const folder = temporaryFolder();
const file = (name: string, json: object): string => {
  writeFileSync(join(folder, name), JSON.stringify(json));
  return join(folder, name);
};

function check(...options: string[]): {
  code: number;
  error: string;
  findings: { id: string; severity: string; address?: string; reason: string }[];
} {
  const out: string[] = [];
  const error: string[] = [];
  const code = run(['check', plan, '--out', 'json', ...options], { out: (line) => out.push(line), error: (line) => error.push(line) });
  return { code, error: error.join('\n'), findings: out.length > 0 ? JSON.parse(out.join('\n')).findings : [] };
}
const of = (id: string, ...options: string[]) =>
  check(...options)
    .findings.filter((f) => f.id === id)
    .map(({ severity, address }) => `${severity} ${address}`);

describe('--inventory', () => {
  const inventory = (type: string) => [
    '--inventory', `networkInterfaces=${file('enis.json', enis([eni('bp1late', { InstanceId: 'i-late' })]))}`,
    '--inventory',
    `instances=${file('instances.json', instances([instance('late', { InstanceType: type, NetworkInterfaces: { NetworkInterface: [{ NetworkInterfaceId: 'eni-bp1late' }] } })]))}`,
  ];

  test('the family of a source is known', () => {
    expect(of('TM102')).toEqual([`undecided ${SESSION}.late`]);
    expect(of('TM102', ...inventory('ecs.g7.large'))).toEqual([]);
    expect(of('TM102', ...inventory('ecs.g8i.large'))).toEqual([`error ${SESSION}.late`]);
  });

  test('also from a state', () => {
    const state = {
      format_version: '1.0', terraform_version: '1.11.4', values: {
        root_module: {
          resources: [{
            address: 'alicloud_instance.late',
            mode: 'managed',
            type: 'alicloud_instance',
            name: 'late',
            provider_name: 'registry.terraform.io/aliyun/alicloud',
            values: {
              id: 'i-late',
              instance_type: 'ecs.g8i.large',
              network_interface_id: 'eni-bp1late',
              primary_ip_address: '10.0.0.4',
              status: 'Running',
              vpc_id: 'vpc-a',
              vswitch_id: 'vsw-a',
              availability_zone: 'cn-hangzhou-h', security_groups: ['sg-a'], tags: {},
            },
          }],
        },
      },
    };
    expect(of('TM102', '--inventory', `states=${file('state.json', state)}`)).toEqual([`error ${SESSION}.late`]);
  });
});

describe('totals, and doubts', () => {
  const merged = (length: number) => enis(Array.from({ length }, (_, i) => eni(`bp1n${i}`, { InstanceId: `i-n${i}` })));
  const machines = (length: number) => instances(Array.from({ length }, (_, i) => instance(`n${i}`)));
  const inventory = (length: number) => [
    '--inventory', `networkInterfaces=${file('many-enis.json', merged(length))}`,
    '--inventory', `instances=${file('many-instances.json', machines(length))}`,
  ];
  const notes = (...options: string[]): string => {
    const lines: string[] = [];
    run(['check', plan, ...options], { out: (line) => lines.push(line), error: (line) => lines.push(line) });
    return lines.join('\n');
  };
  const doubt = (call: string) => `holds exactly 10 records of ${call}`;

  test('a merged list of one page is doubted in the report, unless its total is set', () => {
    for (const call of ['DescribeNetworkInterfaces', 'DescribeInstances']) expect(notes(...inventory(10))).toContain(doubt(call));
    expect(notes(...inventory(9))).not.toContain('records of Describe');
    const totals = ['--inventory', 'expectTotal=10', '--inventory', 'expectTotalInstances=10'];
    expect(notes(...inventory(10), ...totals)).not.toContain('records of Describe');
  });
  test.each([
    ['--inventory', 'expectTotal=11', 'The records of DescribeNetworkInterfaces are 10. Allowed: 11 (expectTotal)'],
    ['--inventory', 'expectTotalInstances=11', 'The records of DescribeInstances are 10. Allowed: 11 (expectTotalInstances)'],
    ['--inventory', 'expectTotal=many', '--inventory is "expectTotal=many". Allowed: networkInterfaces=FILE'],
  ])('%s %s is refused', (option, value, words) => {
    expect(check(...inventory(10), option, value)).toMatchObject({ code: 2, error: expect.stringContaining(words) });
  });
  test('of facts about the network and of existing sessions too', () => {
    const vswitches = (length: number) => ({
      VSwitches: { VSwitch: Array.from({ length }, (_, i) => ({ VSwitchId: `vsw-n${i}`, VpcId: 'vpc-a', CidrBlock: `10.0.${i}.0/24` })) },
    });
    const facts = ['--network-facts', `vswitches=${file('vswitches.json', vswitches(10))}`];
    expect(notes(...facts)).toContain(doubt('DescribeVSwitches'));
    expect(notes(...facts, '--network-facts', 'expectTotalVswitches=10')).not.toContain('records of Describe');
    expect(check(...facts, '--network-facts', 'expectTotalVswitches=12').error).toContain('Allowed: 12 (expectTotalVswitches)');
    const sessions = ['--existing', `sessions=${file('sessions.json', { TrafficMirrorSessions: [] })}`];
    expect(check(...sessions, '--existing', 'expectTotal=1').error).toContain('Allowed: 1 (expectTotal)');
  });
});

test('--network-facts: what the API reports about a target is known', () => {
  const balancer = (AddressType: string) => ['--network-facts', `loadBalancers=${file('lb.json', {
    LoadBalancerId: 'lb-bp1sensors', LoadBalancerStatus: 'active', AddressType, VpcId: 'vpc-a', VSwitchId: 'vsw-a', Address: '10.10.9.9',
    ListenerPortsAndProtocol: { ListenerPortAndProtocol: [] }, BackendServers: { BackendServer: [] },
  })}`];
  expect(of('TM405')).toEqual([]);
  expect(of('TM405', ...balancer('internet'))).toEqual([`error ${SESSION}.late`]);
  expect(of('TM406', ...balancer('intranet'))).toEqual([`error ${SESSION}.late`]);
});

test('--quota: a quota of the region, over that of the policy', () => {
  const policy = file('policy.json', { quotas: { 'cn-hangzhou': { filtersPerRegion: 5 } } });
  expect(of('TM502', '--quota', 'cn-hangzhou:sessionsPerRegion=1')).toEqual([]);
  expect(
    check(
      '--quota',
      'cn-hangzhou:sessionsPerRegion=1',
      '--existing',
      `sessions=${join(__dirname, 'fixtures', 'existing-sessions.json')}`,
      '--account', '1234567890123456', '--policy', policy,
    ).findings.filter((f) => f.id === 'TM502'),
  ).toMatchObject([{ severity: 'error' }]);
});

test.each([
  [['--quota', 'sessions=3'], /--quota is "sessions=3". Allowed: REGION:NAME=N/],
  [['--quota', 'cn-hangzhou:sessions=3'], /--quota is "sessions". Allowed: .*sessionsPerRegion/],
  [['--inventory', 'enis.json'], /--inventory is "enis\.json". Allowed: networkInterfaces=FILE, instances=FILE, states=FILE/],
  [
    ['--inventory', 'networkInterfaces=nothing.json'],
    /--inventory has only networkInterfaces. Allowed: networkInterfaces=FILE and instances=FILE, or states=FILE/,
  ],
  [['--network-facts', 'sg.json'], /--network-facts is "sg\.json". Allowed: KIND=FILE/],
  [['--network-facts', 'groups=sg.json'], /are "groups". Allowed: securityGroups, /],
  [['--existing', 'states=x.json'], /--existing is "states=x\.json". Allowed: sessions=FILE, filters=FILE/],
])('%p is refused in one line', (options, message) => {
  const { code, error } = check(...options);
  expect([code, error.split('\n').length]).toEqual([2, 1]);
  expect(error).toMatch(message);
});
