import { join } from 'path';
import { MirrorLedger, MirrorNetworkFacts, MirrorPolicy, MirrorReport, MirrorSession, MirrorSource, MirrorTarget, MirroredFleet } from '../../src';
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
  expect(report('10.10.0.0/16')).toContain('Arrival           the copies of 2 of 2 sources are proved to get into their target\n');
  const half = report('10.10.0.0/24');
  expect(half).toContain('the copies of 1 of 2 sources are proved to get into their target; TM401 to TM408 below');
  expect(half).toMatch(/\n1 error .*\n(?:.*\n)*ERROR TM403 {2}.*eni-sensor .*1 of 2 sources \(eni-b /);
});

test('says what the synth changes against the ledger, what it costs, and where the Terraform lies', () => {
  const app = newApp();
  const stack = newStack(app);
  const ledger = MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'), { frozen: false });
  new MirroredFleet(stack, 'Fleet', { filter: filterIn(stack), sources: [web('eni-a', '10.10.0.4')], targets: [sensor()], ledger });
  app.synth();
  const { text } = MirrorReport.of(app, { gigabytes: 20 });
  expect(text).toMatch(/stack\/Fleet: Against the ledger .*1 session created/);
  expect(text).toContain('edition 2023    10.22 USD (interfaces 10.08, traffic 0.14');
  expect(text).toContain('stacks/stack/cdk.tf.json');
});

test('of an app without a session there is no arrival to speak of', () => {
  const app = newApp();
  filterIn(newStack(app));
  app.synth();
  expect(MirrorReport.of(app).text).not.toContain('Arrival');
});
