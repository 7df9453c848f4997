// The same app as in the other languages of this folder: a filter, a session, a fleet with its inventory and ledger, a policy file and
// a check of your own, which owner-check.test.ts tests.
import { existsSync } from 'fs';
import { join } from 'path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorDeployed, MirrorFilter, MirrorInventory, MirrorLedger, MirrorPolicy, MirrorProtocol, MirrorReport, MirrorRule,
  MirrorSelector, MirrorSession, MirrorSource, MirrorTarget, MirroredFleet, PortRange,
} from 'cdktf-alicloud-traffic-mirror';
import { OwnerCheck } from './owner-check';

const REGION = 'cn-hangzhou';
// Paths are absolute, so that the app may be started in any folder.
const home = process.env.EXAMPLE_HOME ?? __dirname;
const estate = process.env.EXAMPLE_ESTATE ?? join(__dirname, '..', '..', 'estates', 'estate-120');
// The ledger that the pipeline kept after the last apply.
const deployed = join(home, 'deployed.lock');

const app = new App({ outdir: join(home, 'cdktf.out') });
MirrorPolicy.of(app).file(join(__dirname, '..', 'traffic-mirror.policy.json')).addCheck(new OwnerCheck());

const stack = new TerraformStack(app, 'net');
new LocalBackend(stack, { path: 'net.tfstate' });
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: REGION });

const filter = new MirrorFilter(stack, 'Web', {
  inbound: [MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) })],
});
const target = MirrorTarget.internalLoadBalancer('lb-bp1sensors');
new MirrorSession(stack, 'Session', {
  filter, target, sessionName: 'secops-web', priority: 1, virtualNetworkId: 1,
  sources: [MirrorSource.networkInterface('eni-bp1web', { instanceType: 'ecs.g7.large' })],
});

const inventory = MirrorInventory.fromFiles({
  networkInterfaces: [join(estate, 'network-interfaces.json')], instances: [join(estate, 'instances.json')],
});
const { sources } = inventory.select({ include: [MirrorSelector.tag('role', 'web')], exclude: [MirrorSelector.tag('mirror', 'never')] });
new MirroredFleet(stack, 'Fleet', {
  filter, sources, targets: [target],
  ledger: MirrorLedger.file(join(home, 'traffic-mirror.lock'), {
    region: REGION, frozen: false, deployed: existsSync(deployed) ? MirrorDeployed.files([deployed]) : undefined,
  }),
});

app.synth();

const evaluation = MirrorPolicy.of(app).evaluate();
if (evaluation.errors.length > 0 || evaluation.passed('ACME-1') === 0) throw new Error('the check of your own was to pass');
console.log(MirrorReport.of(app).text);
