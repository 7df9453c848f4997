import { join } from 'path';
import {
  MirrorInventory, MirrorLedger, MirrorNetworkFacts, MirrorPolicy, MirrorReport, MirrorSelector, MirrorSession, MirrorSource, MirrorTarget, MirroredFleet,
} from '../../src';
import { filterIn, messageOf, newApp, newStack, source, temporaryFolder } from '../support/app';

const sensor = () => MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large', mtu: 1500, primaryIp: '10.10.9.9', vpcId: 'vpc-1', vswitchId: 'vsw-1', securityGroupIds: ['sg-1'] });
const web = (id: string, primaryIp: string): MirrorSource => source(id, { vpcId: 'vpc-1', vswitchId: 'vsw-1', securityGroupIds: ['sg-web'], primaryIp });

/** What the API says of the sensor's group: it admits one network. */
const facts = (sourceCidr: string) => MirrorNetworkFacts.fromJson({
  securityGroups: [JSON.stringify({
    SecurityGroupId: 'sg-1', VpcId: 'vpc-1', InnerAccessPolicy: 'Accept', Permissions: {
      Permission: [{ Direction: 'ingress', IpProtocol: 'UDP', PortRange: '4789/4789', NicType: 'intranet', Policy: 'Accept', Priority: '1', SourceCidrIp: sourceCidr }],
    },
  })],
  vswitches: [JSON.stringify({ VSwitches: { VSwitch: [{ VSwitchId: 'vsw-1', VpcId: 'vpc-1', CidrBlock: '10.10.0.0/16', NetworkAclId: '' }] }, TotalCount: 1 })],
});

function report(sourceCidr: string): string {
  const app = newApp();
  MirrorPolicy.of(app).networkFacts(facts(sourceCidr));
  const stack = newStack(app);
  new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [web('eni-a', '10.10.0.4'), web('eni-b', '10.10.1.4')], target: sensor() });
  messageOf(() => {
    app.synth();
    throw new Error('accepted');
  });
  return MirrorReport.of(app).text;
}

test('says of how many sources it is proved that their copies arrive', () => {
  expect(report('10.10.0.0/16')).toContain('OK      2 interfaces mirrored, all verified to reach their target\n');
  const half = report('10.10.0.0/24');
  expect(half).toContain('FAILED  2 interfaces mirrored, 1 of 2 verified to reach their target (TM401 to TM408 report the others)');
  expect(half).toMatch(/\n1 error .*\n(?:.*\n)*ERROR TM403 {2}.*eni-sensor .*1 of 2 sources \(eni-b /);
});

test('says what the synth changes against the ledger, what it costs, and where the Terraform lies', () => {
  const app = newApp();
  const stack = newStack(app);
  const ledger = MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'), { frozen: false });
  new MirroredFleet(stack, 'Fleet', { filter: filterIn(stack), sources: [web('eni-a', '10.10.0.4')], targets: [sensor(), MirrorTarget.internalLoadBalancer('lb-idle')], ledger });
  app.synth();
  const { text } = MirrorReport.of(app, { gigabytes: 20 });
  expect(text).toContain('Targets   2\n');
  expect(text).toContain('  no sessions: lb-idle\n');
  expect(text).toMatch(/stack\/Fleet: Against the ledger .*1 session created/);
  expect(text).toContain('Cost   10.22 USD a month   (1 x 720 h, 20 GB)');
  expect(text).toContain('stacks/stack/cdk.tf.json');
});

test('of an app without a session there is no arrival to speak of', () => {
  const app = newApp();
  filterIn(newStack(app));
  app.synth();
  expect(MirrorReport.of(app).text).toContain('0 interfaces mirrored\n');
});

test('shows coverage by reason, with the families that the edition leaves out', () => {
  const estate = join(__dirname, '..', '..', 'examples', 'estates', 'estate-120');
  const selection = MirrorInventory.fromFiles({ networkInterfaces: [join(estate, 'network-interfaces.json')], instances: [join(estate, 'instances.json')] })
    .select({ include: [MirrorSelector.vpc('vpc-bp1prod'), MirrorSelector.tag('role', 'web', 'app')], exclude: [MirrorSelector.tag('mirror', 'never')] });
  const app = newApp();
  filterIn(newStack(app));
  app.synth();
  const { text } = MirrorReport.of(app, { selection });
  expect(text.split('\n').slice(5, 13)).toEqual([
    'Coverage   141 interfaces',
    '     54  mirrored',
    '     58  outside the selection   (30 vpc vpc-bp1prod, 28 tag role=web|app)',
    '      9  excluded by tag mirror=never',
    '     12  family not supported in 2023   g8i 5, t6 3, c5 2, g6 1, u1 1',
    '         -> edition 2026 would mirror these, with a warning',
    '      8  cannot be mirrored   (4 service-managed, 4 not in use)',
    '',
  ]);
  // The verdict has the counts, so no findings are no section.
  expect(text.match(/0 errors/g)).toHaveLength(1);
});
