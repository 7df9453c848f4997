// A fleet over several stacks with separate states in OSS. The stacks are independent, so they can be planned and applied in parallel.
import { join } from 'path';
import { App, OssBackend, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorDirection, MirrorFilter, MirrorIntent, MirrorInventory, MirrorLedger, MirrorPlan, MirrorPolicy, MirrorSelector,
  MirrorService, MirrorStatement, MirrorTarget, MirroredFleetShard,
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
  // The default is 2,000. With a small number, this example has three stacks.
  resourcesPerShard: 32,
});

const intent = MirrorIntent.of([
  MirrorStatement.accept({ direction: MirrorDirection.INBOUND, services: [MirrorService.of('https', { tcp: ['443'] })] }),
]);

for (const shard of plan.shards) {
  const stack = new TerraformStack(app, `mirror-${shard.number}`);
  new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: REGION });
  new OssBackend(stack, {
    bucket: 'example-terraform-states', prefix: 'traffic-mirror', key: `${stack.node.id}.tfstate`, region: REGION, encrypt: true,
    tablestoreEndpoint: `https://example-locks.${REGION}.ots.aliyuncs.com`, tablestoreTable: 'terraform_locks',
  });
  // Each stack has a copy of the filter, so it needs no other stack.
  const filter = new MirrorFilter(stack, 'Web', { filterName: `web-${shard.number}`, intent });
  new MirroredFleetShard(stack, 'Fleet', { shard, filter });
}

app.synth();

console.log(plan.change.toString());
