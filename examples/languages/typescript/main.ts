// The same app as in the other languages of this folder: a filter, a session, a fleet with its inventory and ledger, a check of
// your own, and a test of the policy.
import { join } from 'path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  alicloud, IMirrorCheck, MirrorCheckFinding, MirrorFilter, MirrorInventory, MirrorLedger, MirrorPolicy, MirrorProtocol,
  MirrorReport, MirrorRule, MirrorSelector, MirrorSession, MirrorSource, MirrorTarget, MirrorView, MirroredFleet, PortRange,
} from 'cdktf-alicloud-traffic-mirror';

const REGION = 'cn-hangzhou';
const home = process.env.EXAMPLE_HOME ?? __dirname;
const estate = process.env.EXAMPLE_ESTATE ?? join(__dirname, '..', '..', 'estates', 'estate-120');

/** Sessions are named after the team that answers for them. */
class OwnerCheck implements IMirrorCheck {
  readonly id = 'ACME-1';
  readonly title = 'Every session is named after its team';

  check(view: MirrorView): MirrorCheckFinding[] {
    return view.sessions.filter(({ name }) => name !== undefined && !name.startsWith('secops')).map(({ path }) => ({
      about: path, problem: `${path} is not named after a team`, fix: 'Start its name with secops.',
    }));
  }
}

const app = new App({ outdir: join(home, 'cdktf.out') });
MirrorPolicy.of(app).addCheck(new OwnerCheck());

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
  ledger: MirrorLedger.file(join(home, 'traffic-mirror.lock'), { region: REGION, frozen: false }),
});

app.synth();

const evaluation = MirrorPolicy.of(app).evaluate();
if (evaluation.errors.length > 0 || evaluation.passed('ACME-1') === 0) throw new Error('the check of your own was to pass');
console.log(MirrorReport.of(app).text);
