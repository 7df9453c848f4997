// A fleet over several stacks, each with a state of its own in OSS: they are planned and applied side by side, and
// none needs another.
import { join } from 'path';
import { App, OssBackend, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorFilter, MirrorInventory, MirrorLedger, MirrorPlan, MirrorPolicy, MirrorProtocol, MirrorRule, MirrorSelector, MirrorTarget,
  MirroredFleetShard, PortRange,
} from 'cdktf-alicloud-traffic-mirror';

const REGION = 'cn-hangzhou';

const estate = join(__dirname, '..', 'estates', 'estate-120');
const inventory = MirrorInventory.fromFiles({
  networkInterfaces: [join(estate, 'network-interfaces.json')],
  instances: [join(estate, 'instances.json')],
});
const { sources } = inventory.select({
  include: [MirrorSelector.vpc('vpc-bp1prod'), MirrorSelector.tag('role', 'web', 'app')],
  exclude: [MirrorSelector.tag('mirror', 'never')],
});

const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? join(__dirname, 'cdktf.out') });

const plan = MirrorPlan.of({
  name: 'production',
  sources,
  targets: [MirrorTarget.internalLoadBalancer('lb-bp1sensors')],
  ledger: MirrorLedger.file(join(__dirname, 'traffic-mirror.lock'), { region: REGION }),
  policy: MirrorPolicy.of(app),
  // 2,000 unless said; few here, so that this example has three.
  resourcesPerShard: 32,
});

for (const shard of plan.shards) {
  const stack = new TerraformStack(app, `mirror-${shard.number}`);
  new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: REGION });
  new OssBackend(stack, {
    bucket: 'example-terraform-states', prefix: 'traffic-mirror', key: `${stack.node.id}.tfstate`, region: REGION, encrypt: true,
    tablestoreEndpoint: `https://example-locks.${REGION}.ots.aliyuncs.com`, tablestoreTable: 'terraform_locks',
  });
  // A copy of the filter in each stack, so that it needs no other.
  const filter = new MirrorFilter(stack, 'Web', { filterName: `web-${shard.number}`, inbound: [MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) })] });
  new MirroredFleetShard(stack, 'Fleet', { shard, filter });
}

app.synth();

console.log(plan.change.toString());
